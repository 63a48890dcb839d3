"""The front page."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.known import known_categories
from ..catalog.queries import products_for_cards
from ..foundation.urls import category_path
from ..journal.queries import lately_picked_product_ids, latest_by_category, latest_guides
from .cards import GuideCard, ProductCard, guide_cards, product_card
from .disclosure import Disclosure, disclosure_for_cards
from .navigation import Crumb
from .reading import Reading


@dataclass(frozen=True)
class Department:
    """A category on the front page, with its newest guides."""

    link: Crumb
    description: str
    colour: str
    guides: Sequence[GuideCard]


@dataclass(frozen=True)
class FrontPage:
    """All that the front page shows. `lead` is None on a site without guides."""

    lead: GuideCard | None
    newest: Sequence[GuideCard]
    departments: Sequence[Department]
    products: Sequence[ProductCard]
    disclosure: Disclosure | None


def front_page(reading: Reading) -> FrontPage:
    """The front page as readers see it now: the lead and the newest are not repeated below."""
    newest = latest_guides(now=reading.now, limit=5)
    shown = tuple(article.id for article in newest)
    by_category = latest_by_category(now=reading.now, each=3, without=shown)
    picked = lately_picked_product_ids(now=reading.now, limit=8)
    products = products_for_cards(picked)
    cards = [product_card(products[product_id], reading) for product_id in picked if product_id in products]
    guides = guide_cards(newest)
    return FrontPage(
        lead=guides[0] if guides else None,
        newest=guides[1:],
        departments=[
            Department(
                link=Crumb(category.name, category_path(category.slug)),
                description=category.description,
                colour=category.colour,
                guides=guide_cards(by_category.get(category.id, ())),
            )
            for category in known_categories()
        ],
        products=cards,
        disclosure=disclosure_for_cards(cards),
    )
