"""The forms of signing in, of new passwords and of the first account."""

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from ..accounts.passwords import ADVICE


class SignInForm(FlaskForm):
    """Sign in with address and password."""

    email = EmailField(
        "E-mail",
        [InputRequired("Enter your e-mail address."), Length(max=254, message="This is no e-mail address.")],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password", [InputRequired("Enter your password.")], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class CodeForm(FlaskForm):
    """The second step of signing in."""

    code = StringField(
        "Code",
        [InputRequired("Enter the code."), Length(max=40, message="This is no code.")],
        description="The six digits that your authenticator app shows, or one of your recovery codes.",
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"},
    )


class ForgottenForm(FlaskForm):
    """Ask for a letter with a link."""

    email = EmailField(
        "E-mail",
        [InputRequired("Enter your e-mail address."), Length(max=254, message="This is no e-mail address.")],
        render_kw={"autocomplete": "username"},
    )


class NewPasswordForm(FlaskForm):
    """Choose a password."""

    password = PasswordField(
        "New password",
        [InputRequired("Choose a password.")],
        description=ADVICE,
        render_kw={"autocomplete": "new-password"},
    )


class SetupForm(FlaskForm):
    """The first account, which owns the site."""

    name = StringField(
        "Your name", [InputRequired("Enter your name."), Length(max=120)], render_kw={"autocomplete": "name"}
    )
    email = EmailField("E-mail", [InputRequired("Enter your e-mail address.")], render_kw={"autocomplete": "username"})
    password = PasswordField(
        "Password",
        [InputRequired("Choose a password.")],
        description=ADVICE,
        render_kw={"autocomplete": "new-password"},
    )
