"""The second step of signing in."""

import pytest

from crescendo.accounts.models import User
from crescendo.accounts.second_step import recovery_codes_left
from tests.factories.accounts import PASSWORD, code_of, make_user, set_up_app
from tests.pages import Page, Pages


@pytest.fixture
def ed(app: object) -> User:
    return make_user(email="ed@example.org")


def password_given(pages: Pages, *, target: str = "") -> Page:
    """The page after a right password."""
    form = pages.open("/login").form().fill(email="ed@example.org", password=PASSWORD, next=target)
    return form.submit("Sign in")


def test_code_is_asked_for_after_the_password_and_leads_on(pages: Pages, ed: User) -> None:
    secret, _codes = set_up_app(ed)
    page = password_given(pages, target="/studio/media/")
    assert page.location == "/login/code"
    assert pages.open("/studio/").status == 302
    done = page.follow().form().fill(code=code_of(secret)).submit("Go on")
    assert done.location == "/studio/media/"
    assert done.follow().status == 200


def test_code_signs_in_once(app: object, pages: Pages, ed: User) -> None:
    secret, _codes = set_up_app(ed)
    code = code_of(secret)
    password_given(pages).follow().form().fill(code=code).submit("Go on")
    other = Pages(app)  # type: ignore[arg-type]
    page = password_given(other).follow().form().fill(code=code).submit("Go on")
    assert page.status == 422
    assert "used before" in page.main
    assert other.open("/studio/").status == 302


def test_recovery_code_stands_in_for_the_app(pages: Pages, ed: User) -> None:
    _secret, codes = set_up_app(ed)
    page = password_given(pages).follow().form().fill(code=codes[3].upper()).submit("Go on")
    assert page.location == "/studio/"
    assert recovery_codes_left(ed) == 9


def test_wrong_codes_are_slowed_down_even_with_the_right_one_after_them(pages: Pages, ed: User) -> None:
    secret, _codes = set_up_app(ed)
    form = password_given(pages).follow().form()
    statuses = [form.fill(code="000000").submit("Go on").status for _try in range(6)]
    assert statuses == [422] * 5 + [429]
    page = form.fill(code=code_of(secret)).submit("Go on")
    assert page.status == 429
    assert int(page.response.headers["Retry-After"]) in range(1, 31)


def test_code_without_a_password_is_not_asked_for(pages: Pages, ed: User) -> None:
    set_up_app(ed)
    assert pages.open("/login/code").location == "/login"


def test_disabled_account_gets_no_further_than_the_password(pages: Pages, ed: User) -> None:
    from crescendo.accounts.team import disable
    from crescendo.foundation.database import db

    secret, _codes = set_up_app(ed)
    form = password_given(pages).follow().form()
    make_user()
    disable(user=ed, by=None)
    db.session.commit()
    assert form.fill(code=code_of(secret)).submit("Go on").location == "/login"
    assert pages.open("/studio/").status == 302


def test_new_key_of_the_site_leaves_recovery_codes(
    app: object, pages: Pages, ed: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _secret, codes = set_up_app(ed)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key of this site")  # type: ignore[attr-defined]
    page = password_given(pages).follow().form().fill(code=codes[0]).submit("Go on")
    assert page.location == "/studio/"
