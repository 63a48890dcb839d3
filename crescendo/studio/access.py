"""Who may be here, and who may change what."""

from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ..accounts.models import User
from ..accounts.permissions import is_editor, require_editor, require_owner
from ..foundation.errors import NotPermitted
from ..journal.desk_queries import article_by_id
from ..journal.models import Article
from ..journal.ownership import may_change
from ..media.models import Asset
from ..transfer.models import ImportRun
from ..transfer.run_queries import import_run
from .navigation import studio_sections


def require_sign_in() -> ResponseReturnValue | None:
    """Send whoever is not signed in to the sign-in page, and back here afterwards."""
    if current_user.is_authenticated:
        return None
    answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return answer


def require_an_editor() -> None:
    """`NotPermitted` for everybody but editors and owners."""
    require_editor(me())


def require_an_owner() -> None:
    """`NotPermitted` for everybody but owners."""
    require_owner(me())


def me() -> User:
    """The user who is signed in."""
    user: User = current_user.user
    return user


def own_article(article_id: int) -> Article:
    """The article; `NotPermitted` unless it is this author's, or they are an editor."""
    article = article_by_id(article_id)
    if not may_change(article, me()):
        raise NotPermitted
    return article


def require_own_picture(asset: Asset) -> None:
    """`NotPermitted` unless this person uploaded the picture, or is an editor: others' guides may show it."""
    if not (is_editor(me()) or asset.created_by_id == me().id):
        raise NotPermitted


def own_import(run_id: int) -> ImportRun:
    """The import; `NotPermitted` unless this person began it, or is an editor."""
    run = import_run(run_id)
    if not (is_editor(me()) or run.by_id == me().id):
        raise NotPermitted
    return run


def studio_frame() -> dict[str, Any]:
    """What stands around every page of the studio: who is signed in, and the way to what they may open."""
    if not current_user.is_authenticated:
        return {}
    sections, section = studio_sections(me())
    return {"me": me(), "studio_sections": sections, "studio_section": section}
