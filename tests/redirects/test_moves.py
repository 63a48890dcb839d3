"""Old addresses lead to the current one in one hop, however often a thing moves."""

import pytest

from crescendo.redirects.actions import move, release
from crescendo.redirects.models import RedirectReason
from crescendo.redirects.queries import paths_leading_to, target_of

pytestmark = pytest.mark.usefixtures("app")


def moves(*steps: tuple[str, str]) -> None:
    for path, target in steps:
        move(path=path, target=target, reason=RedirectReason.RENAMED)


def test_every_old_address_leads_to_the_newest() -> None:
    moves(("/a", "/b"), ("/b", "/c"), ("/c", "/d"))
    assert [target_of(path) for path in ("/a", "/b", "/c", "/d")] == ["/d", "/d", "/d", None]


def test_moving_back_leaves_no_circle() -> None:
    moves(("/a", "/b"), ("/b", "/a"))
    assert (target_of("/a"), target_of("/b")) == (None, "/a")


def test_nothing_leads_to_itself() -> None:
    moves(("/a", "/a"))
    assert target_of("/a") is None


def test_released_address_stands_for_itself() -> None:
    moves(("/a", "/b"))
    release(path="/a")
    assert paths_leading_to("/b") == []
