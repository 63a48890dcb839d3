"""A site where anything happens at random, and readers who find every kept page as it would be made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import dataclass, fields
from datetime import timedelta
from random import Random
from typing import Any

import brotli
from sqlalchemy import delete, select, update
from time_machine import Traveller
from werkzeug.test import Client, TestResponse

from crescendo.catalog.disclosing import sentence_versions, write_sentence
from crescendo.catalog.merchants import Merchant, Relationship
from crescendo.catalog.models import Availability, Offer, PriceObservation, Product, ProductStatus
from crescendo.catalog.queries import offer_by_id, product_by_id
from crescendo.catalog.taxonomy import Brand, Category
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import Conflict, NotFound, Rejected
from crescendo.journal.actions import (
    autosave_article,
    publish_article,
    save_draft,
    schedule_article,
    withdraw_article,
)
from crescendo.journal.desk_queries import article_by_id
from crescendo.journal.models import Article, AuthorProfile, Revision, Tag
from crescendo.journal.revisions import texts_of
from crescendo.outbound.clicks import DailyClicks
from tests.factories.catalog import make_category, make_merchant, make_offer, make_product, see_price
from tests.factories.journal import entry_of, make_author, make_draft

LISTS = [
    "/",
    "/guides/",
    "/guides/?page=2",
    "/products/",
    "/products/?sort=price",
    "/products/?sort=price-down",
    "/products/?price-to=30",
    "/products/?available=yes",
    "/search?q=words",
    "/search?q=wool+sock&kind=guide",
    "/search?q=nothing-at-all",
    "/search/suggestions?q=gui",
    "/feed.xml",
    "/rss.xml",
    "/feed.json",
    "/sitemap.xml",
    "/sitemaps/guides-1.xml",
    "/sitemaps/pages-1.xml",
    "/products.xml",
    "/nowhere",
    "/guides/?utm_source=letter",
    "/guides/?page=1&utm_source=letter",
    "/products/?utm_source=letter",
    "/robots.txt",
    "/guides",
]
BODY = """
Some words on wool, and [the first](product:{a}) at [a price](price:{a}).

::product[{a}]{{note="For most"}}

:::pick[{b}]{{role="best-overall" evidence="tested" verified="2026-01-02"}}
It is good, see [another guide](guide:{guide}).

+ Warm
- Dear
:::

::compare[{a}, {b}]{{columns="price, availability, merchant"}}

[A shop](https://shop.example/words).
"""


@dataclass(frozen=True)
class Seen:
    """What a reader was answered, unpacked."""

    status: int
    location: str | None
    mimetype: str | None
    etag: str | None
    body: bytes


Reader = Callable[[str, bool], Seen]  # asks for an address, and whether it may come packed


def reader_of(app: Any) -> Reader:
    """Somebody who asks `app`, a WSGI application."""
    client = Client(app)

    def read(address: str, may_be_packed: bool) -> Seen:
        headers = {"Accept-Encoding": "br"} if may_be_packed else {}
        answer = Context().run(client.get, address, headers=headers)
        return Seen(answer.status_code, answer.location, answer.mimetype, answer.headers.get("ETag"), plain(answer))

    return read


class World:
    """What happens on one site, and how `readers`, each at a cache of their own, are shown it.

    `maker` is where pages are made anew.
    """

    def __init__(self, readers: Sequence[Reader], maker: Reader, random: Random, travel: Traveller) -> None:
        self._readers, self._maker = readers, maker
        self._random, self._travel = random, travel
        self.seen: set[str] = set(LISTS)
        self._found()
        self._talk_of_the_day = self._random.sample(sorted(self.seen), 6)

    def step(self) -> str:
        """Something happens, or time passes; then somebody reads. What differs from what it should be, if anything."""
        draw = self._random.random()
        happened = "nothing"
        if draw < 0.2:
            happened = self._happen()
        elif draw < 0.4:
            seconds = self._random.choice([1, 1, 59, 600, 1800, 86_400])
            self._travel.shift(timedelta(seconds=seconds))
            happened = f"{seconds} seconds passed"
        if draw > 0.95:
            self._talk_of_the_day = self._random.sample(sorted(self.seen), 6)
        for address in self._random.sample(self._talk_of_the_day, 3):
            if fault := self._read(address):
                return f"after {happened}: {fault}"
        return ""

    def _read(self, address: str) -> str:
        db.session.rollback()
        kept = self._random.choice(self._readers)(address, self._random.random() < 0.2)
        made = self._maker(address, False)
        differing = [field.name for field in fields(Seen) if getattr(kept, field.name) != getattr(made, field.name)]
        return f"{address} has another {' and '.join(differing)}" if differing else ""

    def _happen(self) -> str:
        deed = self._random.choice(DEEDS)
        try:
            deed(self, self._random)
            db.session.commit()
        except (Rejected, Conflict, NotFound) as refused:
            db.session.rollback()
            return f"{deed.__name__} (refused: {refused})"
        self._note()
        return deed.__name__

    def _note(self) -> None:
        """Every address there ever was is read on."""
        for model, path in (
            (Article, "/guides/"),
            (Product, "/products/"),
            (Category, "/category/"),
            (Tag, "/tags/"),
            (AuthorProfile, "/authors/"),
        ):
            self.seen |= {path + slug for slug in db.session.scalars(select(model.slug))}
        db.session.rollback()

    def _found(self) -> None:
        """The site as it begins."""
        shelves = [make_category(f"Shelf {number}") for number in range(2)]
        merchants = [
            make_merchant(f"Shop {number}", relationship=kind, price_ttl=ttl, hosts=[f"shop{number}.example"])
            for number, (kind, ttl) in enumerate([(Relationship.AFFILIATE, 3600), (Relationship.NONE, 7200)])
        ]
        products = [make_product(f"Sock {number}", category=shelves[number % 2]) for number in range(6)]
        for number, product in enumerate(products):
            make_offer(product, merchant=merchants[number % 2], price=1000 + 300 * number)
        author = make_author("Ada")
        for number in range(14):
            a, b = self._random.sample([product.slug for product in products], 2)
            guide = make_draft(
                f"Guide {number}",
                slug=f"guide-{number}",
                category=shelves[number % 2],
                author=author,
                tags=["wool"],
                body=BODY.format(a=a, b=b, guide=f"guide-{(number + 3) % 14}"),
            )
            if number < 12:
                publish_article(guide, by=None)
                db.session.commit()
        self._note()

    def any_guide(self) -> Article:
        return article_by_id(self._random.choice(db.session.scalars(select(Article.id).order_by(Article.id)).all()))

    def any_product(self) -> Product:
        ids = select(Product.id).where(Product.status != ProductStatus.MERGED).order_by(Product.id)
        return product_by_id(self._random.choice(db.session.scalars(ids).all()))

    def any_offer(self) -> Offer:
        return offer_by_id(self._random.choice(db.session.scalars(select(Offer.id).order_by(Offer.id)).all()))


def plain(response: TestResponse) -> bytes:
    data = response.get_data()
    return brotli.decompress(data) if response.headers.get("Content-Encoding") == "br" else data


def draft(world: World, random: Random) -> None:
    guide = world.any_guide()
    save_draft(guide, entry_of(guide, title=f"Title {random.random()}"), version=guide.version, by=None)


def autosave(world: World, random: Random) -> None:
    guide = world.any_guide()
    autosave_article(guide, texts_of(guide.newest_revision), version=guide.version, by=None)


def publish(world: World, random: Random) -> None:
    publish_article(world.any_guide(), by=None, substantive=random.random() < 0.5)


def withdraw(world: World, random: Random) -> None:
    guide = world.any_guide()
    withdraw_article(guide, version=guide.version, by=None)


def schedule(world: World, random: Random) -> None:
    schedule_article(world.any_guide(), publish_at=clock.now() + _soon(random), by=None)


def end(world: World, random: Random) -> None:
    guide = world.any_guide()
    entry = entry_of(guide, unpublish_at=clock.now() + _soon(random))
    save_draft(guide, entry, version=guide.version, by=None)


def move_guide(world: World, random: Random) -> None:
    guide = world.any_guide()
    slug = f"guide-{random.randint(0, 20)}"
    save_draft(guide, entry_of(guide, slug=slug), version=guide.version, by=None)


def see(world: World, random: Random) -> None:
    offer = world.any_offer()
    see_price(offer, random.choice([offer.price_minor or 1, random.randint(500, 9000)]))


def sell_out(world: World, random: Random) -> None:
    world.any_offer().availability = random.choice([Availability.IN_STOCK, Availability.OUT_OF_STOCK])


def break_link(world: World, random: Random) -> None:
    world.any_offer().broken_since = random.choice([None, clock.now()])


def change_product(world: World, random: Random) -> None:
    product = world.any_product()
    product.status = random.choice([ProductStatus.ACTIVE, ProductStatus.RECALLED, ProductStatus.DISCONTINUED])
    product.summary = f"Summary {random.random()}"


def change_terms(_world: World, random: Random) -> None:
    merchant = random.choice(db.session.scalars(select(Merchant).order_by(Merchant.id)).all())
    merchant.price_ttl = random.choice([600, 3600, 86_400])
    merchant.shows_prices = random.random() < 0.8
    merchant.relationship_ = random.choice(list(Relationship))


def rename(_world: World, random: Random) -> None:
    kind: type[Any] = random.choice([Category, Brand, AuthorProfile])
    row = random.choice(db.session.scalars(select(kind)).all())
    row.name = f"Name {random.random()}"


def disclose(_world: World, random: Random) -> None:
    newest = next(iter(sentence_versions(Relationship.AFFILIATE)), None)
    text = f"Some of these links pay us {random.random()}."
    write_sentence(Relationship.AFFILIATE, text, number=newest.number if newest else 0, by=None)


def raise_prices(_world: World, random: Random) -> None:
    db.session.execute(update(Offer).values(price_minor=Offer.price_minor + random.randint(1, 50)))


def forget_history(_world: World, random: Random) -> None:
    db.session.execute(delete(PriceObservation).where(PriceObservation.price_minor > random.randint(1000, 9000)))


def by_hand(_world: World, random: Random) -> None:
    """As an operator would, past all models."""
    word = f"Hand {random.random()}"
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE categories SET description = '{word}'")


def edit_live_text(_world: World, random: Random) -> None:
    """What no action does: a live revision changed in its place."""
    revision = random.choice(
        db.session.scalars(select(Revision).join(Article, Article.live_revision_id == Revision.id)).all()
    )
    revision.title = f"Edited {random.random()}"


def click(_world: World, _random: Random) -> None:
    db.session.execute(delete(DailyClicks))


def undo(world: World, random: Random) -> None:
    change_product(world, random)
    db.session.flush()
    db.session.rollback()


def _soon(random: Random) -> timedelta:
    return timedelta(seconds=random.choice([1, 30, 600, 3600]))


DEEDS: tuple[Callable[[World, Random], None], ...] = (
    draft,
    autosave,
    publish,
    publish,
    withdraw,
    schedule,
    schedule,
    end,
    move_guide,
    see,
    see,
    sell_out,
    break_link,
    change_product,
    change_terms,
    rename,
    disclose,
    raise_prices,
    forget_history,
    by_hand,
    edit_live_text,
    click,
    undo,
)
