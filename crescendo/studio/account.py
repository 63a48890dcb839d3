"""One's own account: name, e-mail, password, and where one is signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import Length

from ..accounts.actions import close_all_sessions, close_own_session
from ..accounts.own import change_email, change_password, rename
from ..accounts.passkeys import passkeys_of
from ..accounts.passwords import ADVICE
from ..accounts.presence import presence_in
from ..accounts.queries import sessions_of, user_by_id
from ..accounts.second_step import authenticator_of, recovery_codes_left
from ..presentation.browsers import browser_words
from ..presentation.parties import the_party
from . import studio
from .access import me
from .confirming import new_hash_of, present_password, refusal_of
from .saving import StudioForm, required, submit


class NameForm(StudioForm):
    """What the studio calls somebody."""

    name = StringField("Name", [required("Enter your name."), Length(max=120)], render_kw={"autocomplete": "name"})


class EmailForm(StudioForm):
    """The address to sign in with."""

    email = EmailField(
        "E-mail",
        [required("Enter your e-mail address."), Length(max=254)],
        description="You sign in with it.",
        render_kw={"autocomplete": "username"},
    )
    password_for_email = present_password()


class PasswordForm(FlaskForm):
    """A new password."""

    present_password = present_password()
    password = PasswordField(
        "New password",
        [required("Choose a password.")],
        description=ADVICE,
        render_kw={"autocomplete": "new-password"},
    )


class PasskeyForm(FlaskForm):
    """A passkey to be added."""

    passkey = StringField(
        "What to call it", [Length(max=60)], description="Such as “Phone” or “Blue key”.", render_kw={"maxlength": 60}
    )
    password_for_passkey = present_password()


class RemovalForm(FlaskForm):
    """Turning the authenticator app off, or new recovery codes."""

    password_for_app = present_password()


@dataclass(frozen=True)
class SessionRow:
    """A session as a line of the list."""

    id: int
    browser: str
    since: datetime
    last_seen: datetime
    is_this_one: bool


@studio.get("/account/")
def account() -> ResponseReturnValue:
    """Everything about one's own account."""
    return account_page()


@studio.post("/account/name")
def save_own_name() -> ResponseReturnValue:
    """Be called something else."""
    form, user = NameForm(), me()
    return submit(
        form,
        lambda: rename(user=user, name=form.name.data or "", version=form.version.data),
        page=lambda _differences: account_page(name_form=form),
        done="Name saved.",
        to=lambda _none: url_for("studio.account"),
    )


@studio.post("/account/email")
def save_own_email() -> ResponseReturnValue:
    """Sign in with another address."""
    form, user = EmailForm(), me()
    if form.validate() and (status := refusal_of(form.password_for_email)):
        return account_page(email_form=form), status
    return submit(
        form,
        lambda: change_email(user=user, email=form.email.data or "", version=form.version.data),
        page=lambda _differences: account_page(email_form=form),
        done="E-mail saved. Sign in with it from now on.",
        to=lambda _none: url_for("studio.account"),
    )


@studio.post("/account/password")
def save_own_password() -> ResponseReturnValue:
    """Another password; every other session ends."""
    form = PasswordForm()
    status = 422 if not form.validate() else refusal_of(form.present_password)
    password_hash = "" if status else new_hash_of(form.password)
    if not password_hash:
        return account_page(password_form=form), status or 422
    change_password(user=me(), password_hash=password_hash, token=current_user.token)
    flash("Password changed. Everywhere else you are signed out.")
    return redirect(url_for("studio.account"), code=303)


@studio.post("/account/sessions/<int:session_id>/end")
def end_own_session(session_id: int) -> ResponseReturnValue:
    """Sign out one browser."""
    if close_own_session(session_id=session_id, by=me()):
        flash("That browser is signed out.")
    else:
        flash("That session had ended already.")
    return redirect(url_for("studio.account"), code=303)


@studio.post("/account/sessions/end")
def end_own_sessions() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    close_all_sessions(user=me(), by=me())
    return redirect(url_for("signin.sign_in"), code=303)


def account_page(**forms: Any) -> str:
    """The page; `forms` are those that come back, in place of fresh ones."""
    user = user_by_id(me().id)
    if user is None:
        raise LookupError("Whoever is signed in has an account.")
    fresh: dict[str, Any] = {
        "name_form": NameForm(formdata=None, data={"name": user.name, "version": user.version}),
        "email_form": EmailForm(formdata=None, data={"email": user.email, "version": user.version}),
        "password_form": PasswordForm(formdata=None),
        "passkey_form": PasskeyForm(formdata=None),
        "removal_form": RemovalForm(formdata=None),
    }
    return render_template(
        "studio/account.html",
        sessions=_session_rows(),
        app=authenticator_of(user),
        codes_left=recovery_codes_left(user),
        passkeys=passkeys_of(user),
        party=the_party(),
        **(fresh | forms),
    )


def _session_rows() -> list[SessionRow]:
    presence = presence_in(current_app.extensions)
    rows = [
        SessionRow(
            id=session.id,
            browser=browser_words(session.browser),
            since=session.created_at,
            last_seen=presence.last_seen(session),
            is_this_one=session.id == current_user.session_id,
        )
        for session in sessions_of(me())
    ]
    return sorted(rows, key=lambda row: (not row.is_this_one, -row.last_seen.timestamp()))
