"""Bodies: a revision's document with everything its slots need, filled for a reading."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..catalog.known import KnownMerchant, merchant_of_address
from ..catalog.merchants import Merchant
from ..catalog.models import Product
from ..catalog.queries import (
    product_ids_by_reference,
    products_for_guide,
)
from ..foundation.urls import host_of
from ..journal.derived import LinkKind, Mention, MentionForm
from ..journal.markup import Document, StoredDocument, document_to_json, stored_from_json
from ..journal.models import Article, Revision
from ..journal.queries import guide_ids_by_reference, guides_by_id
from ..journal.references import References
from ..media.models import Asset
from ..media.queries import assets_by_key
from .disclosure import Disclosure, disclosure_for_merchants, merchants_of
from .embeds import Embeds, Shelf
from .reading import Reading
from .verdicts import Changes, changes_by_product

NEED_ATTRIBUTES = frozenset({MentionForm.COMPARISON, MentionForm.SPEC})


@dataclass(frozen=True)
class SourceNote:
    """A footnote as the list of sources shows it."""

    number: int
    anchor: str
    html: Markup
    references: Sequence[str]


@dataclass(frozen=True)
class ContentsEntry:
    """A section in the contents list."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Body:
    """A body ready to be printed. `products` are those it speaks of, in reading order, each once."""

    html: Markup
    contents: Sequence[ContentsEntry]
    sources: Sequence[SourceNote]
    disclosure: Disclosure | None
    products: Sequence[Product]
    embeds: Embeds


def live_body(revision: Revision, references: References, reading: Reading, *, embeds: type[Embeds] = Embeds) -> Body:
    """The body of a stored revision with its `references`, its slots filled by `embeds`."""
    mentions, links = references.mentions, references.links
    shelf = _shelf(
        product_ids={mention.reference: mention.product_id for mention in mentions},
        with_attributes=any(mention.form in NEED_ATTRIBUTES or mention.verified_on for mention in mentions),
        guides={link.target: link.article for link in links if link.article is not None},
        pictures={picture.reference: picture.asset for picture in references.pictures},
        web_addresses=[link.target for link in links if link.kind is LinkKind.WEB],
        mentions=mentions,
        changes=changes_by_product(references.changes),
    )
    return _body(stored_from_json(revision.document), embeds(shelf, reading, article_id=revision.article_id), shelf)


def preview_body(document: Document, reading: Reading, *, article_id: int | None) -> Body:
    """The body of a text that may not have been saved, its references resolved by name."""
    guide_ids = guide_ids_by_reference({link.target for link in document.links if link.kind == LinkKind.GUIDE})
    guides = guides_by_id(guide_ids.values(), now=reading.now)
    shelf = _shelf(
        product_ids=product_ids_by_reference({mention.slug for mention in document.mentions}),
        with_attributes=any(mention.form in NEED_ATTRIBUTES for mention in document.mentions),
        guides={slug: guides[guide_id] for slug, guide_id in guide_ids.items() if guide_id in guides},
        pictures=assets_by_key({picture.key for picture in document.pictures}),
        web_addresses=[link.target for link in document.links if link.kind == LinkKind.WEB],
    )
    return _body(stored_from_json(document_to_json(document)), Embeds(shelf, reading, article_id=article_id), shelf)


def _shelf(
    *,
    product_ids: Mapping[str, int],
    with_attributes: bool,
    guides: Mapping[str, Article],
    pictures: Mapping[str, Asset],
    web_addresses: Collection[str],
    mentions: Sequence[Mention] = (),
    changes: Changes | None = None,
) -> Shelf:
    products = products_for_guide(set(product_ids.values()), with_attributes=with_attributes)
    return Shelf(
        products={slug: products[product_id] for slug, product_id in product_ids.items() if product_id in products},
        alternatives={
            product.id: [other.alternative for other in product.alternatives] for product in products.values()
        },
        guides=guides,
        pictures=pictures,
        merchants={
            host_of(url): merchant for url in web_addresses if (merchant := merchant_of_address(url)) is not None
        },
        verdicts={mention.position: mention for mention in mentions if mention.form is MentionForm.PICK},
        changes=changes or {},
    )


def _body(document: StoredDocument, embeds: Embeds, shelf: Shelf) -> Body:
    """The body; its disclosure covers all its products, because the page lists them again with their offers."""
    others = [other for product in shelf.products.values() for other in shelf.alternatives.get(product.id, ())]
    linked: list[Merchant | KnownMerchant] = [
        *merchants_of([*shelf.products.values(), *others]),
        *shelf.merchants.values(),
    ]
    return Body(
        html=embeds.fill(document.segments),
        contents=[ContentsEntry(heading.anchor, heading.text) for heading in document.headings if heading.level == 2],
        sources=[
            SourceNote(source.number, source.anchor, embeds.fill(source.segments), source.references)
            for source in document.sources
        ],
        disclosure=disclosure_for_merchants(linked),
        products=list({product.id: product for product in shelf.products.values()}.values()),
        embeds=embeds,
    )
