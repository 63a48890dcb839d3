"""Who is signed in: Flask-Login's view of our server-side sessions."""

from flask_login import UserMixin

from ..accounts.models import User
from ..accounts.queries import session_by_token
from ..web.extensions import login_manager


class Identity(UserMixin):
    """A signed-in browser. What the signed cookie carries is the session's token, not the user's number."""

    def __init__(self, user: User, token: str) -> None:
        self.user = user
        self.token = token

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader
def load_identity(token: str) -> Identity | None:
    """The identity whose session `token` opens; None once it ended, wherever that was decided."""
    session = session_by_token(token)
    return Identity(session.user, token) if session else None
