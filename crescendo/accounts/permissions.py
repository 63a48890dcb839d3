"""What each role may do, as pure rules."""

from ..foundation.errors import NotPermitted
from .models import Role, User


def is_editor(user: User) -> bool:
    """Editors and owners work on everybody's guides and on the catalog."""
    return user.role in {Role.EDITOR, Role.OWNER}


def is_owner(user: User) -> bool:
    """Owners also decide who is on the team."""
    return user.role is Role.OWNER


def require_editor(user: User) -> None:
    """`NotPermitted` unless `user` is an editor or owner."""
    if not is_editor(user):
        raise NotPermitted


def require_owner(user: User) -> None:
    """`NotPermitted` unless `user` is an owner."""
    if not is_owner(user):
        raise NotPermitted
