"""The guides of the demo: Markdown files with front matter, a draft or scheduled where their dates say so."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from ..catalog.taxonomy import Category
from ..foundation import clock
from ..journal.actions import (
    ArticleInput,
    backdate_article,
    create_article,
    publish_article,
    schedule_article,
)
from ..journal.models import Article, AuthorProfile, RevisionKind
from ..media.models import Asset


def load_guides(
    folder: Path,
    *,
    categories: Mapping[str, Category],
    authors: Mapping[str, AuthorProfile],
    assets: Mapping[str, Asset],
) -> None:
    """Make an article of every file in `folder`, then publish those that have a date.

    All are made before the first is published: guides link to each other.
    """
    made: list[tuple[dict[str, Any], Article]] = []
    for path in sorted(folder.glob("*.md")):
        facts, body = read_guide(path)
        entry = ArticleInput(
            title=facts["title"],
            slug=path.stem,
            category_id=categories[facts["category"]].id,
            author_id=authors[facts["author"]].id,
            hero_id=assets[facts["hero"]].id,
            summary=facts["summary"],
            body=body,
            tags=facts["tags"],
            seo_title=facts.get("seo_title", ""),
            seo_description=facts.get("seo_description", ""),
        )
        made.append((facts, create_article(entry, by=None, kind=RevisionKind.IMPORT)))
    for facts, article in made:
        if published := facts.get("published"):
            _publish(article, _utc(published), revised=facts.get("revised"))


def read_guide(path: Path) -> tuple[dict[str, Any], str]:
    """The facts between the `---` lines of a guide's file, and the text below them."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body.lstrip("\n")


def _publish(article: Article, moment: datetime, *, revised: Any) -> None:
    if moment > clock.now():
        schedule_article(article, publish_at=moment, by=None)
        return
    publish_article(article, by=None)
    backdate_article(article, publish_at=moment, revised_at=_utc(revised) if revised else None)


def _utc(value: Any) -> datetime:
    """YAML reads `2026-09-14 08:00` as text, and with seconds as a time without a zone."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=UTC)
