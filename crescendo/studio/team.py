"""The team: who may sign in, and as what. Owners alone decide it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import Length

from ..accounts.actions import close_all_sessions
from ..accounts.models import Role, User
from ..accounts.passkeys import passkeys_of, remove_all_passkeys
from ..accounts.queries import sessions_of, user_by_id, users
from ..accounts.second_step import authenticator_of, turn_off
from ..accounts.team import change_role, disable, enable, invite, make_link
from ..foundation.errors import NotFound, Rejected
from ..foundation.urls import password_path
from ..journal.bylines import add_byline
from ..web.addresses import absolute
from ..web.forms import options, show_rejection
from ..web.mail import can_send, send_letter
from . import owners
from .access import me
from .saving import required

ROLE_WORDS = {Role.AUTHOR: "Author", Role.EDITOR: "Editor", Role.OWNER: "Owner"}
ROLE_ADVICE = (
    "Authors write and publish their own guides. Editors also work on everybody’s, and keep products, offers and "
    "shops. Owners also decide who is on the team."
)
OWN = "For yourself, this is done on the page of your account, which asks for your password."


class InvitationForm(FlaskForm):
    """Somebody new."""

    email = EmailField("E-mail", [required("Enter their e-mail address."), Length(max=254)])
    name = StringField("Name", [required("Enter their name."), Length(max=120)])
    role = SelectField("Role", choices=options((role.value, words) for role, words in ROLE_WORDS.items()))


class RoleForm(FlaskForm):
    """What somebody may do."""

    role = SelectField(
        "Role", choices=options((role.value, words) for role, words in ROLE_WORDS.items()), description=ROLE_ADVICE
    )


@owners.get("/team/")
def team() -> ResponseReturnValue:
    """Everybody who has an account."""
    return _list(InvitationForm(formdata=None))


@owners.post("/team/")
def add_member() -> ResponseReturnValue:
    """Make an account; its owner chooses the password by a link."""
    form = InvitationForm()
    if not form.validate():
        return _list(form), 422
    try:
        user, token = invite(email=form.email.data or "", name=form.name.data or "", role=Role(form.role.data), by=me())
    except Rejected as rejection:
        show_rejection(form, rejection)
        return _list(form), 422
    add_byline(user)
    return _hand_over(user, token)


@owners.get("/team/<int:user_id>")
def member(user_id: int) -> ResponseReturnValue:
    """One person."""
    return _page(_member(user_id))


@owners.post("/team/<int:user_id>/role")
def save_role(user_id: int) -> ResponseReturnValue:
    """Let them do more, or less."""
    user, form = _member(user_id), RoleForm()
    if not form.validate():
        return _page(user, form=form), 422
    try:
        change_role(user=user, role=Role(form.role.data), by=me())
    except Rejected as rejection:
        show_rejection(form, rejection)
        return _page(user, form=form), 422
    return _done(user, f"{user.name} is now {_article(user.role)}, and signs in anew.")


@owners.post("/team/<int:user_id>/disabling")
def disable_member(user_id: int) -> ResponseReturnValue:
    """Keep them out."""
    user = _member(user_id)
    try:
        disable(user=user, by=me())
    except Rejected as rejection:
        return _page(user, fault=str(rejection)), 422
    return _done(user, f"{user.name} cannot sign in any more. What they wrote stays.")


@owners.post("/team/<int:user_id>/enabling")
def enable_member(user_id: int) -> ResponseReturnValue:
    """Let them in again."""
    user = _member(user_id)
    enable(user=user, by=me())
    return _done(user, f"{user.name} can sign in again.")


@owners.post("/team/<int:user_id>/sessions/end")
def end_sessions_of_member(user_id: int) -> ResponseReturnValue:
    """Sign them out everywhere."""
    user = _member(user_id)
    close_all_sessions(user=user, by=me())
    return _done(user, f"{user.name} is signed out everywhere.")


@owners.post("/team/<int:user_id>/link")
def make_password_link(user_id: int) -> ResponseReturnValue:
    """A link by which they choose a password."""
    user = _member(user_id)
    if user.id == me().id:
        return _page(user, fault=OWN), 422
    if not user.is_enabled:
        return _page(user, fault=f"{user.name} is disabled: enable the account first."), 422
    return _hand_over(user, make_link(user=user, by=me()))


@owners.post("/team/<int:user_id>/proofs/removal")
def reset_proofs(user_id: int) -> ResponseReturnValue:
    """Turn off their app and remove their passkeys, for somebody who lost a phone."""
    user = _member(user_id)
    if user.id == me().id:
        return _page(user, fault=OWN), 422
    turn_off(user=user, by=me())
    remove_all_passkeys(user=user, by=me())
    return _done(user, f"{user.name} signs in with the password alone now.")


def _member(user_id: int) -> User:
    user = user_by_id(user_id)
    if user is None:
        raise NotFound
    return user


def _hand_over(user: User, token: str) -> ResponseReturnValue:
    """Send the link by a letter, or show it for copying."""
    address, is_new = absolute(password_path(token)), user.has_no_password
    if can_send():
        template, subject = ("invitation.txt", "An invitation") if is_new else ("reset.txt", "A new password")
        send_letter(template, to=user.email, subject=subject, name=user.name, by=me().name, address=address)
        return _done(user, f"A letter with a link is on its way to {user.email}.")
    return render_template("studio/password_link.html", user=user, address=address, is_new=is_new)


def _done(user: User, message: str) -> ResponseReturnValue:
    flash(message)
    if user.id == me().id and not (sessions_of(user)):
        return redirect(url_for("signin.sign_in"), code=303)
    return redirect(url_for("studio.owners.member", user_id=user.id), code=303)


def _list(form: InvitationForm) -> str:
    return render_template(
        "studio/team.html", users=users(), form=form, role_words=ROLE_WORDS, advice=ROLE_ADVICE, can_send=can_send()
    )


def _page(user: User, **values: Any) -> str:
    return render_template(
        "studio/member.html",
        user=user,
        role_words=ROLE_WORDS,
        session_count=len(sessions_of(user)),
        has_app=authenticator_of(user) is not None,
        passkey_count=len(passkeys_of(user)),
        can_send=can_send(),
        **({"form": RoleForm(formdata=None, data={"role": user.role.value}), "fault": ""} | values),
    )


def _article(role: Role) -> str:
    return f"an {role.value}"
