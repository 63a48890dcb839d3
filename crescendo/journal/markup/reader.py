"""Reading a body: from Markdown to a document."""

import re
from functools import lru_cache

from .blocks import BlockWriter
from .cleaning import clean
from .document import Document
from .gathering import Gathered
from .grammar import parse, tidy
from .inlines import InlineWriter
from .inspection import report_lost_anchors, report_refusals, report_typed_prices
from .plain import plain_blocks
from .sources import Sources

MAX_BODY_CHARS = 200_000
_WORD = re.compile(r"\w[\w'’-]*")


class BodyTooLong(ValueError):
    """The body is longer than any guide should be."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"This text has {length:,} characters; {MAX_BODY_CHARS:,} is the most. Split it in two guides."
        )


@lru_cache(maxsize=4)  # saving, publishing and indexing read the same body one after the other
def read_body(body: str) -> Document:
    """The document that `body` is; any text is one. `BodyTooLong` above `MAX_BODY_CHARS`."""
    if len(body) > MAX_BODY_CHARS:
        raise BodyTooLong(len(body))
    parsed = parse(tidy(body))
    gathered = Gathered()
    report_refusals(parsed.refusals, gathered)
    sources = Sources(parsed.footnotes, gathered)
    inlines = InlineWriter(gathered, sources)
    blocks = BlockWriter(gathered, inlines)
    segments = clean(blocks.write(parsed.blocks))
    inlines.links_addresses = True  # a source is often no more than an address
    listed = sources.listed(blocks.write)
    report_lost_anchors(gathered, len(listed))
    report_typed_prices(gathered)
    text = plain_blocks(parsed.blocks)
    return Document(
        segments=segments,
        headings=tuple(gathered.headings),
        mentions=tuple(gathered.mentions),
        questions=tuple(gathered.questions),
        sources=listed,
        links=tuple(gathered.links),
        pictures=tuple(gathered.pictures),
        problems=tuple(sorted(gathered.problems, key=lambda problem: problem.line)),
        text=text,
        word_count=len(_WORD.findall(text)),
    )
