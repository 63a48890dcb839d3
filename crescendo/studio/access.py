"""Who may be here, and who may change what."""

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ..accounts.models import User
from ..accounts.permissions import is_editor, require_editor
from ..foundation.errors import NotPermitted
from ..journal.models import Article


def require_sign_in() -> ResponseReturnValue | None:
    """Send whoever is not signed in to the sign-in page, and back here afterwards."""
    if current_user.is_authenticated:
        return None
    answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return answer


def require_an_editor() -> None:
    """`NotPermitted` for everybody but editors and owners."""
    require_editor(me())


def me() -> User:
    """The user who is signed in."""
    user: User = current_user.user
    return user


def require_own(article: Article) -> None:
    """`NotPermitted` unless the article is this author's, or they are an editor."""
    if not (is_editor(me()) or me().id in {article.created_by_id, article.author.user_id}):
        raise NotPermitted
