"""The search index stays in few parts, and says the same."""

import pytest
from sqlalchemy import text

from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.search.backends import without_marks
from crescendo.search.queries import search
from crescendo.search.query import read_query
from crescendo.search.upkeep import merge_grown_index
from crescendo.web.application import Crescendo
from tests.factories.journal import make_guide


def parts() -> int:
    """Of how many parts the index consists that takes the most; PostgreSQL's is one."""
    if db.engine.dialect.name != "sqlite":
        return 1
    counts = "SELECT count(DISTINCT segid) FROM search_fts_idx UNION SELECT count(DISTINCT segid) FROM search_heads_idx"
    return max(db.session.scalars(text(counts)))


def found(words: str) -> list[str]:
    return [without_marks(each.title) for each in search(read_query(words), now=clock.now()).page.items]


def save(*titles: str) -> None:
    """Save guides one after the other, each in a transaction of its own."""
    for title in titles:
        make_guide(title)
        db.session.commit()


def test_grown_index_is_merged_and_finds_what_it_found(app: Crescendo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crescendo.search.upkeep.MOST_PARTS", 1)
    monkeypatch.setattr("crescendo.search.upkeep.STEP", 1)
    save("Wool socks", "Felt hats", "Linen shirts")
    merge_grown_index()
    assert parts() == 1
    assert (found("wool"), found("hats"), found("nylon")) == (["Wool socks"], ["Felt hats"], [])


def test_index_of_few_parts_is_left_alone(app: Crescendo) -> None:
    save("Wool socks", "Felt hats")
    before = parts()
    merge_grown_index()
    assert parts() == before
