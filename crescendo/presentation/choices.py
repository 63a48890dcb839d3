"""What an author chooses from while writing: products, guides and pictures, each in a line that tells them apart."""

from collections.abc import Mapping
from typing import TypedDict

from ..catalog.models import Product, ProductStatus
from ..foundation.urls import guide_path
from ..journal.models import Article
from ..journal.publishing import ArticleState, state_of
from ..media.models import AltState, Asset
from .cards import product_card
from .comparison import OFFER_COLUMNS, attribute_text
from .pictures import picture_of
from .reading import Reading

_STATES = {
    ArticleState.DRAFT: "Draft: readers see it once it is published",
    ArticleState.SCHEDULED: "Scheduled",
    ArticleState.LIVE: "Live",
    ArticleState.WITHDRAWN: "Withdrawn: readers cannot see it",
}


class Fact(TypedDict):
    """An attribute of a product, or a column of a comparison."""

    key: str
    label: str
    text: str


class Choice(TypedDict):
    """One line of a list to choose from. `reference` is what the body says; `warning` what speaks against it."""

    reference: str
    title: str
    note: str
    warning: str
    picture: str
    address: str
    facts: list[Fact]


class LinkChoice(TypedDict):
    """What a merchant's address leads to. `new_offer` is where an offer of it is made, for those who may."""

    merchant: str
    products: list[Choice]
    new_offer: str


def product_choice(product: Product, reading: Reading) -> Choice:
    """`product` with its price of now, what is wrong with it, and its facts."""
    card = product_card(product, reading)
    offer = card.offer
    prices = {"price": offer.price} if offer else {}
    bought = f"{offer.price or 'No price to show'} at {offer.merchant}" if offer else ""
    return Choice(
        reference=product.slug,
        title=card.full_name,
        note=", ".join(filter(None, [card.category, bought])),
        warning=_product_warning(product, is_sold=offer is not None),
        picture=card.picture.src if card.picture else "",
        address=card.address,
        facts=[
            *(Fact(key=key, label=label, text=prices.get(key) or "") for key, label in OFFER_COLUMNS.items()),
            *(
                Fact(key=value.attribute.key, label=value.attribute.label, text=attribute_text(value))
                for value in sorted(product.attribute_values, key=lambda value: value.attribute.position)
            ),
        ],
    )


def guide_choice(article: Article, reading: Reading) -> Choice:
    """`article`, and whether readers see it."""
    state = state_of(article, reading.now)
    is_live = state is ArticleState.LIVE
    return Choice(
        reference=article.slug,
        title=article.newest_revision.title,
        note=article.category.name,
        warning="" if is_live else _STATES[state],
        picture="",
        address=guide_path(article.slug),
        facts=[],
    )


def picture_choice(asset: Asset) -> Choice:
    """`asset` as a figure's picture. `note` is its description, if it has one."""
    return Choice(
        reference=asset.key,
        title=asset.key,
        note=asset.alt_text,
        warning="" if asset.alt_state is not AltState.UNDECIDED else "No description yet",
        picture=picture_of(asset).src,
        address="",
        facts=[],
    )


def missing_choice(reference: str) -> Choice:
    """What stands for something that is not there (any more)."""
    warning = "There is none of this name"
    return Choice(reference=reference, title=reference, note="", warning=warning, picture="", address="", facts=[])


def in_order(found: Mapping[str, Choice], references: list[str]) -> list[Choice]:
    """A choice for each of `references`, missing ones included."""
    return [found.get(reference) or missing_choice(reference) for reference in references]


def _product_warning(product: Product, *, is_sold: bool) -> str:
    if product.is_recalled:
        return "Recalled"
    if product.status is ProductStatus.DISCONTINUED:
        return "Discontinued"
    return "" if is_sold else "Nobody sells it now"
