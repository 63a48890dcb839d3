"""Short texts of other programs: HTML as words in one line, no longer than a column of ours."""

import re
from html import unescape

_TAG = re.compile(r"<[^>]*>")


def plain(html: str) -> str:
    """`html` as words in one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def shortened(text: str, length: int) -> str:
    """`text`, ended at a word if it has more than `length` characters."""
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
