"""Whether readers can find everything: the search index is what guides and products say today."""

from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from ...catalog.models import Product
from ...foundation.database import beginning_to_write, db
from ...journal.models import Article
from ...search.actions import Words, words_of_article, words_of_product
from ...search.models import SearchEntry
from ...search.upkeep import INDEXES
from .faults import REINDEX, Fault

Row = TypeVar("Row", Article, Product)
BATCH = 100  # guides or products held in memory at once


def faults_of_index(_thorough: bool) -> Iterator[Fault]:
    """Entries that are missing, that say something else, or that nothing stands behind."""
    yield from _faults_of_words()
    for article in _each(Article):
        entry = db.session.scalar(select(SearchEntry).where(SearchEntry.article_id == article.id))
        yield from _compared(f"guide {article.slug}", entry, words_of_article(article))
    for product in _each(Product):
        entry = db.session.scalar(select(SearchEntry).where(SearchEntry.product_id == product.id))
        yield from _compared(f"product {product.slug}", entry, words_of_product(product))


def _compared(place: str, entry: SearchEntry | None, words: Words | None) -> Iterator[Fault]:
    if entry is None and words is not None:
        yield Fault(place, "Readers cannot find it: it is not in the search index.", REINDEX)
    elif entry is not None and words is None:
        yield Fault(place, "It is in the search index, but should not be.", REINDEX)
    elif entry is not None and words is not None and _said_by(entry) != _said_by(words):
        yield Fault(place, "The search index says something else of it.", REINDEX)


def _said_by(entry: SearchEntry | Words) -> tuple[object, ...]:
    """What is compared; names may stand in any order."""
    return (entry.category_id, entry.title, sorted(entry.names.split()), entry.summary, entry.body)


def _faults_of_words() -> Iterator[Fault]:
    """Whether SQLite's indexes of words are those of the entries; PostgreSQL computes its own from them."""
    if db.engine.dialect.name != "sqlite":
        return
    try:
        with beginning_to_write(), db.engine.connect() as connection:  # asking is an INSERT, which is undone
            for index in INDEXES:
                check = f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)"  # noqa: S608 (our own names)
                connection.execute(text(check))
    except DatabaseError:
        advice = "Run `flask search reindex`; if this stays, restore a backup."
        yield Fault("search index", "Its words are not those of its entries.", advice)


def _each(model: type[Row]) -> Iterator[Row]:
    last = 0
    while rows := db.session.scalars(select(model).where(model.id > last).order_by(model.id).limit(BATCH)).all():
        last = rows[-1].id
        yield from rows
        db.session.expunge_all()
