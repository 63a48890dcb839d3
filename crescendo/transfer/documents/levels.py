"""The levels of headings: 2 to 4, the highest first, none skipped."""

from collections.abc import Iterator, Sequence

from .model import Block, Container, Heading, Listing, Quote

HIGHEST, LOWEST = 2, 4


def levelled(blocks: Sequence[Block]) -> Sequence[Block]:
    """`blocks` with the levels of their headings as a guide has them; questions of an FAQ keep theirs."""
    headings = list(_headings(blocks))
    top = min((heading.level for heading in headings), default=HIGHEST)
    last = HIGHEST - 1
    for heading in headings:
        heading.level = last = min(heading.level - top + HIGHEST, last + 1, LOWEST)
    return blocks


def _headings(blocks: Sequence[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Quote) or (isinstance(block, Container) and block.name != "faq"):
            yield from _headings(block.blocks)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from _headings(item)
