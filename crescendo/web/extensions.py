"""The Flask extensions, made once and bound to the application in `create_app`."""

from flask import Response
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect


class SessionsOnly(LoginManager):
    """Flask-Login without its “remember me” cookie, whose upkeep would make every page vary by cookie."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")
login_manager = SessionsOnly()
migrate = Migrate(render_as_batch=False)
