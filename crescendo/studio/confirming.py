"""Asking for the present password before something that a stranger at an open computer must not do."""

from wtforms import PasswordField
from wtforms.validators import InputRequired

from ..accounts.passwords import MAX_LENGTH, matches
from ..accounts.tries import Allowance, count_try, forget_tries
from ..foundation.errors import TooSoon
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
    if not matches(me().password_hash, (field.data or "")[: MAX_LENGTH + 1]):
        field.errors = ["This is not your present password."]
        return 422
    forget_tries(allowances)
    return 0
