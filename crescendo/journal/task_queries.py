"""Reading tasks. The number of statements never grows with the content: one finds tasks, three load what they name."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from ..accounts.models import User
from ..catalog.models import Product
from ..foundation.database import db
from ..foundation.pagination import Page, paginate_rows
from ..media.models import Asset
from .desk_queries import row_options
from .models import Article
from .task_sources import all_tasks
from .tasks import Task, TaskKind, Urgency

PAGE_SIZE = 50


def tasks_page(
    *,
    now: datetime,
    today: date,
    whose: User | None = None,
    kind: TaskKind | None = None,
    urgency: Urgency | None = None,
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[Task]:
    """Page `number` of the tasks, most urgent first, then by kind and day.

    `whose` leaves those of one person's guides, `kind` and `urgency` those of one.
    """
    found = all_tasks(now, today, whose).c
    names = ("kind", "urgency", "article_id", "product_id", "asset_id", "due")
    statement = select(*(found[name] for name in names)).order_by(
        found.urgency, found.place, found.due.asc().nulls_last(), found.article_id, found.product_id, found.asset_id
    )
    if kind is not None:
        statement = statement.where(found.kind == kind.value)
    if urgency is not None:
        statement = statement.where(found.urgency == urgency.value)
    page: Page[Any] = paginate_rows(statement, number=number, size=size)
    return Page(items=_loaded(page.items), number=page.number, size=page.size, total=page.total)


def task_counts(*, now: datetime, today: date, whose: User | None = None) -> dict[TaskKind, int]:
    """How many tasks there are of each kind that has any."""
    found = all_tasks(now, today, whose).c
    rows = db.session.execute(select(found.kind, func.count()).group_by(found.kind))
    counts = {TaskKind(kind): int(count) for kind, count in rows}
    return {kind: counts[kind] for kind in TaskKind if kind in counts}


def _loaded(rows: Sequence[Any]) -> list[Task]:
    articles = _by_id(select(Article).options(*row_options()), Article.id, (row[2] for row in rows))
    products = _by_id(select(Product).options(joinedload(Product.brand)), Product.id, (row[3] for row in rows))
    assets = _by_id(select(Asset), Asset.id, (row[4] for row in rows))
    return [
        Task(TaskKind(kind), Urgency(urgency), articles.get(article), products.get(product), assets.get(asset), due)
        for kind, urgency, article, product, asset, due in rows
    ]


def _by_id(statement: Select[Any], key: InstrumentedAttribute[int], ids: Iterable[int | None]) -> dict[int | None, Any]:
    wanted = {each for each in ids if each is not None}
    return {row.id: row for row in db.session.scalars(statement.where(key.in_(wanted)))} if wanted else {}
