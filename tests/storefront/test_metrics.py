"""What the site counts of itself: for whoever has the token, and nobody else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from crescendo.web.application import Crescendo
from tests.factories.journal import make_guide
from tests.pages import Pages

TOKEN = {"Authorization": "Bearer of-the-operator"}


@pytest.fixture
def watched(app: Crescendo) -> Iterator[Crescendo]:
    """The site, with a token for those who watch it."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, metrics_token="of-the-operator")
    yield app
    app.config["SETTINGS"] = before


def counts(pages: Pages) -> dict[str, int]:
    lines = pages.ask("/metrics", headers=TOKEN).html.splitlines()
    return {name: int(value) for name, value in (line.split() for line in lines if not line.startswith("#"))}


def test_pages_that_are_given_again_are_counted(watched: Crescendo, pages: Pages) -> None:
    make_guide("Boots", slug="boots")
    pages.ask("/guides/boots")
    before = counts(pages)
    pages.ask("/guides/boots")
    after = counts(pages)
    assert after["crescendo_pages_given_total"] - before["crescendo_pages_given_total"] == 1
    assert after["crescendo_pages_made_total"] == before["crescendo_pages_made_total"]
    assert after["crescendo_kept_pages_bytes"] > 0


@pytest.mark.parametrize("shown", ["", "Bearer wrong", "Bearer öf"])
def test_nobody_reads_them_without_the_token(watched: Crescendo, pages: Pages, shown: str) -> None:
    answer = pages.ask("/metrics", headers={"Authorization": shown})
    assert (answer.status, answer.response.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_there_is_no_such_address_without_a_token(app: Crescendo, pages: Pages) -> None:
    assert pages.ask("/metrics").status == 404
