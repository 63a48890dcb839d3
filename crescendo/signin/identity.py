"""Who is signed in: Flask-Login's view of our server-side sessions."""

from flask import current_app, request
from flask_login import UserMixin

from ..accounts.models import UserSession
from ..accounts.presence import presence_in
from ..accounts.queries import session_by_token
from ..web.application import SAFE_METHODS
from ..web.extensions import login_manager


class Identity(UserMixin):
    """A signed-in browser. What the signed cookie carries is the session's token, not the user's number."""

    def __init__(self, session: UserSession, token: str) -> None:
        self.user = session.user
        self.session_id = session.id
        self.token = token

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader
def load_identity(token: str) -> Identity | None:
    """The identity whose session `token` opens; None once it ended, wherever that was decided."""
    session = session_by_token(token)
    if session is None:
        return None
    presence = presence_in(current_app.extensions)
    presence.note(session)
    if request.method not in SAFE_METHODS:
        presence.write()
    return Identity(session, token)
