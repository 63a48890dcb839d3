"""Who may ask for what: every address of the site is in `access.txt`, and answers as it says there to each role."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import Client

from crescendo.accounts.models import Role
from crescendo.foundation.database import db
from crescendo.journal.desk_queries import profile_of
from crescendo.web.application import SAFE_METHODS, Crescendo
from tests.conftest import empty_tables
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.journal import make_draft
from tests.factories.media import make_asset
from tests.guards.sources import ROOT
from tests.pages import HEADERS, statements_of

TABLE = ROOT / "tests" / "guards" / "access.txt"
ROLES = [role.value for role in Role]
MAY = {
    "everybody": {"nobody", "author", "editor", "owner"},
    "signed in": {"author", "editor", "owner"},
    "own": {"editor", "owner"},
    "editors": {"editor", "owner"},
    "owners": {"owner"},
}
NOT_THEIRS = {"403", "404"}
Who = tuple[str, str, str]


def table() -> list[Who]:
    """Who, method and rule of each line."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(line[:10].strip(), *line[11:].split(maxsplit=1)) for line in lines]  # type: ignore[misc]


def there(app: Flask) -> list[tuple[str, str]]:
    """Method and rule of every address that the site has."""
    return [
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


@pytest.fixture
def app(sqlite_app: Crescendo) -> Iterator[Crescendo]:
    """Access does not depend on the database: SQLite alone."""
    with sqlite_app.app_context():
        yield sqlite_app
        db.session.remove()
        empty_tables()


@pytest.fixture
def address() -> Callable[[str], str]:
    """Makes an address of a rule. Guides and pictures are those of somebody else; nothing else has such a number."""
    other = make_user(role="editor")
    picture = make_asset()
    picture.created_by_id = other.id
    db.session.commit()
    profile = profile_of(other)
    assert profile is not None
    numbers = {
        "article_id": make_draft(author=profile, by=other).id,
        "asset_id": picture.id,
        "author_id": profile.id,
        "number": 1,
    }

    def made(rule: str) -> str:
        def value(found: re.Match[str]) -> str:
            choices = re.match(r"any\('([^']+)'", found[1])
            return choices[1] if choices else str(numbers.get(found[2], 99_999))

        return re.sub(r"<(?:([^<>]+?(?:\([^)]*\))?):)?(\w+)>", lambda m: value(m) if m[1] else "no-such-thing", rule)

    return made


def browser(app: Crescendo, role: str) -> Client:
    """A browser in which somebody of `role` is signed in."""
    client, is_enabled = Client(app), app.config["WTF_CSRF_ENABLED"]
    if role in ROLES:
        app.config["WTF_CSRF_ENABLED"] = False
        answer = client.post("/login", data={"email": make_user(role=role).email, "password": PASSWORD})
        app.config["WTF_CSRF_ENABLED"] = is_enabled
        assert answer.headers["Location"] == "/studio/"
    db.session.rollback()
    return client


def status(client: Client, method: str, address: str) -> str:
    """What came of a request: a number, or `sign in` for the way to the sign-in page."""
    db.session.rollback()
    answer = client.open(address, method=method, data={} if method == "POST" else None)
    is_sent_away = answer.status_code == 302 and answer.headers["Location"].startswith("/login?")
    return "sign in" if is_sent_away else str(answer.status_code)


def test_every_address_is_in_the_table_and_no_other(app: Crescendo) -> None:
    assert sorted((method, rule) for _who, method, rule in table()) == sorted(there(app))


@pytest.mark.parametrize("role", ["nobody", *ROLES])
def test_every_address_answers_as_the_table_says(
    app: Crescendo, address: Callable[[str], str], role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    wrong = []
    client = browser(app, role)
    for who, method, rule in table():
        if who == "console":
            continue
        said = status(client, method, address(rule))
        if role not in MAY[who]:
            is_right = said == "sign in" if role == "nobody" else said in NOT_THEIRS
        else:
            is_right = said not in {"sign in", "403"} and not said.startswith("5")
        wrong += [] if is_right else [f"{method} {rule}: {said}"]
        if rule in {"/logout", "/studio/account/sessions/end"}:
            client = browser(app, role)
    assert not wrong


def test_no_form_is_taken_without_its_token(app: Crescendo, address: Callable[[str], str]) -> None:
    client, taken = browser(app, "owner"), []
    db.session.rollback()
    for _who, method, rule in table():
        if method in SAFE_METHODS:
            continue
        with statements_of(db.engine) as statements:
            said = status(client, method, address(rule))
        written = [sql for sql in statements if sql.startswith(("INSERT", "DELETE")) or "UPDATE users" in sql]
        taken += [] if said == "400" and not written else [f"{method} {rule}: {said} {written}"]
    assert not taken


def test_what_a_signed_in_person_sees_is_kept_nowhere(app: Crescendo, address: Callable[[str], str]) -> None:
    client = browser(app, "owner")
    kept = [
        rule
        for _who, method, rule in table()
        if method == "GET" and client.get(address(rule)).headers.get("Cache-Control") != "private, no-store"
    ]
    assert not kept


def test_every_answer_has_the_security_headers(app: Crescendo, address: Callable[[str], str]) -> None:
    missing = {}
    for client in (browser(app, "nobody"), browser(app, "owner")):
        for _who, method, rule in table():
            with app.app_context():  # in which nobody is known from the request before
                headers: Headers = client.open(address(rule), method=method).headers
            missing[rule] = HEADERS - set(headers.keys())
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'")
            assert "unsafe" not in policy
            assert "nonce" not in policy
    assert not {rule: names for rule, names in missing.items() if names}


def test_roles_of_the_table_are_those_that_there_are(app: Crescendo) -> None:
    assert {who for who, _method, _rule in table()} == {*MAY, "console"}
