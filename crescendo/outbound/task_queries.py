"""Reading tasks. The number of statements never grows with the content: one finds tasks, four load what they name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, extract, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from ..accounts.models import User
from ..catalog.models import Product
from ..catalog.price_sources import PriceSource
from ..catalog.queries import name_contains
from ..foundation.database import db
from ..foundation.pagination import Page, paginate_rows
from ..journal.desk_queries import row_options
from ..journal.models import Article, Revision
from ..media.models import Asset
from .click_queries import recent_clicks
from .links import CheckedLink
from .task_rows import AMOUNTS, KEYS
from .task_sources import all_tasks
from .tasks import PriceMove, Task, TaskKind, TaskOrder, Urgency

PAGE_SIZE = 50
SECONDS_OF_A_DAY = 86_400


@dataclass(frozen=True)
class TaskFilter:
    """What the tasks are narrowed to; empty fields narrow nothing.

    `whose` leaves those of one person's guides, `words` those about what is called so.
    """

    whose: User | None = None
    kind: TaskKind | None = None
    urgency: Urgency | None = None
    words: str = ""


def tasks_page(
    filters: TaskFilter,
    *,
    now: datetime,
    today: date,
    order: TaskOrder = TaskOrder.URGENCY,
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[Task]:
    """Page `number` of the tasks that `filters` leave; most urgent first, or by the day alone.

    Among equally urgent ones, those stand first that concern the most readers: by the recent clicks from the guide to
    the product, times the days since its day. Then they stand by kind and day.
    """
    tasks = all_tasks(now, today, filters.whose)
    found, clicks = tasks.c, recent_clicks(today=today)
    count = func.coalesce(clicks.c.clicks, 0)
    names = ("kind", "urgency", "due", *KEYS, *AMOUNTS, "currency")
    weight = count * (1 + func.coalesce(_days_since(found.due, today), 0))
    first = [found.urgency, weight.desc(), found.place] if order is TaskOrder.URGENCY else []
    last = [found.article_id, found.product_id, found.asset_id, found.source_id]
    statement = (
        select(*(found[name] for name in names), count.label("clicks"))
        .outerjoin_from(
            tasks, clicks, and_(clicks.c.article_id == found.article_id, clicks.c.product_id == found.product_id)
        )
        .order_by(*first, found.due.asc().nulls_last(), *last)
    )
    for word in filters.words.split():
        called = {found.article_id: _titled(word), found.product_id: _named(word), found.source_id: _source_named(word)}
        statement = statement.where(or_(*(key.in_(ids) for key, ids in called.items())))
    if filters.kind is not None:
        statement = statement.where(found.kind == filters.kind.value)
    if filters.urgency is not None:
        statement = statement.where(found.urgency == filters.urgency.value)
    page: Page[Any] = paginate_rows(statement, number=number, size=size)
    return Page(items=_loaded(page.items), number=page.number, size=page.size, total=page.total)


def task_counts(*, now: datetime, today: date, whose: User | None = None) -> dict[TaskKind, int]:
    """How many tasks there are of each kind that has any."""
    found = all_tasks(now, today, whose).c
    rows = db.session.execute(select(found.kind, func.count()).group_by(found.kind))
    counts = {TaskKind(kind): int(count) for kind, count in rows}
    return {kind: counts[kind] for kind in TaskKind if kind in counts}


def _days_since(day: ColumnElement[date | None], today: date) -> ColumnElement[int]:
    """How many days ago a day was; less than none for days to come, which weigh nothing."""
    midnight = datetime.combine(today, time(), UTC)
    days = (literal(int(midnight.timestamp())) - cast(extract("epoch", day), Integer)) / SECONDS_OF_A_DAY
    return case((days > 0, days), else_=0)


def _titled(word: str) -> Select[Any]:
    """The ids of the guides whose draft or live title has `word`."""
    is_current = or_(Revision.id == Article.draft_revision_id, Revision.id == Article.live_revision_id)
    titled = select(Article.id).join(Revision, is_current)
    return titled.where(Revision.title.icontains(word, autoescape=True))


def _named(word: str) -> Select[Any]:
    """The ids of the products whose name, brand or address has `word`."""
    return select(Product.id).where(*name_contains(word))


def _source_named(word: str) -> Select[Any]:
    """The ids of the sources of prices whose name has `word`."""
    return select(PriceSource.id).where(PriceSource.name.icontains(word, autoescape=True))


def _loaded(rows: Sequence[Any]) -> list[Task]:
    articles = _by_id(select(Article).options(*row_options()), Article.id, (row.article_id for row in rows))
    named = [key for row in rows for key in (row.product_id, row.other_id)]
    products = _by_id(select(Product).options(joinedload(Product.brand)), Product.id, named)
    assets = _by_id(select(Asset), Asset.id, (row.asset_id for row in rows))
    links = _by_id(select(CheckedLink), CheckedLink.id, (row.link_id for row in rows))
    from_merchants = select(PriceSource).options(joinedload(PriceSource.merchant))
    sources = _by_id(from_merchants, PriceSource.id, (row.source_id for row in rows))
    return [
        Task(
            kind=TaskKind(row.kind),
            urgency=Urgency(row.urgency),
            article=articles.get(row.article_id),
            product=products.get(row.product_id),
            asset=assets.get(row.asset_id),
            due=row.due,
            other=products.get(row.other_id),
            move=_move(row),
            source=sources.get(row.source_id),
            clicks=row.clicks,
            link=links.get(row.link_id),
        )
        for row in rows
    ]


def _move(row: Any) -> PriceMove | None:
    known = row.price_then is not None and row.price_now is not None
    return PriceMove(row.price_then, row.price_now, row.currency) if known else None


def _by_id(statement: Select[Any], key: InstrumentedAttribute[int], ids: Iterable[int | None]) -> dict[int | None, Any]:
    wanted = {each for each in ids if each is not None}
    return {row.id: row for row in db.session.scalars(statement.where(key.in_(wanted)))} if wanted else {}
