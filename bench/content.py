"""A site of any size for measurements: the same guides and products each time, put in by the thousand."""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import accumulate, islice
from itertools import product as combined
from random import Random
from typing import Any

from sqlalchemy import Table, insert

from crescendo.catalog.attributes import Attribute, AttributeKind, AttributeValue
from crescendo.catalog.merchants import Merchant, MerchantHost, Relationship
from crescendo.catalog.models import Availability, Offer, OfferSource, PriceObservation, Product
from crescendo.catalog.taxonomy import Brand, Category, FieldColour
from crescendo.foundation import clock
from crescendo.foundation.database import db, unit_of_work
from crescendo.foundation.urls import address_key
from crescendo.journal.derived import Mention, MentionForm, MentionRole
from crescendo.journal.markup import document_to_json, read_body
from crescendo.journal.models import Article, AuthorProfile, Revision, RevisionKind, Tag, article_tags
from crescendo.search.models import SearchEntry
from crescendo.search.upkeep import merge_whole_index

CATEGORIES, BRANDS, MERCHANTS, AUTHORS, TAGS = 10, 50, 5, 10, 100
SPOKEN = (
    *("wool", "cotton", "linen", "trail", "road", "winter", "summer", "light", "warm", "soft", "long", "short", "grip"),
    *("care", "wash", "dry", "pack", "walk", "run", "ride", "ankle", "calf", "heel", "toe", "knee", "hand", "neck"),
)
RARE = tuple("".join(parts) for parts in combined(("ba", "ke", "li", "mo", "nu", "ra", "si", "to"), repeat=4))
# As in any language, a word is the rarer the later it stands here (Zipf's law): “wool” is in four texts of five, “neck”
# in one of twenty.
WORDS = tuple(
    word
    for number, rare in enumerate(RARE)
    for word in ([SPOKEN[number // 40], rare] if number % 40 == 0 and number // 40 < len(SPOKEN) else [rare])
)
HOW_OFTEN = tuple(accumulate(1 / (number + 40) for number in range(len(WORDS))))
BODY = "\n\n".join(
    [
        "{words} {words}",
        ':::pick[product-one]{{role="best-overall" evidence="tested" verified="2026-11-02"}}\n{words}\n:::',
        "## What to look for\n\n{words} {words}\n\n{words}",
        '::product[product-two]{{note="The one to take along"}}',
        "## How they compare\n\n{words}",
        '::compare[product-one, product-two, product-three]{{columns="price, weight, availability"}}',
        "## What else to know\n\n{words} At [a price](price:product-one).[^1]",
        "[^1]: Ada, Wool, https://example.org/wool",
    ]
)
FORMS = (
    ("one", MentionForm.PICK),
    ("two", MentionForm.CARD),
    ("one", MentionForm.COMPARISON),
    ("two", MentionForm.COMPARISON),
    ("three", MentionForm.COMPARISON),
    ("one", MentionForm.PRICE),
)
Rows = Iterable[dict[str, Any]]


def fill(*, guides: int) -> None:
    """Put `guides` guides, and products for a third as many (300 for 1,000), into an empty database."""
    random, products = Random(1), guides * 3 // 10  # noqa: S311 (nothing secret)
    with unit_of_work():
        put_in(Category, _shelves())
        put_in(Brand, ({"id": n, "slug": f"brand-{n}", "name": f"Brand {n}", "version": 1} for n in _ids(BRANDS)))
        put_in(Merchant, (_merchant(n) for n in _ids(MERCHANTS)))
        put_in(MerchantHost, ({"host": f"shop-{n}.example", "merchant_id": n} for n in _ids(MERCHANTS)))
        put_in(Attribute, (_attribute(n) for n in _ids(CATEGORIES)))
        put_in(Tag, ({"id": n, "slug": f"tag-{n}", "name": f"Tag {n}", "version": 1} for n in _ids(TAGS)))
        put_in(
            AuthorProfile,
            ({"id": n, "slug": f"author-{n}", "name": f"Author {n}", "version": 1} for n in _ids(AUTHORS)),
        )
        put_in(Product, (_product(n) for n in _ids(products)))
        put_in(AttributeValue, ({"product_id": n, "attribute_id": _of(n), "number": n % 400} for n in _ids(products)))
        put_in(Offer, (_offer(n) for n in _ids(2 * products)))
        put_in(PriceObservation, (_observation(n) for n in _ids(4 * products)))
        put_in(Article, (_article(n, live=False) for n in _ids(guides)))
        put_in(Revision, _revisions(guides, products, random))
        db.session.execute(Article.__table__.update().values(live_revision_id=Article.__table__.c.id))
        put_in(Mention, (mention for n in _ids(guides) for mention in _mentions(n, products)))
        put_in(article_tags, ({"article_id": n, "tag_id": tag} for n in _ids(guides) for tag in _tags(n)))
        put_in(SearchEntry, _entries(guides, products))
        merge_whole_index()


def put_in(model: Any, rows: Rows) -> None:
    table: Table = getattr(model, "__table__", model)
    left = iter(rows)
    while some := list(islice(left, 2000)):
        db.session.execute(insert(table), some)


def _ids(count: int) -> range:
    return range(1, count + 1)


def _of(number: int) -> int:
    return number % CATEGORIES + 1


def _picked(guide: int, products: int) -> dict[str, int]:
    """The ids of the three products that a guide speaks of."""
    first = guide * 7 % products
    return {name: (first + step) % products + 1 for step, name in enumerate(("one", "two", "three"))}


def _tags(guide: int) -> set[int]:
    return {guide % TAGS + 1, guide * 3 % TAGS + 1, guide * 7 % TAGS + 1}


def _words(number: int, count: int) -> str:
    random = Random(number)  # noqa: S311 (nothing secret)
    return " ".join(random.choices(WORDS, cum_weights=HOW_OFTEN, k=count))


def _title(number: int) -> str:
    return f"{_words(number, 4)} {number}".capitalize()


def _shelves() -> Rows:
    colours = list(FieldColour)
    for n in _ids(CATEGORIES):
        colour = colours[n % len(colours)]
        yield {
            "id": n,
            "slug": f"shelf-{n}",
            "name": f"Shelf {n}",
            "description": "",
            "colour": colour,
            "position": n,
            "version": 1,
        }


def _attribute(n: int) -> dict[str, Any]:
    return {
        "id": n,
        "category_id": _of(n),
        "key": "weight",
        "label": "Weight",
        "kind": AttributeKind.NUMBER,
        "unit": "g",
        "position": 1,
        "version": 1,
    }


def _merchant(n: int) -> dict[str, Any]:
    kind = Relationship.AFFILIATE if n % 2 else Relationship.NONE
    return {
        "id": n,
        "slug": f"shop-{n}",
        "name": f"Shop {n}",
        "relationship": kind,
        "price_ttl": 30 * 86_400,
        "position": n,
        "version": 1,
        "shows_prices": True,
    }


def _product(n: int) -> dict[str, Any]:
    moment = clock.now() - timedelta(minutes=n)
    return {
        "id": n,
        "slug": f"product-{n}",
        "name": _title(n),
        "brand_id": n % BRANDS + 1,
        "category_id": _of(n),
        "summary": _words(n, 12),
        "description": _words(n, 60),
        "created_at": moment,
        "updated_at": moment,
        "version": 1,
    }


def _offer(n: int) -> dict[str, Any]:
    url = f"https://shop-{n % MERCHANTS + 1}.example/{n}"
    stock = Availability.OUT_OF_STOCK if n % 11 == 0 else Availability.IN_STOCK
    return {
        "id": n,
        "product_id": (n + 1) // 2,
        "merchant_id": n % MERCHANTS + 1,
        "external_id": f"e{n}",
        "url": url,
        "address_key": address_key(url),
        "price_minor": 500 + n * 37 % 9000,
        "currency": "USD",
        "availability": stock,
        "observed_at": clock.now(),
        "source": OfferSource.MANUAL,
        "version": 1,
    }


def _observation(n: int) -> dict[str, Any]:
    offer, moment = (n + 1) // 2, clock.now() - timedelta(days=n % 2 * 40)
    return {
        "offer_id": offer,
        "observed_at": moment,
        "price_minor": 500 + n * 37 % 9000,
        "currency": "USD",
        "availability": Availability.IN_STOCK,
    }


def _article(n: int, *, live: bool) -> dict[str, Any]:
    moment = clock.now() - timedelta(minutes=10 * n)
    return {
        "id": n,
        "slug": f"guide-{n}",
        "category_id": _of(n),
        "author_id": n % AUTHORS + 1,
        "publish_at": moment,
        "created_at": moment,
        "updated_at": moment,
        "live_revision_id": n if live else None,
        "version": 1,
    }


def _revisions(guides: int, products: int, random: Random) -> Iterator[dict[str, Any]]:
    """Documents are read from few texts, and name other products in each guide: reading each would take hours."""
    texts = [BODY.replace("{words}", _words(number, 60)).replace("{{", "{").replace("}}", "}") for number in range(50)]
    documents = [json.dumps(document_to_json(read_body(text))) for text in texts]
    for n in _ids(guides):
        choice, body = random.randrange(len(texts)), ""
        body, document = texts[choice], documents[choice]
        for name, product in _picked(n, products).items():
            body = body.replace(f"product-{name}", f"product-{product}")
            document = document.replace(f"product-{name}", f"product-{product}")
        yield {
            "id": n,
            "article_id": n,
            "number": 1,
            "kind": RevisionKind.IMPORT,
            "title": _title(n),
            "summary": _words(n, 15),
            "word_count": 500,
            "created_at": clock.now(),
            "body": body,
            "document": json.loads(document),
        }


def _mentions(n: int, products: int) -> Rows:
    picked = _picked(n, products)
    for position, (name, form) in enumerate(FORMS, start=1):
        product, is_pick = picked[name], form is MentionForm.PICK
        day = clock.now().date() if is_pick else None
        role = MentionRole.BEST_OVERALL if is_pick else MentionRole.MENTION
        yield {
            "revision_id": n,
            "product_id": product,
            "position": position,
            "reference": f"product-{product}",
            "form": form,
            "role": role,
            "verified_on": day,
        }


def _entries(guides: int, products: int) -> Rows:
    for n in _ids(products):
        yield {
            "article_id": None,
            "product_id": n,
            "category_id": _of(n),
            "title": _title(n),
            "names": f"Brand {n % BRANDS + 1}",
            "summary": _words(n, 12),
            "body": _words(n, 60),
        }
    for n in _ids(guides):
        yield {
            "article_id": n,
            "product_id": None,
            "category_id": _of(n),
            "title": _title(n),
            "names": "",
            "summary": _words(n, 15),
            "body": _words(n, 300),
        }
