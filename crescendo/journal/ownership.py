"""Whose an article is, and who may change it, as pure rules; the same said to the database."""

from sqlalchemy import ColumnElement, or_, select

from ..accounts.models import User
from ..accounts.permissions import is_editor
from .models import Article, AuthorProfile


def is_own(article: Article, user: User) -> bool:
    """Whether `user` began the article or signs it."""
    return user.id in {article.created_by_id, article.author.user_id}


def may_change(article: Article, user: User) -> bool:
    """Whether the article is this author's, or `user` is an editor."""
    return is_editor(user) or is_own(article, user)


def owned_by(user: User) -> ColumnElement[bool]:
    """The condition under which `is_own` says yes."""
    profiles = select(AuthorProfile.id).where(AuthorProfile.user_id == user.id)
    return or_(Article.created_by_id == user.id, Article.author_id.in_(profiles))
