"""Tasks: what needs somebody, as it follows from what the database knows. Nothing is kept; what is done is gone."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from ..catalog.models import Product
from ..catalog.price_sources import PriceSource
from ..journal.models import Article
from ..journal.verdicts import price_move
from ..media.models import Asset
from .links import CheckedLink

ENDING_SOON = timedelta(days=14)
ENDING_NOW = timedelta(days=2)
ADDRESS_LENGTH = 60  # characters of an address in a sentence
STALE_AFTER = timedelta(days=30)


class Urgency(IntEnum):
    """When a task wants to be done."""

    NOW = 0
    SOON = 1
    LATER = 2


class TaskOrder(StrEnum):
    """In which order tasks stand."""

    URGENCY = "urgency"
    DAY = "day"


class TaskKind(StrEnum):
    """What needs somebody, the most pressing first."""

    RECALLED = "recalled"
    BLOCKED = "blocked"
    PRICES_FAILING = "prices-failing"
    ENDING = "ending"
    REVIEW = "review"
    LINK_BROKEN = "link-broken"
    SOURCE_BROKEN = "source-broken"
    OFFER_BROKEN = "offer-broken"
    SOLD_OUT = "sold-out"
    DISCONTINUED = "discontinued"
    SUPERSEDED = "superseded"
    PRICE_MOVED = "price-moved"
    FACTS_CHANGED = "facts-changed"
    UNDERCUT = "undercut"
    NO_OFFER = "no-offer"
    NO_PICTURE = "no-picture"
    LINK_MOVED = "link-moved"
    STALE = "stale"


@dataclass(frozen=True)
class PriceMove:
    """From the price of a verdict's day to that of now, in minor units of one currency."""

    then: int
    now: int
    currency: str


@dataclass(frozen=True)
class Task:
    """One cause at one place: a guide, with the product or picture concerned, or a product or source of prices alone.

    `due` is the day that it is about: of the review, of the end, of the last change, of the verdict. `other` is the
    product that took the place of this one, or costs less; `move` what became of the price since the verdict. `clicks`
    counts those of the last 30 days, from the guide to the product.
    """

    kind: TaskKind
    urgency: Urgency
    article: Article | None
    product: Product | None
    asset: Asset | None
    due: date | None
    other: Product | None = None
    move: PriceMove | None = None
    source: PriceSource | None = None
    clicks: int = 0
    link: CheckedLink | None = None


DRIFT_KINDS = (TaskKind.SUPERSEDED, TaskKind.PRICE_MOVED, TaskKind.FACTS_CHANGED, TaskKind.UNDERCUT)
LINK_KINDS = (TaskKind.LINK_BROKEN, TaskKind.SOURCE_BROKEN, TaskKind.OFFER_BROKEN)
URGENCY = {
    TaskKind.RECALLED: Urgency.NOW,
    TaskKind.BLOCKED: Urgency.NOW,
    TaskKind.PRICES_FAILING: Urgency.NOW,
    TaskKind.REVIEW: Urgency.NOW,
    TaskKind.ENDING: Urgency.SOON,  # and now, when the end is near
    TaskKind.LINK_BROKEN: Urgency.SOON,
    TaskKind.SOURCE_BROKEN: Urgency.SOON,
    TaskKind.OFFER_BROKEN: Urgency.SOON,
    TaskKind.SOLD_OUT: Urgency.SOON,
    TaskKind.DISCONTINUED: Urgency.SOON,
    TaskKind.SUPERSEDED: Urgency.SOON,
    TaskKind.PRICE_MOVED: Urgency.SOON,
    TaskKind.FACTS_CHANGED: Urgency.SOON,
    TaskKind.UNDERCUT: Urgency.LATER,
    TaskKind.NO_OFFER: Urgency.SOON,
    TaskKind.NO_PICTURE: Urgency.LATER,
    TaskKind.LINK_MOVED: Urgency.LATER,
    TaskKind.STALE: Urgency.LATER,
}
URGENCY_WORDS = {
    Urgency.NOW: "Today",
    Urgency.SOON: "Soon",
    Urgency.LATER: "When there is time",
}
KIND_WORDS = {
    TaskKind.RECALLED: "Recalled products",
    TaskKind.BLOCKED: "Pictures to describe",
    TaskKind.PRICES_FAILING: "Price sources that fail",
    TaskKind.REVIEW: "Reviews due",
    TaskKind.ENDING: "Ending soon",
    TaskKind.LINK_BROKEN: "Broken links",
    TaskKind.SOURCE_BROKEN: "Broken sources",
    TaskKind.OFFER_BROKEN: "Broken offers",
    TaskKind.SOLD_OUT: "Nowhere to buy",
    TaskKind.DISCONTINUED: "Discontinued products",
    TaskKind.SUPERSEDED: "Products with a successor",
    TaskKind.PRICE_MOVED: "Prices that moved",
    TaskKind.FACTS_CHANGED: "Facts that changed",
    TaskKind.UNDERCUT: "Cheaper rivals",
    TaskKind.NO_OFFER: "Products without an offer",
    TaskKind.NO_PICTURE: "Products without a picture",
    TaskKind.LINK_MOVED: "Links that moved",
    TaskKind.STALE: "Drafts left lying",
}
LABEL_WORDS = {
    TaskKind.RECALLED: "Recalled",
    TaskKind.BLOCKED: "Describe a picture",
    TaskKind.PRICES_FAILING: "Prices fail",
    TaskKind.REVIEW: "Review due",
    TaskKind.ENDING: "Ends soon",
    TaskKind.LINK_BROKEN: "Broken link",
    TaskKind.SOURCE_BROKEN: "Broken source",
    TaskKind.OFFER_BROKEN: "Broken offer",
    TaskKind.SOLD_OUT: "Nowhere to buy",
    TaskKind.DISCONTINUED: "Discontinued",
    TaskKind.SUPERSEDED: "Has a successor",
    TaskKind.PRICE_MOVED: "Price moved",
    TaskKind.FACTS_CHANGED: "Facts changed",
    TaskKind.UNDERCUT: "Cheaper rival",
    TaskKind.NO_OFFER: "No offer",
    TaskKind.NO_PICTURE: "No picture",
    TaskKind.LINK_MOVED: "Link moved",
    TaskKind.STALE: "Draft left lying",
}


def what_to_do(task: Task) -> str:
    """What is the matter, and what would end the task."""
    product = task.product.full_name if task.product else ""
    other = task.other.full_name if task.other else ""
    address = _shortened(task.link.address) if task.link else ""
    picture = task.asset.key if task.asset else ""
    return {
        TaskKind.RECALLED: f"It speaks of {product}, which was recalled. Readers are warned; choose another.",
        TaskKind.BLOCKED: f"Nobody has described its picture “{picture}”. Until then, “Update” is refused.",
        TaskKind.PRICES_FAILING: f"{task.source.message if task.source else ''} Its prices grow old, then vanish.",
        TaskKind.REVIEW: "Read it again, mend it, and set the next review.",
        TaskKind.ENDING: "Readers will no longer see it then. Move the date, or let it end.",
        TaskKind.SOLD_OUT: f"{product} cannot be bought anywhere. Find an offer, or put another in its place.",
        TaskKind.DISCONTINUED: f"It speaks of {product}, which is no longer made. Choose another.",
        TaskKind.SUPERSEDED: f"It recommends {product}, whose place was taken by {other}. Look at both, and choose.",
        TaskKind.PRICE_MOVED: f"The price of {product} has {_moved(task.move)} since the verdict. Does it still hold?",
        TaskKind.FACTS_CHANGED: f"Facts of {product} are not what they were on the day of the verdict. Look again.",
        TaskKind.UNDERCUT: f"{other} is recommended in the same role, and now costs less than {product}.",
        TaskKind.NO_OFFER: "Live guides speak of it, and it has no offer. Add one.",
        TaskKind.NO_PICTURE: "Live guides show it without a picture. Add one.",
        TaskKind.LINK_BROKEN: f"Readers who follow {address} get nothing. Link something else, or accept it.",
        TaskKind.SOURCE_BROKEN: f"The source {address} is no longer there. Cite another, or an archived copy.",
        TaskKind.OFFER_BROKEN: f"The offer at {address} leads nowhere, so nobody is sent there. Mend its address.",
        TaskKind.LINK_MOVED: f"{address} has moved for good. Link where it leads now.",
        TaskKind.STALE: "Finish it, or withdraw what will not come.",
    }[task.kind]


def _shortened(address: str) -> str:
    """An address as it reads in a sentence."""
    bare = address.partition("://")[2].removeprefix("www.").rstrip("/")
    return bare if len(bare) <= ADDRESS_LENGTH else f"{bare[:ADDRESS_LENGTH]}…"


def _moved(move: PriceMove | None) -> str:
    percent = price_move(move.then, move.now) if move else None
    return f"{'risen' if percent > 0 else 'fallen'} by {abs(percent)}%" if percent else "moved"
