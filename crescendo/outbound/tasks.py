"""Tasks: what needs somebody, as it follows from what the database knows. Nothing is kept; what is done is gone."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from ..catalog.models import Product
from ..journal.models import Article
from ..media.models import Asset

ENDING_SOON = timedelta(days=14)
ENDING_NOW = timedelta(days=2)
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
    ENDING = "ending"
    REVIEW = "review"
    SOLD_OUT = "sold-out"
    DISCONTINUED = "discontinued"
    NO_OFFER = "no-offer"
    NO_PICTURE = "no-picture"
    STALE = "stale"


@dataclass(frozen=True)
class Task:
    """One cause at one place: a guide, with the product or picture concerned, or a product alone.

    `due` is the day that it is about: of the review, of the end, of the last change.
    """

    kind: TaskKind
    urgency: Urgency
    article: Article | None
    product: Product | None
    asset: Asset | None
    due: date | None


URGENCY = {
    TaskKind.RECALLED: Urgency.NOW,
    TaskKind.BLOCKED: Urgency.NOW,
    TaskKind.REVIEW: Urgency.NOW,
    TaskKind.ENDING: Urgency.SOON,  # and now, when the end is near
    TaskKind.SOLD_OUT: Urgency.SOON,
    TaskKind.DISCONTINUED: Urgency.SOON,
    TaskKind.NO_OFFER: Urgency.SOON,
    TaskKind.NO_PICTURE: Urgency.LATER,
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
    TaskKind.REVIEW: "Reviews due",
    TaskKind.ENDING: "Ending soon",
    TaskKind.SOLD_OUT: "Nowhere to buy",
    TaskKind.DISCONTINUED: "Discontinued products",
    TaskKind.NO_OFFER: "Products without an offer",
    TaskKind.NO_PICTURE: "Products without a picture",
    TaskKind.STALE: "Drafts left lying",
}
LABEL_WORDS = {
    TaskKind.RECALLED: "Recalled",
    TaskKind.BLOCKED: "Describe a picture",
    TaskKind.REVIEW: "Review due",
    TaskKind.ENDING: "Ends soon",
    TaskKind.SOLD_OUT: "Nowhere to buy",
    TaskKind.DISCONTINUED: "Discontinued",
    TaskKind.NO_OFFER: "No offer",
    TaskKind.NO_PICTURE: "No picture",
    TaskKind.STALE: "Draft left lying",
}


def what_to_do(task: Task) -> str:
    """What is the matter, and what would end the task."""
    product = task.product.full_name if task.product else ""
    picture = task.asset.key if task.asset else ""
    return {
        TaskKind.RECALLED: f"It speaks of {product}, which was recalled. Readers are warned; choose another.",
        TaskKind.BLOCKED: f"Nobody has described its picture “{picture}”. Until then, “Update” is refused.",
        TaskKind.REVIEW: "Read it again, mend it, and set the next review.",
        TaskKind.ENDING: "Readers will no longer see it then. Move the date, or let it end.",
        TaskKind.SOLD_OUT: f"{product} cannot be bought anywhere. Find an offer, or name an alternative.",
        TaskKind.DISCONTINUED: f"It speaks of {product}, which is no longer made. Choose another.",
        TaskKind.NO_OFFER: "Live guides speak of it, and it has no offer. Add one.",
        TaskKind.NO_PICTURE: "Live guides show it without a picture. Add one.",
        TaskKind.STALE: "Finish it, or withdraw what will not come.",
    }[task.kind]
