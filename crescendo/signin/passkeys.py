"""Signing in with a passkey. The page's script asks for a challenge, and posts the browser's answer to it."""

from flask import request, session
from flask.typing import ResponseReturnValue

from ..accounts.one_time import make_token, use_token
from ..accounts.passkeys import options_to_sign_in, user_by_passkey
from ..accounts.proofs import Purpose
from ..accounts.tries import count_try, take_back_try
from ..foundation.database import unit_of_work
from ..foundation.errors import NotFound, TooSoon
from ..presentation.parties import the_party
from . import signin
from .allowances import from_here
from .entering import enter, note_failure, too_soon, wait_words
from .forms import SignInForm
from .views import sign_in_page

_CHALLENGE = "passkey"
LONGEST = 16_000  # characters of an answer


@signin.post("/login/passkey/challenge")
def challenge() -> ResponseReturnValue:
    """What the browser needs to offer its passkeys."""
    party = the_party()
    if not party.can_have_passkeys:
        raise NotFound
    options, made = options_to_sign_in(party)
    session[_CHALLENGE] = make_token(purpose=Purpose.PASSKEY, user=None, content=made)
    return options


@signin.post("/login/passkey")
def submit_passkey() -> ResponseReturnValue:
    """Open a session, or say that this passkey opens none here."""
    form, allowances = SignInForm(), [from_here()]
    try:
        count_try(allowances)
    except TooSoon as refusal:
        form.form_errors.append(wait_words(refusal))
        return too_soon(sign_in_page(form), refusal)
    with unit_of_work():  # the challenge is spent, whatever the answer proves
        used = use_token(session.pop(_CHALLENGE, ""), Purpose.PASSKEY)
    answer = request.form.get("answer", "")[:LONGEST]
    user = user_by_passkey(answer=answer, challenge=used.content, party=the_party()) if used else None
    if user is None:
        note_failure(None, "passkey")
        form.form_errors.append("This passkey opens nothing here. Try again, or sign in with your password.")
        return sign_in_page(form), 422
    take_back_try(allowances)
    return enter(user, form.next.data or "", way="passkey")
