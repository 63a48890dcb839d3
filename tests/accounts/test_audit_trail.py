"""What stands in the audit trail stays there, whoever asks the database."""

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from crescendo.accounts.actions import record
from crescendo.accounts.models import AuditEvent, User
from crescendo.foundation.database import db
from tests.factories.accounts import make_user

pytestmark = pytest.mark.usefixtures("app")


def recorded(user: User) -> int:
    record(by=user, verb="published", subject="article", subject_id=7, detail={"a": 1})
    db.session.commit()
    return db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id.desc())).first() or 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_events",
        "UPDATE audit_events SET verb = 'read'",
        "UPDATE audit_events SET subject = 'product'",
        "UPDATE audit_events SET subject_id = NULL",
        "UPDATE audit_events SET detail = '{}'",
        "UPDATE audit_events SET user_id = user_id + 1",
        "UPDATE audit_events SET at = '2020-01-01 00:00:00'",
        "UPDATE audit_events SET id = id + 100",
    ],
)
def test_no_event_is_changed_or_removed(statement: str) -> None:
    recorded(make_user())
    with pytest.raises(DBAPIError, match="only added to"):
        db.session.execute(text(statement))


def test_event_outlives_its_user() -> None:
    user = make_user(byline=False)
    event_id = recorded(user)
    db.session.execute(delete(User).where(User.id == user.id))
    db.session.commit()
    event = db.session.get_one(AuditEvent, event_id, populate_existing=True)
    assert (event.user_id, event.verb) == (None, "published")
