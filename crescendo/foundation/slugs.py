"""Slugs: the readable last part of an address."""

import re

from slugify import slugify

MAX_LENGTH = 80
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def slug_from(text: str) -> str:
    """A slug made from `text`; empty when it holds no letter or digit."""
    return slugify(text, max_length=MAX_LENGTH, word_boundary=True)


def is_slug(text: str) -> bool:
    """Whether `text` is lower-case letters and digits in groups joined by single hyphens."""
    return len(text) <= MAX_LENGTH and _SLUG.fullmatch(text) is not None


def numbered(slug: str, number: int) -> str:
    """`slug` with `-number` at its end, still within the length limit."""
    ending = f"-{number}"
    return slug[: MAX_LENGTH - len(ending)].rstrip("-") + ending
