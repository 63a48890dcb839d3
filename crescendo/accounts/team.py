"""Who is on the team, and as what. Owners decide it; the site always keeps one who can."""

from sqlalchemy import select

from ..foundation import clock
from ..foundation.database import db, lock_name
from ..foundation.errors import Rejected
from .actions import add_user, end_sessions, record
from .models import Role, User
from .one_time import forget_tokens, make_token
from .permissions import require_owner
from .proofs import Purpose


def invite(*, email: str, name: str, role: Role, by: User) -> tuple[User, str]:
    """A new user without a password, and the token of the link by which they choose one."""
    require_owner(by)
    user = add_user(email=email, name=name, password=None, role=role, by=by)
    return user, make_token(purpose=Purpose.INVITATION, user=user)


def make_link(*, user: User, by: User | None) -> str:
    """The token of a link by which `user` chooses a password. `by` is None at the command line."""
    _require_leave(by)
    purpose = Purpose.INVITATION if user.has_no_password else Purpose.RESET
    record(by=by, verb="made a password link", subject="user", subject_id=user.id)
    return make_token(purpose=purpose, user=user)


def change_role(*, user: User, role: Role, by: User | None) -> None:
    """Another role for `user`, whose sessions end; `Rejected` when nobody would own the site then."""
    _require_leave(by)
    if user.role is role:
        return
    if role is not Role.OWNER:
        _require_another_owner(user, "role")
    was, user.role = user.role, role
    _changed(user, by, "changed the role", {"from": was.value, "to": role.value})


def disable(*, user: User, by: User | None) -> None:
    """Keep `user` out, at once and until enabled again; what they wrote stays."""
    _require_leave(by)
    if not user.is_enabled:
        return
    _require_another_owner(user, "user")
    user.disabled_at = clock.now()
    _changed(user, by, "disabled", {})


def enable(*, user: User, by: User | None) -> None:
    """Let `user` sign in again."""
    _require_leave(by)
    if user.is_enabled:
        return
    user.disabled_at = None
    _changed(user, by, "enabled", {})


def _require_leave(by: User | None) -> None:
    if by is not None:
        require_owner(by)


def _require_another_owner(user: User, field: str) -> None:
    """Two owners who leave at the same moment wait for each other here."""
    lock_name(db.session(), "owners")
    owners = db.session.scalars(
        select(User).where(User.role == Role.OWNER, User.disabled_at.is_(None)).with_for_update()
    ).all()
    if user.is_enabled and user.role is Role.OWNER and {owner.id for owner in owners} <= {user.id}:
        raise Rejected({field: "The site needs an owner: make somebody else one first."})


def _changed(user: User, by: User | None, verb: str, detail: dict[str, str]) -> None:
    user.version += 1
    end_sessions(user)
    forget_tokens(user)
    record(by=by, verb=verb, subject="user", subject_id=user.id, detail=detail)
