"""New passwords without the old one: by a link that the site sends or an owner hands over."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ..accounts.one_time import PASSWORD_LINKS, make_token, running_token
from ..accounts.own import hash_for, set_password_by_link
from ..accounts.proofs import Purpose
from ..accounts.queries import user_by_email
from ..accounts.tries import count_try
from ..foundation.database import reading
from ..foundation.errors import Rejected, TooSoon
from ..foundation.urls import password_path
from ..web.addresses import absolute
from ..web.forms import show_rejection
from ..web.mail import can_send, send_letter
from . import signin
from .allowances import to_ask_for_letter
from .entering import too_soon, wait_words
from .forms import ForgottenForm, NewPasswordForm


@signin.get("/login/forgotten")
def forgotten() -> ResponseReturnValue:
    """Where to ask for a letter with a link, or whom to ask where no letters are sent."""
    return render_template("signin/forgotten.html", form=ForgottenForm(), can_send=can_send())


@signin.post("/login/forgotten")
def ask_for_letter() -> ResponseReturnValue:
    """Send the letter; the answer is the same, and takes as long, when nobody has that address."""
    form = ForgottenForm()
    if not can_send() or not form.validate():
        return render_template("signin/forgotten.html", form=form, can_send=can_send()), 422
    try:
        count_try(to_ask_for_letter(form.email.data))
    except TooSoon as refusal:
        form.email.errors = [wait_words(refusal)]
        return too_soon(render_template("signin/forgotten.html", form=form, can_send=True), refusal)
    user = user_by_email(form.email.data)
    user = user if user and user.is_enabled else None
    token = make_token(purpose=Purpose.RESET, user=user)  # of nobody, it opens nothing
    to, name = (user.email, user.name) if user else ("", "")
    send_letter("reset.txt", to=to, subject="A new password", name=name, address=absolute(password_path(token)))
    return render_template("signin/letter_sent.html")


@signin.get("/login/password/<token>")
def choose_password(token: str) -> ResponseReturnValue:
    """The page behind the link. Opening it spends nothing: programs that check letters open links, too."""
    return _page(NewPasswordForm(), token)


@signin.post("/login/password/<token>")
def submit_password(token: str) -> ResponseReturnValue:
    """Set the password, end all sessions, and lead to the sign-in page."""
    form = NewPasswordForm()
    if not form.validate():
        return _page(form, token, 422)
    try:
        with reading():  # hashing takes its time, and nobody who writes may wait for it
            found = running_token(token, *PASSWORD_LINKS)
            password_hash = hash_for(found.user, form.password.data) if found and found.user else ""
    except Rejected as rejection:  # which does not spend the link
        show_rejection(form, rejection)
        return _page(form, token, 422)
    if not password_hash or set_password_by_link(token=token, password_hash=password_hash) is None:
        return _over()
    flash("Your new password is set. Sign in with it.")
    return redirect(url_for("signin.sign_in"))


def _page(form: NewPasswordForm, token: str, status: int = 200) -> ResponseReturnValue:
    found = running_token(token, *PASSWORD_LINKS)
    if found is None or found.user is None:
        return _over()
    return render_template("signin/new_password.html", form=form, user=found.user), status


def _over() -> ResponseReturnValue:
    return render_template("signin/link_over.html"), 410
