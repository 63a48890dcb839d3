"""The page of a product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from ..catalog.attributes import AttributeValue
from ..catalog.models import Product
from ..catalog.offers import ranked
from ..foundation.urls import category_path
from ..journal.derived import Mention, MentionForm
from ..journal.models import Article
from ..journal.queries import guides_featuring
from .cards import GuideCard, ProductCard, guide_card, product_card, product_cards
from .comparison import attribute_text
from .disclosure import Disclosure, disclosure_for_merchants, merchants_of
from .embeds import EVIDENCE_WORDS, ROLE_WORDS
from .navigation import Crumb
from .offers import OfferLine, mixed_currencies, offer_line
from .pictures import Picture, picture_of
from .price_history import PriceHistory, price_history
from .reading import Reading
from .texts import short_text
from .verdicts import changes_after, since_verdict


@dataclass(frozen=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """What a guide's pick says of a product; `since` tells what has changed since then, a sentence each."""

    guide: GuideCard
    role: str
    verdict: str
    evidence: str
    verified_on: date | None
    pros: Sequence[str]
    cons: Sequence[str]
    since: Sequence[str] = ()


@dataclass(frozen=True)
class ProductPage:
    """All that a product's page shows. `currencies` are named where its prices are in several."""

    card: ProductCard
    model: str
    gtin: str
    mpn: str
    crumbs: Sequence[Crumb]
    description: Markup
    pictures: Sequence[Picture]
    facts: Sequence[Fact]
    history: PriceHistory | None
    offers: Sequence[OfferLine]
    currencies: Sequence[str]
    disclosure: Disclosure | None
    successor: Crumb | None
    verdicts: Sequence[Verdict]
    guides: Sequence[GuideCard]
    alternatives: Sequence[ProductCard]


def product_page(product: Product, reading: Reading) -> ProductPage:
    """The page of `product` as readers see it now."""
    others = [other.alternative for other in product.alternatives]
    featured = guides_featuring((product.id,), now=reading.now)
    ranking = [] if product.is_recalled else ranked(product.offers, currency=reading.currency, now=reading.now)
    offers = [offer_line(offer, reading) for offer in ranking]
    card = product_card(product, reading, alternatives=others)
    picks = [(guide, mention) for guide, mention in featured if mention.form is MentionForm.PICK]
    changes = changes_after(mention for _guide, mention in picks)
    return ProductPage(
        card=card,
        model=product.model,
        gtin=product.gtin,
        mpn=product.mpn,
        crumbs=[
            Crumb("Products", "/products/"),
            Crumb(product.category.name, category_path(product.category.slug)),
        ],
        description=short_text(product.description),
        pictures=[picture_of(picture.asset) for picture in product.pictures],
        facts=_facts(product.attribute_values),
        history=None if product.is_recalled else price_history(product, reading),
        offers=offers,
        currencies=mixed_currencies(offers),
        disclosure=disclosure_for_merchants(merchants_of([product, *others])),
        successor=card.successor,
        verdicts=[
            _verdict(guide, mention, since_verdict(mention, product, card.offer, changes)) for guide, mention in picks
        ],
        guides=[guide_card(guide) for guide, _mention in featured],
        alternatives=product_cards(others, reading),
    )


def _facts(values: Sequence[AttributeValue]) -> list[Fact]:
    ordered = sorted(values, key=lambda value: value.attribute.position)
    return [Fact(value.attribute.label, attribute_text(value)) for value in ordered]


def _verdict(guide: Article, mention: Mention, since: Sequence[str]) -> Verdict:
    return Verdict(
        guide=guide_card(guide),
        role=ROLE_WORDS[mention.role],
        verdict=mention.verdict,
        evidence=EVIDENCE_WORDS.get(mention.evidence or "", ""),
        verified_on=mention.verified_on,
        pros=mention.pros,
        cons=mention.cons,
        since=since,
    )
