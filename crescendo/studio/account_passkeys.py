"""One's own passkeys. The page's script asks for a challenge, and posts the browser's answer to it."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from ..accounts.one_time import make_token, use_token
from ..accounts.passkeys import add_passkey, options_to_add, remove_passkey
from ..accounts.proofs import Purpose
from ..foundation.database import unit_of_work
from ..foundation.errors import NotFound, Rejected
from ..presentation.parties import the_party
from . import studio
from .access import me
from .account import PasskeyForm, account_page
from .confirming import refusal_of

_CHALLENGE = "passkey"
_LONGEST = 32_000  # characters of an answer


@studio.post("/account/passkeys/challenge")
def passkey_challenge() -> ResponseReturnValue:
    """What the browser needs to make a passkey, for whoever gives the present password."""
    party, form = the_party(), PasskeyForm()
    if not party.can_have_passkeys:
        raise NotFound
    status = 422 if not form.validate() else refusal_of(form.password_for_passkey)
    if status:
        return {"message": " ".join(message for errors in form.errors.values() for message in errors)}, status
    options, challenge = options_to_add(me(), party)
    session[_CHALLENGE] = make_token(purpose=Purpose.PASSKEY, user=me(), content=challenge)
    return options


@studio.post("/account/passkeys")
def save_passkey() -> ResponseReturnValue:
    """Add the passkey that the browser made."""
    form = PasskeyForm()
    with unit_of_work():  # the challenge is spent, whatever the answer proves
        used = use_token(session.pop(_CHALLENGE, ""), Purpose.PASSKEY)
    if used is None or used.user_id != me().id:
        form.passkey.errors = ["That took too long. Try again."]
        return account_page(passkey_form=form), 422
    try:
        answer, name = request.form.get("answer", "")[:_LONGEST], (form.passkey.data or "")[:60]
        add_passkey(user=me(), name=name, answer=answer, challenge=used.content, party=the_party())
    except Rejected as rejection:
        form.passkey.errors = list(rejection.errors.values())
        return account_page(passkey_form=form), 422
    flash("Passkey added. You can sign in with it from now on.")
    return redirect(url_for("studio.account"), code=303)


@studio.post("/account/passkeys/<int:passkey_id>/removal")
def remove_own_passkey(passkey_id: int) -> ResponseReturnValue:
    """Let a passkey open nothing any more."""
    remove_passkey(passkey_id=passkey_id, by=me())
    flash("Passkey removed.")
    return redirect(url_for("studio.account"), code=303)
