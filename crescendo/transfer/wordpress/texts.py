"""What stands above and around the text of an item: title, summary, and what search engines are told."""

import re
from dataclasses import dataclass

from ...journal.entry_rules import SUMMARY_LENGTH, TITLE_LENGTH
from ..documents import Loss
from ..plain_words import plain, shortened
from .wxr import WxrItem

_VARIABLE = re.compile(r"%%?[\w-]+%%?")  # of Yoast SEO and Rank Math, such as %%sitename%%
_TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title")
_DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description")


@dataclass(frozen=True)
class Texts:
    title: str
    summary: str
    seo_title: str
    seo_description: str


def title_of(item: WxrItem) -> tuple[str, list[Loss]]:
    """The title without HTML, and what was lost of it."""
    title = plain(item.title)
    if not title:
        return f"Untitled {item.id}", [Loss("a title", "its title", "It had none, and every guide needs one.")]
    if len(title) <= TITLE_LENGTH:
        return title, []
    why = f"Titles have at most {TITLE_LENGTH} characters."
    return shortened(title, TITLE_LENGTH), [Loss("the end of its title", title[TITLE_LENGTH - 40 :][:80], why)]


def summary_of(item: WxrItem) -> tuple[str, str, str]:
    """Summary, title and description for search engines. A summary that is too long ends at a word."""
    description = _first(item, _DESCRIPTIONS)
    title = _first(item, _TITLES)
    summary = plain(item.excerpt) or description
    is_own = description != summary
    return (
        shortened(summary, SUMMARY_LENGTH),
        shortened("" if _VARIABLE.search(title) else title, TITLE_LENGTH),
        shortened(description if is_own else "", SUMMARY_LENGTH),
    )


def _first(item: WxrItem, names: tuple[str, ...]) -> str:
    text = next((item.meta[name] for name in names if item.meta.get(name, "").strip()), "")
    return plain(_VARIABLE.sub("", text) if text.count("%") < 2 else text)
