"""Every form of the studio, as an author and an owner see it: fields that it does not have change nothing."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from random import Random

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import Boolean, inspect

from crescendo.foundation.database import Base, UTCDateTime, db
from crescendo.web.application import Crescendo
from tests.conftest import empty_tables
from tests.guards.form_world import FormWorld, Rows
from tests.guards.forms import Sending, sendings
from tests.guards.test_access import table
from tests.pages import Pages

ROLES = pytest.mark.parametrize("role", ["author", "owner"])
ENTERING = ["/login", "/login/code", "/login/forgotten", "/login/passkey", "/login/passkey/challenge"]
BY_LINK = ["/login/password/<token>", "/studio/setup/<token>"]
REFUSED = {"/studio/account/passkeys"}  # wants an answer of a device: see tests/browser/test_passkeys.py
QUIET = {  # each revision says whose it is; a challenge changes nothing yet
    "/studio/articles/<int:article_id>",
    "/studio/articles/<int:article_id>/autosave",
    "/studio/account/passkeys/challenge",
}
MORE = {"by": "1", "actor": "1", "owner": "1", "role": "owner", "is_owner": "1"}


@pytest.fixture
def world(sqlite_app: Crescendo) -> Iterator[FormWorld]:
    """At a moment that does not pass: whatever is done there can be done again."""
    with sqlite_app.app_context(), time_machine.travel("2026-11-30T12:00:00Z", tick=False):
        made = FormWorld(sqlite_app)
        made.keep()
        yield made
        made.close()
        db.session.remove()
        empty_tables()


@ROLES
def test_fields_that_a_form_does_not_have_change_nothing(world: FormWorld, role: str) -> None:
    found, wrong = sendings(world, role), []
    of_others = {name for sending in sendings(world, "owner") for name in sending.names} - {"csrf_token"}
    everything = {**dict.fromkeys(of_others, "2"), **smuggled(), **MORE}
    for sending in found:
        plain = outcome(world, role, sending, {})
        more = {name: value for name, value in everything.items() if name not in sending.names}
        is_right = (plain[0] < 400) is (sending.rule not in REFUSED) and outcome(world, role, sending, more) == plain
        wrong += [] if is_right else [sending]
    assert wrong == []


def test_every_form_of_the_studio_is_tried(world: FormWorld) -> None:
    there = {rule for _who, method, rule in table() if method == "POST"} - {*ENTERING, *BY_LINK}
    assert there == {sending.rule for role in ("author", "owner") for sending in sendings(world, role)}


@ROLES
def test_whatever_a_form_changes_leaves_a_trace(world: FormWorld, role: str) -> None:
    before, silent = world.rows(), set()
    for sending in sendings(world, role):
        _status, _location, after = outcome(world, role, sending, {})
        changed = {name for name in before if before[name] != after[name]}
        silent |= {sending.rule} if changed and "audit_events" not in changed else set()
    assert silent <= QUIET


Outcome = tuple[int, str, Rows]


def outcome(world: FormWorld, role: str, sending: Sending, more: dict[str, str]) -> Outcome:
    """What comes of a form, with `more` in it: the status, where it leads, and every row that there is afterwards."""
    world.bring_back()
    visitor = Pages(world.app)
    visitor.take_cookies_of(world.browsers[role])
    values = sending.values()
    for name, value in more.items():
        values[name] = value
    with without_chance():
        page = visitor.send(sending.address, values)
    return page.status, page.response.headers.get("Location", ""), world.rows()


@contextmanager
def without_chance() -> Iterator[None]:
    """What is made at random is made alike each time."""
    numbers, dice = count(), Random(1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(secrets, "token_bytes", lambda size=32: next(numbers).to_bytes(size, "big"))
        patched.setattr(secrets, "choice", dice.choice)
        patched.setattr(PasswordHasher, "hash", lambda _self, password: f"hash of {password}")
        yield


def smuggled() -> dict[str, str]:
    """A value for each column of each table, which is not the one that it has."""
    values: dict[str, str] = {}
    for mapper in Base.registry.mappers:
        for column in inspect(mapper).columns:
            kind = column.type
            choices = getattr(kind, "enums", None)
            if isinstance(kind, Boolean):
                value = "y"
            elif isinstance(kind, UTCDateTime):
                value = "2020-01-02T03:04"
            else:
                value = choices[-1] if choices else "2"
            values[column.key] = value
    return values
