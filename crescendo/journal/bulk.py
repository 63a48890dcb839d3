"""The same change to many articles at once: which it touches, and doing it in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import db
from .actions import withdraw_article
from .bulk_changes import BulkChange, ChangeKind
from .bulk_queries import articles_by_ids, existing
from .filing import file_article
from .models import Article, Tag
from .ownership import may_change
from .publishing import ArticleState, state_of
from .tags import tags_named


@dataclass(frozen=True)
class Change:
    """What is to be done: its kind, and the category, author or tag. A tag that is to be added may be new: no id."""

    kind: ChangeKind
    target_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Plan:
    """What a change would do: the articles it touches, those that are so already, and those of others."""

    change: Change
    affected: Sequence[Article]
    same: Sequence[Article]
    not_permitted: Sequence[Article]


@dataclass(frozen=True)
class Outcome:
    """What was done; None when nothing was. `left` were saved by somebody since they were shown."""

    done: BulkChange | None
    left: Sequence[Article]


def plan_change(change: Change, articles: Iterable[Article], *, by: User, now: datetime) -> Plan:
    """What `change` would do to `articles`, if `by` makes it."""
    chosen = list(articles)
    permitted = [article for article in chosen if may_change(article, by)]
    return Plan(
        change=change,
        affected=[article for article in permitted if would_change(article, change, now)],
        same=[article for article in permitted if not would_change(article, change, now)],
        not_permitted=[article for article in chosen if not may_change(article, by)],
    )


def would_change(article: Article, change: Change, now: datetime) -> bool:
    """Whether `article` is not yet as `change` would make it."""
    has_tag = change.target_id in {tag.id for tag in article.tags}
    return {
        ChangeKind.CATEGORY: article.category_id != change.target_id,
        ChangeKind.AUTHOR: article.author_id != change.target_id,
        ChangeKind.ADD_TAG: not has_tag,
        ChangeKind.REMOVE_TAG: has_tag,
        ChangeKind.WITHDRAW: state_of(article, now) in {ArticleState.LIVE, ArticleState.SCHEDULED},
    }[change.kind]


def change_articles(change: Change, versions: Mapping[int, int], *, by: User) -> Outcome:
    """Make `change` to the articles whose ids and versions were shown; what is kept of them can undo it.

    Those that somebody saved since are left as they are, and so are those of others.
    """
    articles = articles_by_ids(versions, lock=True)
    unchanged = [article for article in articles if article.version == versions[article.id]]
    left = [article for article in articles if article.version != versions[article.id]]
    affected = plan_change(change, unchanged, by=by, now=clock.now()).affected
    if not affected:
        return Outcome(None, left)
    settled = _settled(change)
    before = [{"article": article.id, **_before(article, change.kind)} for article in affected]
    for article in affected:
        _apply(article, settled, by=by)
    done = BulkChange(
        kind=settled.kind,
        target_id=settled.target_id,
        name=settled.name,
        before=before,
        made_at=clock.now(),
        made_by_id=by.id,
    )
    db.session.add(done)
    db.session.flush()
    record(by=by, verb="changed", subject="articles", subject_id=done.id, detail={"kind": settled.kind.value})
    return Outcome(done, left)


def _settled(change: Change) -> Change:
    """`change` with the tag that it adds, made if it is new."""
    if change.kind is not ChangeKind.ADD_TAG or change.target_id is not None:
        return change
    [tag] = tags_named([change.name])
    db.session.flush()
    return replace(change, target_id=tag.id, name=tag.name)


def _before(article: Article, kind: ChangeKind) -> dict[str, Any]:
    if kind is ChangeKind.WITHDRAW:
        return {
            "live": article.live_revision_id,
            "had_draft": article.draft_revision_id is not None,
            "publish_at": article.publish_at.isoformat() if article.publish_at else None,
            "unpublish_at": article.unpublish_at.isoformat() if article.unpublish_at else None,
        }
    return {ChangeKind.CATEGORY: {"was": article.category_id}, ChangeKind.AUTHOR: {"was": article.author_id}}.get(
        kind, {}
    )


def _apply(article: Article, change: Change, *, by: User) -> None:
    version = article.version
    if change.kind is ChangeKind.WITHDRAW:
        withdraw_article(article, version=version, by=by)
    elif change.kind is ChangeKind.CATEGORY:
        file_article(article, category_id=change.target_id, version=version, by=by)
    elif change.kind is ChangeKind.AUTHOR:
        file_article(article, author_id=change.target_id, version=version, by=by)
    else:
        file_article(article, tags=tags_after(article, change), version=version, by=by)


def tags_after(article: Article, change: Change) -> list[Tag]:
    """The tags of `article` once the tag of `change` is added, or taken off."""
    others = [tag for tag in article.tags if tag.id != change.target_id]
    added = existing(Tag, [change.target_id or 0]) if change.kind is ChangeKind.ADD_TAG else {}
    return [*others, *added.values()]
