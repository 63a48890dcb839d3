"""Footnotes that WordPress keeps beside a post: they are written below its text, as WordPress does to show them.

Source: the block `core/footnotes`; the meta `footnotes` is a JSON list of objects with an `id`, and HTML as `content`.
"""

import json
from collections.abc import Iterator
from html import escape

from ..documents import Loss
from ..plain_words import plain


def with_footnotes(html: str, kept: str) -> tuple[str, list[Loss]]:
    """`html` with the footnotes in `kept` at their end, and those that nothing refers to."""
    cited, losses = list[str](), list[Loss]()
    for number, content in _notes(kept):
        if f'"#{number}"' in html:
            cited.append(f'<li id="{number}">{content} <a href="#{number}-link">↩︎</a></li>')
        elif words := plain(content):
            losses.append(Loss("footnote", words[:200], "Nothing in the text refers to it."))
    return f"{html}<ol>{''.join(cited)}</ol>" if cited else html, losses


def _notes(kept: str) -> Iterator[tuple[str, str]]:
    """The number and the HTML of each footnote."""
    try:
        read = json.loads(kept or "[]")
    except (ValueError, RecursionError):
        return
    for note in read if isinstance(read, list) else []:
        if isinstance(note, dict) and isinstance(number := note.get("id"), str) and number:
            yield escape(number), str(note.get("content") or "")
