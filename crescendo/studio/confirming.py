"""Asking for the present password before something that a stranger at an open computer must not do, and for a new one.

Judging and hashing take their time, so they happen while nothing is written: nobody who writes waits for them.
"""

from wtforms import PasswordField
from wtforms.validators import InputRequired

from ..accounts.own import hash_for
from ..accounts.passwords import MAX_LENGTH, matches
from ..accounts.queries import has_still
from ..accounts.tries import Allowance, count_try, forget_tries
from ..foundation.database import reading, unit_of_work
from ..foundation.errors import Rejected, TooSoon
from ..web.signing import fingerprint
from .access import me

FREE_TRIES = 10


def present_password() -> PasswordField:
    """The field that asks for it."""
    return PasswordField(
        "Your present password",
        [InputRequired("Enter your present password.")],
        render_kw={"autocomplete": "current-password"},
    )


def refusal_of(field: PasswordField) -> int:
    """0 when `field` holds the present password; else the status to answer with, and the reason is beside the field."""
    allowances = [Allowance(fingerprint(f"present password {me().id}", purpose="tries"), FREE_TRIES)]
    try:
        count_try(allowances)
    except TooSoon as refusal:
        field.errors = [f"That was tried too often. Wait {refusal.seconds} seconds, then try again."]
        return 429
    with reading():
        present = me().password_hash
        is_right = matches(present, (field.data or "")[: MAX_LENGTH + 1])
    if not (is_right and has_still(me(), present)):
        field.errors = ["This is not your present password."]
        return 422
    with unit_of_work():  # it was right, whatever becomes of the rest
        forget_tries(allowances)
    return 0


def new_hash_of(field: PasswordField) -> str:
    """The hash of the new password in `field`; empty when it is too weak, and the reason is beside the field."""
    try:
        with reading():
            return hash_for(me(), field.data or "")
    except Rejected as rejection:
        field.errors = list(rejection.errors.values())
        return ""
