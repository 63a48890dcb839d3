"""All writing of the index. It happens in the transaction that changes what is indexed."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute, undefer

from ..catalog.models import Offer, Product
from ..catalog.queries import LISTED
from ..catalog.taxonomy import Brand
from ..foundation.database import db, insertion
from ..journal.derived import Mention
from ..journal.markup import read_body
from ..journal.models import Article, Revision, Tag, article_tags
from .backends import without_marks
from .models import SearchEntry, SearchWord
from .query import words_of
from .upkeep import merge_whole_index, rebuild_index

BATCH = 200  # rows held in memory at once


@dataclass(frozen=True)
class Words:
    """What the entry of a guide or product holds. `taught` are those that readers may mean when they mistype."""

    category_id: int
    title: str
    names: str
    summary: str
    body: str
    taught: frozenset[str]


def index_article(article: Article) -> None:
    """Bring the entry of `article` up to date: the words of its live revision, whenever readers may see it."""
    entry = db.session.scalar(select(SearchEntry).where(SearchEntry.article_id == article.id))
    words = words_of_article(article)
    if words is None:
        _remove(entry)
        return
    _fill(entry or SearchEntry(article_id=article.id), words)


def index_product(product: Product) -> None:
    """Bring the entry of `product` up to date; merged products have none."""
    index_products([product.id])


def index_products(product_ids: Sequence[int]) -> None:
    """Bring the entries of these products up to date, with as many statements as for one that is new."""
    words, renamed = words_of_products(product_ids), list[int]()
    for entry in db.session.scalars(select(SearchEntry).where(SearchEntry.product_id.in_(product_ids))).all():
        product_id = entry.product_id or 0
        said = words.pop(product_id, None)
        if said is None:
            _remove(entry)
        else:
            renamed += [product_id] if entry.title != said.title else []
            _fill(entry, said)
    _add(words)
    for article in _speaking_of(renamed):  # guides are found by the names of their products
        index_article(article)


def words_of_article(article: Article) -> Words | None:
    """What the entry of `article` has to hold; None when there is to be none, as nothing of it is live."""
    revision = db.session.scalar(
        select(Revision).where(Revision.id == article.live_revision_id).options(undefer(Revision.body))
    )
    if revision is None:
        return None
    tags = db.session.scalars(
        select(Tag.name).join(article_tags).where(article_tags.c.article_id == article.id).order_by(Tag.id)
    )
    products = db.session.execute(
        select(Brand.name, Product.name)
        .join(Product.brand)
        .where(Product.id.in_(select(Mention.product_id).where(Mention.revision_id == revision.id)))
        .order_by(Product.id)
    )
    names = [*tags, *(f"{brand} {name}" for brand, name in products)]
    text = read_body(revision.body).text
    return _words(article.category_id, title=revision.title, names=names, summary=revision.summary, body=text)


def words_of_product(product: Product) -> Words | None:
    """What the entry of `product` has to hold; None when there is to be none."""
    return words_of_products([product.id]).get(product.id)


def words_of_products(product_ids: Sequence[int]) -> dict[int, Words]:
    """What the entries of these products have to hold, by product; those that are to have none are left out."""
    offers = select(Offer.product_id, Offer.external_id).where(
        Offer.product_id.in_(product_ids), Offer.archived_at.is_(None)
    )
    numbers: dict[int, list[str]] = defaultdict(list)
    for product_id, number in db.session.execute(offers.order_by(Offer.id)):
        numbers[product_id].append(number)
    rows = db.session.execute(
        select(
            *(Product.id, Product.category_id, Product.name, Product.model, Product.gtin, Product.mpn),
            *(Product.summary, Product.description, Brand.name.label("brand")),
        )
        .join(Product.brand)
        .where(Product.id.in_(product_ids), Product.status.in_(LISTED))
    )
    return {
        row.id: _words(
            row.category_id,
            title=f"{row.brand} {row.name}",
            names=[row.brand, row.model, row.gtin, row.mpn, *numbers[row.id]],
            summary=row.summary,
            body=read_body(row.description).text,
        )
        for row in rows
    }


def reindex() -> Iterator[None]:
    """Write the whole index anew, yielding after each guide and product."""
    rebuild_index()
    db.session.execute(delete(SearchEntry))
    db.session.execute(delete(SearchWord))
    for article_ids in _batches(Article.id):
        for article in db.session.scalars(select(Article).where(Article.id.in_(article_ids))):
            index_article(article)
            yield
    for product_ids in _batches(Product.id):
        index_products(product_ids)
        yield from [None] * len(product_ids)
    merge_whole_index()


def _speaking_of(product_ids: Sequence[int]) -> Sequence[Article]:
    if not product_ids:
        return ()
    mentioning = select(Mention.revision_id).where(Mention.product_id.in_(product_ids))
    return db.session.scalars(select(Article).where(Article.live_revision_id.in_(mentioning))).all()


def _batches(key: InstrumentedAttribute[int]) -> Iterator[Sequence[int]]:
    """All ids, some at a time; what was read and written for them is let go of."""
    ids: Sequence[int] = [0]
    while ids := db.session.scalars(select(key).where(key > ids[-1]).order_by(key).limit(BATCH)).all():
        yield ids
        db.session.expunge_all()


def _words(category_id: int, *, title: str, names: Iterable[str], summary: str, body: str) -> Words:
    named = [name for name in names if name]
    every = " ".join([*named, *_unaccented(" ".join([title, *named, summary, body]))])
    taught = frozenset(word.lower() for word in words_of(" ".join([title, *named])) if 3 <= len(word) <= 40)
    title, every, summary, body = map(without_marks, (title, every, summary, body))
    return Words(category_id, title, every, summary, body, taught)


def _fill(entry: SearchEntry, words: Words) -> None:
    entry.category_id, entry.title, entry.names = words.category_id, words.title, words.names
    entry.summary, entry.body = words.summary, words.body
    db.session.add(entry)
    db.session.flush()
    _learn(words.taught)


def _add(words: Mapping[int, Words]) -> None:
    """Make the entries of products that have none yet."""
    if not words:
        return
    rows = [
        {
            "product_id": product_id,
            "category_id": said.category_id,
            "title": said.title,
            "names": said.names,
            "summary": said.summary,
            "body": said.body,
        }
        for product_id, said in words.items()
    ]
    db.session.execute(insertion(SearchEntry), rows)
    _learn(frozenset(chain.from_iterable(said.taught for said in words.values())))


def _unaccented(text: str) -> list[str]:
    """The words of `text` that have accents, without them: readers often type them so."""
    plain = {word: unicodedata.normalize("NFKD", word) for word in words_of(text) if not word.isascii()}
    stripped = {word: "".join(filter(lambda sign: not unicodedata.combining(sign), plain[word])) for word in plain}
    return sorted({stripped[word] for word in stripped if stripped[word] != word})


def _learn(words: frozenset[str]) -> None:
    if not words:
        return
    rows = [{"word": word} for word in sorted(words)]
    db.session.execute(insertion(SearchWord).on_conflict_do_nothing(), rows)


def _remove(entry: SearchEntry | None) -> None:
    if entry is not None:
        db.session.delete(entry)
        db.session.flush()
