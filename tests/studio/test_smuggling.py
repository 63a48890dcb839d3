"""Fields that a form does not have change nothing, and rows of others cannot be named by them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import inspect

from crescendo.accounts.models import Role, User
from crescendo.accounts.queries import user_by_email
from crescendo.foundation.database import Base, db
from crescendo.journal.desk_queries import article_by_id, profile_of
from crescendo.journal.models import AuthorProfile
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category, make_product
from tests.factories.journal import make_draft
from tests.pages import Pages

Browser = Callable[..., Pages]
EXTRA = {
    "id": "1",
    "user_id": "1",
    "created_by_id": "1",
    "author_id": "1",
    "email": "thief@example.org",
    "role": "owner",
    "password_hash": "x",
    "disabled_at": "2026-01-01",
    "created_at": "2020-01-01",
    "live_revision_id": "1",
    "is_owner": "1",
    "by": "1",
    "status": "recalled",
}


def columns_of(row: Base) -> dict[str, Any]:
    db.session.rollback()
    db.session.refresh(row)
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}


def changed(row: Base, act: Callable[[], object]) -> set[str]:
    """The columns of `row` that `act` changes."""
    before = columns_of(row)
    act()
    after = columns_of(row)
    return {name for name in before if before[name] != after[name]}


def user(email: str) -> User:
    found = user_by_email(email)
    assert found is not None
    return found


def test_own_name_is_all_that_its_form_changes(sign_in: Browser) -> None:
    browser = sign_in("author", email="ann@example.org")
    form = browser.open("/studio/account/").form(containing="name").fill(name="Ann")
    form.values.update(EXTRA)
    assert changed(user("ann@example.org"), lambda: form.submit("Save the name")) == {"name", "version"}


def test_name_of_somebody_else_cannot_be_named(sign_in: Browser) -> None:
    victim = make_user(email="ed@example.org")
    form = sign_in("author").open("/studio/account/").form(containing="name").fill(name="Fool")
    form.values.update({**EXTRA, "id": str(victim.id), "user_id": str(victim.id)})
    assert changed(victim, lambda: form.submit("Save the name")) == set()


def test_setting_a_password_by_a_link_changes_the_password_alone(pages: Pages) -> None:
    from crescendo.accounts.team import make_link

    ann = make_user(role="author", email="ann@example.org")
    token = make_link(user=ann, by=None)
    db.session.commit()
    form = pages.open(f"/login/password/{token}").form().fill(password="four plain words here")
    form.values.update(EXTRA)
    assert changed(ann, lambda: form.submit("Set the password")) == {"password_hash", "version"}


def test_draft_does_not_publish_itself_nor_change_hands(sign_in: Browser) -> None:
    browser = sign_in("author", email="ann@example.org")
    ann = user("ann@example.org")
    article = make_draft("Boots", by=ann, author=profile_of(ann))
    form = browser.open(f"/studio/articles/{article.id}").form(containing="body").fill(summary="New.")
    form.values.update(EXTRA)
    touched = changed(article_by_id(article.id), lambda: form.submit("Save draft"))
    assert touched <= {"version", "draft_revision_id", "updated_at"}


def test_author_profile_goes_to_nobody_else_by_an_author(sign_in: Browser) -> None:
    browser = sign_in("author", email="ann@example.org")
    profile = profile_of(user("ann@example.org"))
    assert isinstance(profile, AuthorProfile)
    form = browser.open(f"/studio/authors/{profile.id}").form(containing="bio").fill(bio="New.")
    form.values.update({**EXTRA, "user": str(make_user().id)})
    form.values.pop("role")
    touched = changed(profile, lambda: form.submit("Save"))
    assert "bio" in touched
    assert "user_id" not in touched


def test_product_does_not_take_what_its_form_does_not_offer(sign_in: Browser) -> None:
    product = make_product("Sock", category=make_category("Socks"))
    form = sign_in("editor").open(f"/studio/products/{product.id}").form(containing="brand").fill(summary="Soft.")
    extra = {name: value for name, value in EXTRA.items() if name != "status"}
    form.values.update(extra)
    assert changed(product, lambda: form.submit("Save")) <= {"summary", "version", "updated_at"}


@pytest.mark.parametrize("role", ["author", "editor"])
def test_nobody_makes_themselves_an_owner(sign_in: Browser, role: str) -> None:
    browser = sign_in(role, email="ann@example.org")
    token = browser.open("/studio/account/").form().values["csrf_token"]
    ann = user("ann@example.org")
    for path in ("role", "enabling", "link", "disabling"):
        answer = browser.send(f"/studio/team/{ann.id}/{path}", {**EXTRA, "csrf_token": token, "role": "owner"})
        assert answer.status == 403
    db.session.refresh(ann)
    assert ann.role is Role(role)
    assert ann.is_enabled
