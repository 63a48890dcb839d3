"""The columns that all tasks share, so that every kind can stand in one list."""

from typing import Any

from sqlalchemy import Date, Integer, Select, String, cast, func, literal, null, select

from ..catalog.models import Product
from ..catalog.price_sources import PriceSource
from ..journal.models import Article
from .tasks import URGENCY, TaskKind

Found = Select[Any]
KEYS = ("article_id", "product_id", "asset_id", "other_id", "link_id", "source_id")
AMOUNTS = ("price_then", "price_now")


def task_rows(kind: TaskKind, *, due: Any = None, urgency: Any = None, currency: Any = None, **about: Any) -> Found:
    """A select of tasks of one kind. `about` has the columns of `KEYS` and `AMOUNTS` that say what they are about."""
    integers = ((name, about.get(name)) for name in (*KEYS, *AMOUNTS))
    columns = [
        literal(kind.value).label("kind"),
        literal(list(TaskKind).index(kind)).label("place"),
        (literal(URGENCY[kind].value) if urgency is None else urgency).label("urgency"),
        *((cast(null(), Integer) if value is None else value).label(name) for name, value in integers),
        (cast(null(), String) if currency is None else currency).label("currency"),
        (cast(null(), Date) if due is None else func.date(due, type_=Date)).label("due"),
    ]
    tables = {"article_id": Article, "product_id": Product, "source_id": PriceSource}
    return select(*columns).select_from(next(table for name, table in tables.items() if name in about))
