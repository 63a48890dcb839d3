"""The Flask extensions, made once and bound to the application in `create_app`."""

from flask import Response
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf import CSRFProtect


class SessionsOnly(LoginManager):
    """Flask-Login without its “remember me” cookie, whose upkeep would make every page vary by cookie."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


babel = Babel()
csrf = CSRFProtect()
login_manager = SessionsOnly()
