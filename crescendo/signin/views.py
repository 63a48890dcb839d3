"""Sign in, sign out, and the first account."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required, login_user, logout_user
from flask_wtf import FlaskForm

from ..accounts.actions import add_user, authenticate, close_session, open_session
from ..accounts.models import Role, User
from ..accounts.queries import has_users
from ..foundation.errors import NotFound, Rejected
from ..journal.bylines import add_byline
from ..web.addresses import safe_next
from ..web.extensions import limiter, login_manager
from ..web.forms import show_rejection
from . import signin
from .forms import SetupForm, SignInForm
from .identity import Identity
from .setup import setup_is_open

login_manager.login_view = "signin.sign_in"
login_manager.login_message = ""
login_manager.session_protection = None  # phones change their address; the session row is what counts


@signin.get("/login")
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(url_for("studio.dashboard"))
    form = SignInForm(next=request.args.get("next", ""))
    return render_template("signin/sign_in.html", form=form, first_start=not has_users())


@signin.post("/login")
@limiter.limit("10 per minute; 60 per hour")
def submit_sign_in() -> ResponseReturnValue:
    """Open a session, or say that address and password do not belong together."""
    form = SignInForm()
    if form.validate():
        user = authenticate(email=form.email.data, password=form.password.data)
        if user is not None:
            _enter(user)
            return redirect(safe_next(form.next.data or "", default=url_for("studio.dashboard")))
        form.password.errors = ["This e-mail address and password do not belong together."]
    return render_template("signin/sign_in.html", form=form, first_start=not has_users()), 422


@signin.get("/logout")
@login_required
def leave() -> ResponseReturnValue:
    """A page with the button that signs out: a mere link must not be able to."""
    return render_template("signin/sign_out.html", form=FlaskForm())


@signin.post("/logout")
@login_required
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    close_session(token=current_user.token)
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
@limiter.limit("10 per minute")
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
            _enter(user)
            return redirect(url_for("studio.dashboard"))
    return render_template("signin/set_up.html", form=form), 422


def _enter(user: User) -> None:
    session.clear()  # whatever was in the cookie before belongs to nobody
    token = open_session(user=user, browser=request.user_agent.string)
    login_user(Identity(user, token))
    session.permanent = True
