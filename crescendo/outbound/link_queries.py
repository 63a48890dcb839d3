"""Reading links: which there are, where they stand, and what there is to check."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, union
from sqlalchemy.orm import joinedload

from ..accounts.models import User
from ..catalog.models import Offer, Product
from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.pagination import Page, paginate
from ..journal.derived import BodyLink, BodySource, LinkKind
from ..journal.models import Article, Revision
from ..journal.ownership import owned_by
from .links import CheckedLink, LinkState

PAGE_SIZE = 50


@dataclass(frozen=True)
class LinkFilter:
    """What links are narrowed to; empty fields narrow nothing.

    `whose` leaves those in one person's guides, `words` those whose address has each of them. Accepted links stand
    under no state but their own: `accepted` asks for them.
    """

    whose: User | None = None
    state: LinkState | None = None
    accepted: bool = False
    words: str = ""


@dataclass(frozen=True)
class LinkPlace:
    """Where an address stands: in a guide (as a source or a link, with its words), or as an offer."""

    address: str
    article: Article | None
    offer: Offer | None
    is_source: bool
    words: str


@dataclass(frozen=True)
class Progress:
    """How far checking is: links in all, those waiting, those being checked now, and when one was last checked."""

    total: int
    due: int
    leased: int
    last_checked_at: datetime | None


def addresses_in_use() -> set[str]:
    """Every address that a guide, draft or live, or a current offer leads to."""
    return {address for address in db.session.scalars(_in_use()) if address.startswith(("http://", "https://"))}


def links_page(filters: LinkFilter, *, today: date, number: int, size: int = PAGE_SIZE) -> Page[CheckedLink]:
    """Page `number` of the links that `filters` leave: dead ones first, then failing ones, then by address."""
    statement = select(CheckedLink).where(*_conditions(filters, today)).options(joinedload(CheckedLink.accepted_by))
    is_dead = CheckedLink.state.in_([state for state in LinkState if state.is_dead])
    return paginate(
        statement.order_by(is_dead.desc(), CheckedLink.failures.desc(), CheckedLink.host, CheckedLink.id),
        number=number,
        size=size,
    )


def link_counts(*, whose: User | None, today: date) -> dict[LinkState, int]:
    """How many links there are in each state that has any, accepted ones aside."""
    conditions = _conditions(LinkFilter(whose=whose), today)
    rows = db.session.execute(
        select(CheckedLink.state, func.count()).where(*conditions, ~is_accepted(today)).group_by(CheckedLink.state)
    )
    counts = {state: count for state, count in rows}  # noqa: C416 (a row is no pair to mypy)
    return {state: counts[state] for state in LinkState if state in counts}


def accepted_count(*, whose: User | None, today: date) -> int:
    """How many links are accepted as they are."""
    conditions = _conditions(LinkFilter(whose=whose, accepted=True), today)
    return db.session.scalar(select(func.count(CheckedLink.id)).where(*conditions)) or 0


def link_by_id(link_id: int, *, whose: User | None = None) -> CheckedLink:
    """The link; `NotFound` when there is none, or none in the guides of `whose`."""
    found = select(CheckedLink).where(CheckedLink.id == link_id, *_of(whose))
    link = db.session.scalar(found.options(joinedload(CheckedLink.accepted_by)))
    if link is None:
        raise NotFound
    return link


def places_of(addresses: Collection[str], *, whose: User | None = None) -> dict[str, list[LinkPlace]]:
    """Where each of these addresses stands: offers first, then guides; those of one person if `whose` is given."""
    found: dict[str, list[LinkPlace]] = {address: [] for address in addresses}
    if not found:
        return found
    if whose is None:
        for offer in db.session.scalars(_offers().where(Offer.url.in_(found))):
            found[offer.url].append(LinkPlace(offer.url, None, offer, is_source=False, words=""))
    sources = _sources_among(found)
    for article, revision_id, target, words in db.session.execute(_links(whose).where(BodyLink.target.in_(found))):
        is_source = (revision_id, target) in sources
        place = LinkPlace(target, article, None, is_source=is_source, words=words)
        if place not in found[target]:  # the draft and the live text of a guide mostly have the same links
            found[target].append(place)
    return found


def due_hosts(now: datetime, *, limit: int) -> list[str]:
    """Hosts with links to be checked that nobody holds, longest waiting first."""
    statement = (
        select(CheckedLink.host)
        .where(CheckedLink.next_check_at <= now, is_free(now))
        .group_by(CheckedLink.host)
        .order_by(func.min(CheckedLink.next_check_at), CheckedLink.host)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def leased_links(holder: str, now: datetime) -> Sequence[CheckedLink]:
    """The links that `holder` is to check now."""
    statement = select(CheckedLink).where(CheckedLink.lease_holder == holder, CheckedLink.next_check_at <= now)
    return db.session.scalars(statement.order_by(CheckedLink.host, CheckedLink.next_check_at)).all()


def offers_at(address: str) -> Sequence[Offer]:
    """The current offers that lead to `address`."""
    return db.session.scalars(select(Offer).where(Offer.url == address, Offer.archived_at.is_(None))).all()


def progress(now: datetime) -> Progress:
    """How far checking is."""
    is_due = CheckedLink.next_check_at <= now
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(is_due),
            func.count().filter(is_due, ~is_free(now)),
            func.max(CheckedLink.checked_at),
        ).select_from(CheckedLink)
    ).one()
    return Progress(*row)


def is_free(now: datetime) -> ColumnElement[bool]:
    """The condition under which nobody is checking a link."""
    return or_(CheckedLink.lease_until.is_(None), CheckedLink.lease_until <= now)


def is_accepted(today: date) -> ColumnElement[bool]:
    """The condition under which `CheckedLink.is_accepted` says yes."""
    return and_(CheckedLink.accepted_until.is_not(None), CheckedLink.accepted_until >= today)


def _in_use() -> Select[str]:
    is_kept = or_(Article.live_revision_id == BodyLink.revision_id, Article.draft_revision_id == BodyLink.revision_id)
    in_guides = select(BodyLink.target.label("address")).join(Article, is_kept).where(BodyLink.kind == LinkKind.WEB)
    both: Subquery = union(in_guides, select(Offer.url.label("address")).where(Offer.archived_at.is_(None))).subquery()
    return select(both.c.address)


def _conditions(filters: LinkFilter, today: date) -> list[ColumnElement[bool]]:
    conditions = [CheckedLink.address.icontains(word, autoescape=True) for word in filters.words.split()]
    if filters.state is not None:
        conditions += [CheckedLink.state == filters.state, ~is_accepted(today)]
    if filters.accepted:
        conditions.append(is_accepted(today))
    return [*conditions, *_of(filters.whose)]


def _of(whose: User | None) -> list[ColumnElement[bool]]:
    if whose is None:
        return []
    own = _links(whose).with_only_columns(BodyLink.target)
    return [CheckedLink.address.in_(own)]


def _links(whose: User | None) -> Select[Article, int, str, str]:
    is_kept = or_(Article.live_revision_id == BodyLink.revision_id, Article.draft_revision_id == BodyLink.revision_id)
    statement = (
        select(Article, BodyLink.revision_id, BodyLink.target, BodyLink.text)
        .join(BodyLink, is_kept)
        .where(BodyLink.kind == LinkKind.WEB)
        .order_by(Article.id, BodyLink.position)
        .options(
            joinedload(Article.draft_revision).load_only(Revision.title),
            joinedload(Article.live_revision).load_only(Revision.title),
        )
    )
    return statement if whose is None else statement.where(owned_by(whose))


def _sources_among(addresses: Collection[str]) -> set[tuple[int, str]]:
    rows = db.session.execute(select(BodySource.revision_id, BodySource.url).where(BodySource.url.in_(addresses)))
    return {(revision_id, url) for revision_id, url in rows}


def _offers() -> Select[Offer]:
    product = joinedload(Offer.product).joinedload(Product.brand)
    return select(Offer).where(Offer.archived_at.is_(None)).options(product, joinedload(Offer.merchant))


def link_names(ids: Collection[int]) -> dict[int, str]:
    """The addresses of links by their numbers."""
    rows = select(CheckedLink.id, CheckedLink.address).where(CheckedLink.id.in_(set(ids)))
    return dict(db.session.execute(rows).all())
