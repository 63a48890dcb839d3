"""Footnotes that WordPress keeps beside a post become sources of the guide."""

import json

import pytest
from sqlalchemy import select

from crescendo.foundation.database import db
from crescendo.journal.derived import BodySource
from crescendo.journal.models import Revision
from crescendo.transfer.models import ImportKind, ImportRow
from crescendo.transfer.run_queries import all_rows_of_run, import_run
from crescendo.transfer.runs import Running, prepare_run
from crescendo.transfer.wordpress.importing import import_wordpress
from crescendo.transfer.wordpress.moving import MoveOptions
from tests.factories.wordpress import wxr, wxr_author, wxr_item

pytestmark = pytest.mark.usefixtures("app")
ONE, TWO = "4f2c81d2-5a6b-4b0e-9d5c-0b1a2c3d4e5f", "0b7e6f52-93a1-4c2d-8e7f-a1b2c3d4e5f6"


def reference(note: str, number: int) -> str:
    """What the editor of WordPress puts into the text."""
    return f'<sup data-fn="{note}" class="fn"><a href="#{note}" id="{note}-link">{number}</a></sup>'


def moved(text: str, kept: str) -> tuple[str, list[str]]:
    """The body of the guide that a post with these footnotes became, and what was lost of it."""
    post = wxr_item(7, "Boots", text, slug="boots", meta={"footnotes": kept})
    run_id = prepare_run(ImportKind.WORDPRESS, filename="a.xml", is_dry_run=False, by=None).id
    db.session.commit()
    import_wordpress(wxr(wxr_author(), post), Running(run_id), MoveOptions(), by=None)
    rows: list[ImportRow] = [row for row in all_rows_of_run(import_run(run_id)) if row.kind == "guide"]
    body = db.session.scalars(select(Revision.body)).one()
    return body, [f"{loss['what']} ({loss['where']}): {loss['why']}" for row in rows for loss in row.losses]


def paragraphs(*texts: str) -> str:
    return "".join(f"<!-- wp:paragraph --><p>{text}</p><!-- /wp:paragraph -->" for text in texts)


def test_footnotes_stand_where_the_text_refers_to_them() -> None:
    notes = [
        {"id": TWO, "content": "Holt, <em>Soles</em>, 2021."},
        {"id": ONE, "content": 'See <a href="https://a.example/x">the study</a>.'},
    ]
    text = paragraphs(f"Wool{reference(ONE, 1)} is warm.", f"Soles{reference(TWO, 2)} last.")
    body, losses = moved(f"{text}<!-- wp:footnotes /-->", json.dumps(notes))
    assert body == (
        "Wool[^1] is warm.\n\nSoles[^2] last.\n\n"
        "[^1]: See [the study](https://a.example/x).\n\n[^2]: Holt, *Soles*, 2021.\n"
    )
    assert losses == []
    sources = db.session.scalars(select(BodySource).order_by(BodySource.number)).all()
    assert [(source.number, source.url) for source in sources] == [(1, "https://a.example/x"), (2, "")]


def test_footnotes_that_the_theme_did_not_show_come_along_and_one_may_be_cited_twice() -> None:
    text = paragraphs(f"Wool{reference(ONE, 1)} is{reference(ONE, 1)} warm.")
    body, losses = moved(text, json.dumps([{"id": ONE, "content": "Holt."}]))
    assert body == "Wool[^1] is[^1] warm.\n\n[^1]: Holt.\n"
    assert losses == []


def test_footnote_that_nothing_refers_to_is_told() -> None:
    body, losses = moved(
        f"{paragraphs('Wool is warm.')}<!-- wp:footnotes /-->", json.dumps([{"id": ONE, "content": "<b>Holt 2021</b>"}])
    )
    assert body == "Wool is warm.\n"
    assert losses == ["footnote (Holt 2021): Nothing in the text refers to it."]


@pytest.mark.parametrize("kept", ["no JSON", "{}", '[1, {"id": 2}, {"content": "x"}]', "[" * 100_000])
def test_footnotes_that_cannot_be_read_leave_the_text_and_are_told(kept: str) -> None:
    body, losses = moved(f"{paragraphs(f'Wool{reference(ONE, 1)} is warm.')}<!-- wp:footnotes /-->", kept)
    assert body.startswith("Wool")
    assert losses != []
