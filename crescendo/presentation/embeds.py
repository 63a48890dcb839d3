"""The slots of a body, filled with what is true now: cards, picks, tables, prices, links and pictures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import get_template_attribute
from markupsafe import Markup, escape

from ..catalog.known import KnownMerchant
from ..catalog.models import Product
from ..foundation.urls import guide_path, host_of, product_path
from ..journal import markup
from ..journal.derived import Mention
from ..journal.models import Article
from ..media.models import Asset
from .cards import ProductCard, product_card
from .comparison import attribute_text, comparison_table
from .offers import web_link_rel
from .pictures import picture_of
from .reading import Reading
from .verdicts import Changes, since_verdict

EVIDENCE_WORDS = {
    "tested": "Tested by us",
    "expert": "On expert advice",
    "specs-only": "From the specifications",
    "owner-reviews": "From owners’ reviews",
}
ROLE_WORDS = {
    "best-overall": "Best overall",
    "runner-up": "Runner-up",
    "budget": "Best on a budget",
    "upgrade": "Worth the upgrade",
    "mention": "Also good",
    "avoid": "We would avoid it",
}


@dataclass(frozen=True)
class Shelf:
    """All that the slots of one body can need. Products and guides by the slug as written, merchants by host.

    `verdicts` are the picks that were saved, by position; `changes` what became of their products' attributes.
    """

    products: Mapping[str, Product] = field(default_factory=dict)
    alternatives: Mapping[int, Sequence[Product]] = field(default_factory=dict)
    guides: Mapping[str, Article] = field(default_factory=dict)
    pictures: Mapping[str, Asset] = field(default_factory=dict)
    merchants: Mapping[str, KnownMerchant] = field(default_factory=dict)
    verdicts: Mapping[int, Mention] = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)


class Embeds:
    """Fills the slots of one body for one reading. Links to sellers say where in the guide of that id they stand."""

    def __init__(self, shelf: Shelf, reading: Reading, *, article_id: int | None) -> None:
        self._shelf = shelf
        self._reading = reading
        self._article_id = article_id
        self._fillers: dict[type, Callable[[Any], str]] = {
            markup.ProductCard: self._product_card,
            markup.Pick: self._pick,
            markup.Comparison: self._comparison,
            markup.ProductLink: self._product_link,
            markup.GuideLink: self._guide_link,
            markup.WebLink: self._web_link,
            markup.PriceToken: self._price,
            markup.SpecToken: self._spec,
            markup.Figure: self._figure,
            markup.Picture: self._picture,
        }

    def fill(self, segments: markup.Segments) -> Markup:
        """The safe HTML of `segments`. Strings are safe already; each slot's filler escapes what it inserts."""
        pieces = (piece if isinstance(piece, str) else self._fillers[type(piece)](piece) for piece in segments)
        return Markup("".join(pieces))  # noqa: S704 (see above: every piece is safe)

    def card(self, product: Product, *, why: str = "", position: int = 0) -> ProductCard:
        """The card of `product` at a place of the body, 0 for the list at its end.

        It has an alternative where nothing healthy is on sale.
        """
        others = self._shelf.alternatives.get(product.id, ())
        place = f"{self._article_id}-{position}" if self._article_id else ""
        return product_card(product, self._reading, why=why, alternatives=others, place=place)

    def _product_card(self, slot: markup.ProductCard) -> str:
        product = self._shelf.products.get(slot.slug)
        if product is None:
            return _absent("product", slot.slug)
        return _component("product_card", self.card(product, why=slot.note, position=slot.position))

    def _pick(self, slot: markup.Pick) -> str:
        product = self._shelf.products.get(slot.slug)
        if product is None:
            return _absent("product", slot.slug) + self.fill(slot.verdict)
        card, verdict = self.card(product, position=slot.position), self._shelf.verdicts.get(slot.position)
        return _component(
            "pick",
            card,
            role=ROLE_WORDS.get(slot.role, ROLE_WORDS["mention"]),
            verdict=self.fill(slot.verdict),
            evidence=EVIDENCE_WORDS.get(slot.evidence, ""),
            verified_on=slot.verified_on,
            pros=[self.fill(item) for item in slot.pros],
            cons=[self.fill(item) for item in slot.cons],
            since=since_verdict(verdict, product, card.offer, self._shelf.changes) if verdict else [],
            avoid=slot.role == "avoid",
        )

    def _comparison(self, slot: markup.Comparison) -> str:
        named = [self._shelf.products[slug] for slug in slot.slugs if slug in self._shelf.products]
        products = list({product.id: product for product in named}.values())  # two may have been merged into one
        if not products:
            return _absent("product", ", ".join(slot.slugs))
        cards = [self.card(product, position=slot.position) for product in products]
        return _component("comparison_table", comparison_table(products, cards, slot.columns))

    def _product_link(self, slot: markup.ProductLink) -> str:
        product = self._shelf.products.get(slot.slug)
        content = self.fill(slot.content)
        if product is None:
            return content
        return Markup('<a href="{}" data-product="{}">{}</a>').format(product_path(product.slug), product.slug, content)

    def _guide_link(self, slot: markup.GuideLink) -> str:
        guide = self._shelf.guides.get(slot.slug)
        content = self.fill(slot.content)
        if guide is None:
            return content
        anchor = f"#{slot.anchor}" if slot.anchor else ""
        return Markup('<a href="{}{}">{}</a>').format(guide_path(guide.slug), anchor, content)

    def _web_link(self, slot: markup.WebLink) -> str:
        rel = web_link_rel(self._shelf.merchants.get(host_of(slot.url)))
        attribute = Markup(' rel="{}"').format(rel) if rel else ""
        return Markup('<a href="{}"{}>{}</a>').format(slot.url, attribute, self.fill(slot.content))

    def _price(self, slot: markup.PriceToken) -> str:
        product = self._shelf.products.get(slot.slug)
        offer = self.card(product).offer if product else None
        if product is None or offer is None or offer.price is None:
            return without_price(slot.fallback)
        return Markup('<span data-price data-product="{}">{}</span>').format(product.slug, offer.price)

    def _spec(self, slot: markup.SpecToken) -> str:
        product = self._shelf.products.get(slot.slug)
        values = product.attribute_values if product else []
        value = next((value for value in values if value.attribute.key == slot.key), None)
        return escape(attribute_text(value) if value else slot.fallback)

    def _figure(self, slot: markup.Figure) -> str:
        asset = self._shelf.pictures.get(slot.key)
        if asset is None:
            return _absent("picture", slot.key)
        return _component("figure", picture_of(asset, alt=slot.alt), caption=slot.caption)

    def _picture(self, slot: markup.Picture) -> str:
        asset = self._shelf.pictures.get(slot.key)
        return _component("picture", picture_of(asset, alt=slot.alt)) if asset else escape(slot.alt)


def _component(name: str, *args: Any, **kwargs: Any) -> Markup:
    filled: Markup = get_template_attribute(f"components/{name}.html", name)(*args, **kwargs)
    return filled


def without_price(fallback: str) -> Markup:
    """What the author wrote in place of a price, unless it is itself a price: those expire (they hold digits)."""
    return Markup("the current price") if any(character.isdigit() for character in fallback) else escape(fallback)


def _absent(kind: str, name: str) -> Markup:
    """What stands in the place of something that is no longer there; preflight tells the author."""
    return Markup('<p class="absent">This {} is no longer in our catalog: {}.</p>').format(kind, name)
