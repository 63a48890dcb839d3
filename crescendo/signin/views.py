"""Sign in, sign out, and the first account."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required, logout_user
from flask_wtf import FlaskForm

from ..accounts.actions import add_user, authenticate, close_session
from ..accounts.models import Role
from ..accounts.queries import has_still, has_users, user_by_email
from ..accounts.tries import count_try, forget_tries, take_back_try
from ..foundation.database import reading
from ..foundation.errors import NotFound, Rejected, TooSoon
from ..journal.bylines import add_byline
from ..presentation.parties import the_party
from ..web.extensions import login_manager
from ..web.forms import show_rejection
from . import signin
from .allowances import from_here, to_sign_in
from .entering import enter, enter_with_password, note_failure, too_soon, wait_words
from .forms import SetupForm, SignInForm
from .setup import setup_is_open

login_manager.login_view = "signin.sign_in"
login_manager.login_message = ""
login_manager.session_protection = None  # phones change their address; the session row is what counts


@signin.get("/login")
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(url_for("studio.dashboard"))
    return sign_in_page(SignInForm(next=request.args.get("next", "")))


@signin.post("/login")
def submit_sign_in() -> ResponseReturnValue:
    """Open a session or ask for a code, or say that address and password do not belong together."""
    form = SignInForm()
    if not form.validate():
        return sign_in_page(form), 422
    allowances = to_sign_in(form.email.data)
    try:
        count_try(allowances)
    except TooSoon as refusal:
        form.password.errors = [wait_words(refusal)]
        return too_soon(sign_in_page(form), refusal)
    with reading():  # judging takes its time, and nobody who writes may wait for it
        user = authenticate(email=form.email.data, password=form.password.data)
        judged = user.password_hash if user else ""
    if user is None or not has_still(user, judged):
        note_failure(user_by_email(form.email.data), "password")
        form.password.errors = ["This e-mail address and password do not belong together."]
        return sign_in_page(form), 422
    own = [allowance for allowance in allowances if allowance != from_here()]
    forget_tries(own)
    take_back_try([allowance for allowance in allowances if allowance not in own])
    return enter_with_password(user, form.next.data or "")


@signin.get("/logout")
@login_required
def leave() -> ResponseReturnValue:
    """A page with the button that signs out: a mere link must not be able to."""
    return render_template("signin/sign_out.html", form=FlaskForm())


@signin.post("/logout")
@login_required
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    close_session(token=current_user.token, by=current_user.user)
    logout_user()
    session.clear()
    return redirect(url_for("storefront.home"))


@signin.get("/studio/setup/<token>")
def set_up(token: str) -> ResponseReturnValue:
    """The page that makes the first account, for whoever can read the console."""
    if not setup_is_open(token):
        raise NotFound
    return render_template("signin/set_up.html", form=SetupForm())


@signin.post("/studio/setup/<token>")
def submit_set_up(token: str) -> ResponseReturnValue:
    """Make the owner's account and sign in."""
    if not setup_is_open(token):
        raise NotFound
    form = SetupForm()
    if form.validate():
        try:
            user = add_user(email=form.email.data, name=form.name.data, password=form.password.data, role=Role.OWNER)
        except Rejected as rejection:
            show_rejection(form, rejection)
        else:
            add_byline(user)
            return enter(user, "", way="first account")
    return render_template("signin/set_up.html", form=form), 422


def sign_in_page(form: SignInForm) -> str:
    """The page with `form`."""
    return render_template(
        "signin/sign_in.html", form=form, first_start=not has_users(), passkeys=the_party().can_have_passkeys
    )
