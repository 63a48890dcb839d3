"""What needs somebody, most urgent first, each with the way to the place to act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..accounts.models import User
from ..accounts.permissions import is_editor
from ..foundation import clock
from ..foundation.urls import product_path
from ..outbound.task_queries import TaskFilter, task_counts, tasks_page
from ..outbound.tasks import (
    DRIFT_KINDS,
    KIND_WORDS,
    LABEL_WORDS,
    LINK_KINDS,
    URGENCY_WORDS,
    Task,
    TaskKind,
    TaskOrder,
    what_to_do,
)
from ..presentation.search import Choice
from ..web.addresses import page_number
from . import studio
from .access import me
from .days import today
from .narrowing import Narrowed, Narrowing, one_of, words_asked

SWAP_KINDS = {TaskKind.RECALLED, TaskKind.DISCONTINUED, TaskKind.SOLD_OUT, TaskKind.SUPERSEDED}
ORDER_WORDS = {TaskOrder.URGENCY: "Most urgent first", TaskOrder.DAY: "Earliest day first"}
DUE_WORDS = {TaskKind.REVIEW: "due", TaskKind.ENDING: "until", TaskKind.STALE: "untouched since"}
DUE_WORDS |= dict.fromkeys(DRIFT_KINDS, "verdict of") | dict.fromkeys(LINK_KINDS, "failing since")
DUE_WORDS[TaskKind.PRICES_FAILING] = "failing since"


@dataclass(frozen=True)
class TaskLine:
    """A task as a line: what it is about, where to act, and the day that counts, with the words before it."""

    kind: str
    kind_words: str
    title: str
    address: str
    author: str
    words: str
    due: date | None
    due_words: str
    clicks: int = 0


@studio.get("/tasks/")
def task_list() -> ResponseReturnValue:
    """All tasks, or those of one kind or of one’s own guides, which are all that an author can act on."""
    kind = one_of("kind", [(kind.value, words) for kind, words in KIND_WORDS.items()])
    is_mine = request.args.get("mine") == "yes" and is_editor(me())
    order = TaskOrder(one_of("sort", list(ORDER_WORDS.items())) or TaskOrder.URGENCY)
    narrowed = _narrowed(kind, is_mine=is_mine, words=words_asked(), order=order)
    return narrowed.canonical(page_number()) or _page(TaskKind(kind) if kind else None, narrowed, is_mine=is_mine)


def _page(kind: TaskKind | None, narrowed: Narrowed[TaskOrder], *, is_mine: bool) -> str:
    now, day = clock.now(), today()
    own = task_counts(now=now, today=day, whose=me())
    everybodys = task_counts(now=now, today=day) if is_editor(me()) else {}
    is_own = is_mine or not is_editor(me())
    filters = TaskFilter(whose=me() if is_own else None, kind=kind, words=words_asked())
    page = tasks_page(filters, now=now, today=day, order=narrowed.order, number=page_number())
    return render_template(
        "studio/tasks.html",
        groups=_groups(page.items, narrowed.order),
        words=words_asked(),
        orders=ORDER_WORDS,
        kept=[(narrowing.name, narrowing.value) for narrowing in narrowed.narrowings if narrowing.name != "q"],
        kinds=_kind_choices(kind, own if is_own else everybodys, is_mine=is_mine),
        whose=_whose_choices(kind, everybodys, own, is_mine=is_mine) if is_editor(me()) else [],
        narrowed=narrowed,
        pagination=narrowed.pagination(page),
    )


def _groups(tasks: Sequence[Task], order: TaskOrder) -> list[tuple[str, list[TaskLine]]]:
    """The tasks under their urgencies, or all in one group when they stand by their days."""
    if order is TaskOrder.DAY:
        return [(ORDER_WORDS[order], task_lines(tasks))] if tasks else []
    groups = groupby(tasks, key=lambda task: task.urgency)
    return [(URGENCY_WORDS[urgency], task_lines(list(group))) for urgency, group in groups]


def task_lines(tasks: Sequence[Task]) -> list[TaskLine]:
    """Tasks as lines, in their order."""
    return [
        TaskLine(
            kind=task.kind.value,
            kind_words=LABEL_WORDS[task.kind],
            title=_title(task),
            address=place_of(task, me()),
            author=task.article.author.name if task.article else "",
            words=what_to_do(task),
            due=task.due,
            due_words=DUE_WORDS.get(task.kind, ""),
            clicks=task.clicks,
        )
        for task in tasks
    ]


def place_of(task: Task, user: User) -> str:
    """Where `user` can do something about `task`. Authors see a product as readers do; editors keep it."""
    if task.link is not None:
        return url_for("studio.link", link_id=task.link.id)
    if task.kind in SWAP_KINDS and task.product is not None:
        return url_for("studio.impact", product_id=task.product.id)
    if task.source is not None:
        return url_for("studio.editors.price_source", source_id=task.source.id)
    if task.asset is not None:
        return url_for("studio.asset", asset_id=task.asset.id)
    if task.article is not None:
        return url_for("studio.article", article_id=task.article.id)
    if task.product is None:
        raise ValueError("A task about nothing.")
    if is_editor(user):
        return url_for("studio.editors.product", product_id=task.product.id)
    return product_path(task.product.slug)


def _title(task: Task) -> str:
    if task.article is not None:
        return task.article.newest_revision.title
    if task.source is not None:
        return f"{task.source.merchant.name}: {task.source.name}"
    return task.product.full_name if task.product else ""


def _narrowed(
    kind: str, *, is_mine: bool, words: str = "", order: TaskOrder = TaskOrder.URGENCY
) -> Narrowed[TaskOrder]:
    said = [("q", words), ("kind", kind), ("mine", "yes" if is_mine else "")]
    return Narrowed(
        path=url_for("studio.task_list"),
        narrowings=[Narrowing(name, value, "") for name, value in said if value],
        order=order,
    )


def _kind_choices(chosen: TaskKind | None, counts: dict[TaskKind, int], *, is_mine: bool) -> list[Choice]:
    """Everything, the kinds that have tasks, and the one that is chosen."""
    kinds = [kind for kind in TaskKind if kind in counts or kind is chosen]
    everything = Choice("Everything", _address(None, is_mine=is_mine), sum(counts.values()), chosen is None)
    return [
        everything,
        *(
            Choice(KIND_WORDS[kind], _address(kind, is_mine=is_mine), counts.get(kind, 0), kind is chosen)
            for kind in kinds
        ),
    ]


def _whose_choices(
    kind: TaskKind | None, everybodys: dict[TaskKind, int], own: dict[TaskKind, int], *, is_mine: bool
) -> list[Choice]:
    def count(counts: dict[TaskKind, int]) -> int:
        return counts.get(kind, 0) if kind else sum(counts.values())

    return [
        Choice("Everybody’s", _address(kind, is_mine=False), count(everybodys), not is_mine),
        Choice("Mine", _address(kind, is_mine=True), count(own), is_mine),
    ]


def _address(kind: TaskKind | None, *, is_mine: bool) -> str:
    return _narrowed(kind.value if kind else "", is_mine=is_mine).address
