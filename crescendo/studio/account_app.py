"""One's own authenticator app: setting it up, turning it off, and new recovery codes."""

from io import BytesIO

from flask import Response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from ..accounts.second_step import app_address, authenticator_of, new_secret, renew_codes, turn_off, turn_on
from ..foundation.errors import NotFound, Rejected
from ..presentation.parties import the_party
from ..web.forms import show_rejection
from ..web.signing import sealed, unsealed
from . import studio
from .access import me
from .account import RemovalForm, account_page
from .confirming import present_password, refusal_of
from .saving import required

SECRETS = "authenticator app"  # as signing in reads them
_BEGUN = "app"  # the sealed secret that is being set up


class AppForm(FlaskForm):
    """The proof that the app has the secret, and that it is the owner who sets it up."""

    code = StringField(
        "Code",
        [required("Enter the six digits that the app shows."), Length(max=20)],
        description="Six digits that change every half minute.",
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )
    present_password = present_password()


@studio.get("/account/app")
def begin_app() -> ResponseReturnValue:
    """A new secret, as a QR code and as text."""
    if authenticator_of(me()) is not None:
        return redirect(url_for("studio.account"))
    if _secret() is None:
        session[_BEGUN] = sealed(new_secret(), purpose=SECRETS)
    return _page(AppForm(formdata=None))


@studio.get("/account/app/code.svg")
def app_picture() -> ResponseReturnValue:
    """The QR code of the secret that is being set up."""
    import segno  # large, and seldom needed

    secret = _secret()
    if secret is None:
        raise NotFound
    picture = BytesIO()
    address = app_address(secret, email=me().email, site=the_party().name)
    segno.make(address, micro=False).save(picture, kind="svg", scale=6, border=4, light="#fff", dark="#000")
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@studio.post("/account/app")
def set_up_app() -> ResponseReturnValue:
    """Ask for codes from now on, and show the recovery codes this once."""
    form, secret = AppForm(), _secret()
    if secret is None:
        return redirect(url_for("studio.begin_app"), code=303)
    if not form.validate():
        return _page(form), 422
    if status := refusal_of(form.present_password):
        return _page(form), status
    try:
        codes = turn_on(user=me(), secret=secret, sealed_secret=session[_BEGUN], code=form.code.data or "")
    except Rejected as rejection:
        show_rejection(form, rejection)
        return _page(form), 422
    session.pop(_BEGUN)
    return _codes_page(codes, "The app is set up")


@studio.post("/account/app/removal")
def remove_app() -> ResponseReturnValue:
    """Ask for no codes any more."""
    form = RemovalForm()
    status = 422 if not form.validate() else refusal_of(form.password_for_app)
    if status:
        return account_page(removal_form=form), status
    turn_off(user=me(), by=me())
    return redirect(url_for("studio.account"), code=303)


@studio.post("/account/app/codes")
def make_codes() -> ResponseReturnValue:
    """New recovery codes in place of the old ones, shown this once."""
    form = RemovalForm()
    status = 422 if not form.validate() else refusal_of(form.password_for_app)
    if status:
        return account_page(removal_form=form), status
    if authenticator_of(me()) is None:
        return redirect(url_for("studio.account"), code=303)
    return _codes_page(renew_codes(user=me()), "New recovery codes")


def _secret() -> str | None:
    return unsealed(session.get(_BEGUN, ""), purpose=SECRETS)


def _page(form: AppForm) -> str:
    secret = _secret() or ""
    groups = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    return render_template("studio/app.html", form=form, secret=groups)


def _codes_page(codes: list[str], heading: str) -> str:
    return render_template("studio/recovery_codes.html", codes=codes, title=heading)
