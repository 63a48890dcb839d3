"""The forms of signing in and of the first account."""

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from ..accounts.passwords import MIN_LENGTH


class SignInForm(FlaskForm):
    """Sign in with address and password."""

    email = EmailField("E-mail", [InputRequired("Enter your e-mail address.")], render_kw={"autocomplete": "username"})
    password = PasswordField(
        "Password", [InputRequired("Enter your password.")], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class SetupForm(FlaskForm):
    """The first account, which owns the site."""

    name = StringField(
        "Your name", [InputRequired("Enter your name."), Length(max=120)], render_kw={"autocomplete": "name"}
    )
    email = EmailField("E-mail", [InputRequired("Enter your e-mail address.")], render_kw={"autocomplete": "username"})
    password = PasswordField(
        "Password",
        [InputRequired("Choose a password.")],
        description=f"At least {MIN_LENGTH} characters. A few unrelated words are easy to keep in mind.",
        render_kw={"autocomplete": "new-password"},
    )
