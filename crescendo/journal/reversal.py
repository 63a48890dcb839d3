"""Undoing a change of many articles, in one step: each goes back to what it was, unless it was changed since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..accounts.actions import record
from ..accounts.models import User
from ..accounts.permissions import is_editor
from ..catalog.taxonomy import Category
from ..foundation import clock
from ..foundation.database import db
from ..foundation.errors import NotPermitted, Rejected
from .bulk import Change, tags_after
from .bulk_changes import BulkChange, ChangeKind
from .bulk_queries import articles_by_ids, existing, revisions_by_ids
from .filing import file_article, reinstate_article
from .models import Article, AuthorProfile, Revision, Tag

Was = Mapping[str, Any]


@dataclass(frozen=True)
class Reversal:
    """How many articles are as they were, and for each of the others why it is not."""

    count: int
    left: Sequence[tuple[Article, str]]


@dataclass(frozen=True)
class _Kept:
    """What there still is of that to which articles would go back."""

    rows: Mapping[int, Any]
    revisions: Mapping[int, Revision]


def reverse_change(change: BulkChange, *, by: User) -> Reversal:
    """Undo `change`. `NotPermitted` for whoever neither made it nor is an editor, `Rejected` when it is undone."""
    if not (is_editor(by) or change.made_by_id == by.id):
        raise NotPermitted
    if change.reversed_at is not None:
        raise Rejected({"": "This change was undone already."})
    before = {was["article"]: was for was in change.before}
    kept = _kept(change)
    count, left = 0, []
    for article in articles_by_ids(before, lock=True):
        if obstacle := _OBSTACLES[change.kind](article, before[article.id], change, kept):
            left.append((article, obstacle))
        else:
            _put_back(article, before[article.id], change, kept, by=by)
            count += 1
    change.reversed_at = clock.now()
    db.session.flush()
    record(by=by, verb="reversed", subject="articles", subject_id=change.id)
    return Reversal(count, left)


def _kept(change: BulkChange) -> _Kept:
    if change.kind is ChangeKind.WITHDRAW:
        return _Kept({}, revisions_by_ids([was["live"] for was in change.before]))
    if change.kind in {ChangeKind.ADD_TAG, ChangeKind.REMOVE_TAG}:
        return _Kept(existing(Tag, [change.target_id or 0]), {})
    former = {was["was"] for was in change.before}
    is_category = change.kind is ChangeKind.CATEGORY
    return _Kept(existing(Category, former) if is_category else existing(AuthorProfile, former), {})


def _moved_on(article: Article, was: Was, change: BulkChange, kept: _Kept) -> str:
    if article.category_id != change.target_id:
        return "it was moved again since"
    return "" if was["was"] in kept.rows else "the category that it was in is gone"


def _given_away(article: Article, was: Was, change: BulkChange, kept: _Kept) -> str:
    if article.author_id != change.target_id:
        return "it got another author since"
    return "" if was["was"] in kept.rows else "the profile of its author is gone"


def _tag_taken(article: Article, _was: Was, change: BulkChange, _kept: _Kept) -> str:
    return "" if change.target_id in {tag.id for tag in article.tags} else "the tag was taken off since"


def _tag_given(article: Article, _was: Was, change: BulkChange, kept: _Kept) -> str:
    if change.target_id in {tag.id for tag in article.tags}:
        return "it has the tag again"
    return "" if kept.rows else "the tag was deleted"


def _shown_again(article: Article, was: Was, _change: BulkChange, kept: _Kept) -> str:
    if article.live_revision_id or article.publish_at or article.unpublish_at:
        return "it was published, scheduled or dated since"
    return "" if was["live"] in kept.revisions else "the text that readers saw is no longer kept"


_OBSTACLES: dict[ChangeKind, Callable[[Article, Was, BulkChange, _Kept], str]] = {
    ChangeKind.CATEGORY: _moved_on,
    ChangeKind.AUTHOR: _given_away,
    ChangeKind.ADD_TAG: _tag_taken,
    ChangeKind.REMOVE_TAG: _tag_given,
    ChangeKind.WITHDRAW: _shown_again,
}


def _put_back(article: Article, was: Was, change: BulkChange, kept: _Kept, *, by: User) -> None:
    version = article.version
    if change.kind is ChangeKind.CATEGORY:
        file_article(article, category_id=was["was"], version=version, by=by)
    elif change.kind is ChangeKind.AUTHOR:
        file_article(article, author_id=was["was"], version=version, by=by)
    elif change.kind is ChangeKind.WITHDRAW:
        reinstate_article(
            article,
            kept.revisions[was["live"]],
            publish_at=datetime.fromisoformat(was["publish_at"]),
            unpublish_at=datetime.fromisoformat(was["unpublish_at"]) if was["unpublish_at"] else None,
            had_draft=was["had_draft"],
            version=version,
            by=by,
        )
    else:
        is_added = change.kind is ChangeKind.ADD_TAG
        contrary = ChangeKind.REMOVE_TAG if is_added else ChangeKind.ADD_TAG
        tags = tags_after(article, Change(contrary, change.target_id, change.name))
        file_article(article, tags=tags, version=version, by=by)
