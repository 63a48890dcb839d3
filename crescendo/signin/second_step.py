"""The second step of signing in: a code of the authenticator app, or a recovery code."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ..accounts.models import User
from ..accounts.one_time import use_token
from ..accounts.proofs import Purpose
from ..accounts.second_step import accept_code, accept_recovery_code, authenticator_of
from ..accounts.tries import count_try, forget_tries
from ..foundation.errors import TooSoon
from ..web.signing import unsealed
from . import signin
from .allowances import from_here, to_enter_code
from .entering import enter, held, note_failure, target_of_held, too_soon, wait_words
from .forms import CodeForm

SECRETS = "authenticator app"


@signin.get("/login/code")
def ask_for_code() -> ResponseReturnValue:
    """The page that asks for the code; back to the password when that was too long ago."""
    if held() is None:
        return redirect(url_for("signin.sign_in"))
    return render_template("signin/code.html", form=CodeForm())


@signin.post("/login/code")
def submit_code() -> ResponseReturnValue:
    """Open a session, or say that the code is not right."""
    found = held()
    if found is None:
        return redirect(url_for("signin.sign_in"))
    (token, user), form = found, CodeForm()
    if not form.validate():
        return render_template("signin/code.html", form=form), 422
    allowances = to_enter_code(user)
    try:
        count_try(allowances)
    except TooSoon as refusal:
        form.code.errors = [wait_words(refusal)]
        return too_soon(render_template("signin/code.html", form=form), refusal)
    way = _way_of(user, form.code.data)
    if way is None or use_token(token, Purpose.SECOND_STEP) is None:
        note_failure(user, "code")
        form.code.errors = ["This code is not right, or was used before. Wait for the next one."]
        return render_template("signin/code.html", form=form), 422
    forget_tries([allowance for allowance in allowances if allowance != from_here()])
    return enter(user, target_of_held(), way=way)


def _way_of(user: User, code: str) -> str | None:
    """How `code` proves who somebody is; None when it does not."""
    app = authenticator_of(user)
    secret = unsealed(app.sealed_secret, purpose=SECRETS) if app else None
    if secret is not None and accept_code(user=user, secret=secret, code=code):
        return "password and code"
    return "password and recovery code" if accept_recovery_code(user=user, code=code) else None
