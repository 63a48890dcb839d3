"""The query string of the list of guides: what it may say, in which words, and what it asks for."""

from dataclasses import dataclass

from flask import request, url_for

from ..catalog.queries import categories
from ..journal.desk_listing import DeskFilter, DeskOrder
from ..journal.desk_queries import authors, tags_with_counts
from ..journal.publishing import ArticleState
from .narrowing import Narrowed, Narrowing, Options, one_of, words_asked
from .rows import STATE_WORDS

ORDER_WORDS = {
    DeskOrder.CHANGED_DOWN: "Last changed first",
    DeskOrder.CHANGED: "Longest unchanged first",
    DeskOrder.TITLE: "Title, A to Z",
    DeskOrder.TITLE_DOWN: "Title, Z to A",
    DeskOrder.PUBLISHED_DOWN: "Last published first",
    DeskOrder.PUBLISHED: "First published first",
    DeskOrder.REVIEW: "Next review first",
    DeskOrder.REVIEW_DOWN: "Last review first",
}


@dataclass(frozen=True)
class ListOptions:
    """What the list can be narrowed to: pairs of a value in the address and its words."""

    states: Options
    categories: Options
    authors: Options
    tags: Options


def list_options() -> ListOptions:
    """The options as they are now; only tags that some guide has."""
    return ListOptions(
        states=[(state.value, words) for state, words in STATE_WORDS.items()],
        categories=[(category.slug, category.name) for category in categories()],
        authors=[(author.slug, author.name) for author in authors()],
        tags=[(tag.slug, tag.name) for tag, count in tags_with_counts() if count],
    )


@dataclass(frozen=True)
class AskedList:
    """The list that an address asks for, and what else it could ask for."""

    options: ListOptions
    filters: DeskFilter
    narrowed: Narrowed[DeskOrder]


def asked_list() -> AskedList:
    """What the query of this request asks for; values that mean nothing narrow nothing."""
    options = list_options()
    filters = _filters(options)
    order = request.args.get("sort", "")
    return AskedList(
        options=options,
        filters=filters,
        narrowed=Narrowed(
            path=url_for("studio.article_list"),
            narrowings=_narrowings(filters, options),
            order=DeskOrder(order) if order in set(DeskOrder) else DeskOrder.CHANGED_DOWN,
        ),
    )


def _filters(options: ListOptions) -> DeskFilter:
    state = one_of("state", options.states)
    return DeskFilter(
        words=words_asked(),
        state=ArticleState(state) if state else None,
        category=one_of("category", options.categories),
        author=one_of("author", options.authors),
        tag=one_of("tag", options.tags),
        mine=request.args.get("mine") == "yes",
        review_due=request.args.get("due") == "yes",
    )


def _narrowings(filters: DeskFilter, options: ListOptions) -> list[Narrowing]:
    state = filters.state.value if filters.state else ""
    said = [
        ("state", state, f"State: {dict(options.states).get(state)}"),
        ("category", filters.category, f"Category: {dict(options.categories).get(filters.category)}"),
        ("author", filters.author, f"Author: {dict(options.authors).get(filters.author)}"),
        ("tag", filters.tag, f"Tag: {dict(options.tags).get(filters.tag)}"),
        ("mine", "yes" if filters.mine else "", "Mine"),
        ("due", "yes" if filters.review_due else "", "Review due"),
        ("q", filters.words, f"“{filters.words}”"),
    ]
    return [Narrowing(name, value, words) for name, value, words in said if value]
