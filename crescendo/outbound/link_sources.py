"""Links that readers cannot follow, or that have moved, in guides that readers see: a select for each kind of task."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists

from ..catalog.models import Offer, Product, ProductStatus
from ..journal.derived import BodyLink, BodySource, LinkKind
from ..journal.models import Article
from ..journal.publishing import visible_at
from .link_queries import is_accepted
from .links import CheckedLink, LinkState
from .task_rows import Found, task_rows
from .tasks import TaskKind

DEAD = [state for state in LinkState if state.is_dead]


def of_guides(now: datetime, today: date) -> list[Found]:
    """One for each live guide and link in it, by what is the matter."""
    is_source = exists().where(
        BodySource.revision_id == Article.live_revision_id, BodySource.url == CheckedLink.address
    )
    is_dead = CheckedLink.state.in_(DEAD)
    conditions = {
        TaskKind.LINK_BROKEN: (is_dead, ~is_source),
        TaskKind.SOURCE_BROKEN: (is_dead, is_source),
        TaskKind.LINK_MOVED: (CheckedLink.state == LinkState.MOVED,),
    }
    return [_in_guides(kind, now, today, *found) for kind, found in conditions.items()]


def of_offers(today: date) -> Found:
    """One for each product on sale with an offer whose link is broken."""
    found = task_rows(TaskKind.OFFER_BROKEN, product_id=Product.id, link_id=CheckedLink.id, due=Offer.broken_since)
    is_offered = and_(Offer.product_id == Product.id, Offer.archived_at.is_(None), Offer.broken_since.is_not(None))
    joined = found.join(Offer, is_offered).join(CheckedLink, CheckedLink.address == Offer.url)
    return joined.where(Product.status == ProductStatus.ACTIVE, ~is_accepted(today)).distinct()


def _in_guides(kind: TaskKind, now: datetime, today: date, *conditions: ColumnElement[bool]) -> Found:
    found = task_rows(kind, article_id=Article.id, link_id=CheckedLink.id, due=CheckedLink.failing_since)
    is_there = and_(BodyLink.revision_id == Article.live_revision_id, BodyLink.kind == LinkKind.WEB)
    joined = found.join(BodyLink, is_there).join(CheckedLink, CheckedLink.address == BodyLink.target)
    return joined.where(visible_at(now), ~is_accepted(today), *conditions).distinct()
