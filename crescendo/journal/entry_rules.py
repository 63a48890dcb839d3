"""What an article's entry must satisfy before it can be saved at all."""

from datetime import datetime

from sqlalchemy import select

from ..foundation.database import db
from ..foundation.slugs import is_slug
from ..foundation.urls import guide_path
from ..redirects.queries import target_of
from .models import Article
from .revisions import RevisionTexts

TITLE_LENGTH = 160
SUMMARY_LENGTH = 400


def faults_in(texts: RevisionTexts) -> dict[str, str]:
    """What is wrong with the texts above and around the body, by field."""
    errors = {}
    if not texts.title.strip():
        errors["title"] = "Give the guide a title. It can change later."
    for field, text, limit in (
        ("title", texts.title, TITLE_LENGTH),
        ("summary", texts.summary, SUMMARY_LENGTH),
        ("seo_title", texts.seo_title, TITLE_LENGTH),
        ("seo_description", texts.seo_description, SUMMARY_LENGTH),
    ):
        if len(text) > limit:
            errors[field] = f"Use at most {limit} characters; there are {len(text)}."
    return errors


def slug_fault(slug: str, *, article: Article | None) -> str | None:
    """What is wrong with `slug` as the address of `article` (None: a new one)."""
    if not is_slug(slug):
        return "Use lower-case letters, digits and single hyphens, such as how-a-boot-should-fit."
    with db.session.no_autoflush:
        holder = db.session.scalar(select(Article.id).where(Article.slug == slug))
    if holder is not None and (article is None or holder != article.id):
        return "Another guide has this address. Choose a different one."
    leads_to = target_of(guide_path(slug))
    if leads_to is not None and (article is None or leads_to != guide_path(article.slug)):
        return f"This address still leads readers to {leads_to}. Choose a different one."
    return None


def period_fault(publish_at: datetime | None, unpublish_at: datetime | None) -> str | None:
    """What is wrong with the time between publishing and withdrawing."""
    if publish_at is not None and unpublish_at is not None and unpublish_at <= publish_at:
        return "The guide would be withdrawn before it is published. Choose a later time."
    return None
