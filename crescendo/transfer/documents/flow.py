"""Where words go while a document is read: into the paragraph that is open, and paragraphs into blocks."""

from .model import (
    CODE,
    Block,
    Break,
    Code,
    Container,
    Figure,
    Footnote,
    Heading,
    Inline,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
)
from .tidying import tidied


class Flow:
    """Blocks one after the other. Inlines gather until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open: list[Inline] = []

    def words(self, text: str, marks: int, link: str) -> None:
        """Add words to the open paragraph."""
        if not text:
            return
        last = self.open[-1] if self.open else None
        if isinstance(last, Run) and last.marks == marks and last.link == link:
            last.text += text
        else:
            self.open.append(Run(text, marks, link))

    def new_line(self) -> None:
        """A new line; a second one after the other ends the paragraph."""
        last = next((each for each in reversed(self.open) if not (isinstance(each, Run) and each.text.isspace())), None)
        if isinstance(last, Break):
            self.end()
        else:
            self.open.append(Break())

    def add(self, inline: Inline) -> None:
        self.open.append(inline)

    def end(self) -> None:
        """End the open paragraph. One that is no more than pictures becomes figures."""
        if all(map(_is_blank, self.open)):  # as between most elements
            self.open = []
            return
        content, self.open = tidied(self.open), []
        if not content:
            return
        pictures = [each for each in content if isinstance(each, Picture)]
        rest = [each for each in content if not isinstance(each, Picture | Break) and not _is_blank(each)]
        if pictures and not rest and not any(each.link for each in pictures):
            self.blocks += [Figure(each.key, each.alt, each.caption) for each in pictures]
        else:
            self.blocks.append(Paragraph(content))

    def put(self, block: Block) -> None:
        """Add a block of its own. Questions one after the other are one FAQ."""
        self.end()
        last = self.blocks[-1] if self.blocks else None
        if isinstance(block, Container) and isinstance(last, Container) and block.name == last.name == "faq":
            last.blocks += block.blocks
        else:
            self.blocks.append(block)

    def inlines(self) -> list[Inline]:
        """All of it as one line of words; blocks are parted by breaks."""
        self.end()
        return _flattened(self.blocks)


def _is_blank(inline: Inline) -> bool:
    return isinstance(inline, Run) and inline.text.isspace()


def _flattened(blocks: list[Block]) -> list[Inline]:
    line: list[Inline] = []
    for block in blocks:
        part = list(_inlines_of(block))
        line += [Break(), *part] if line and part else part
    return line


def _inlines_of(block: Block) -> list[Inline]:
    match block:
        case Figure():
            words: list[Inline] = [Break(), Run(block.caption)] if block.caption else []
            return [Picture(block.key, block.alt), *words]
        case Listing():
            return _flattened([inner for item in block.items for inner in item])
        case Paragraph() | Heading():
            return list(block.content)
        case Container():
            label: list[Inline] = [Break(), Run(block.label)] if block.label else []
            return [*_flattened(block.blocks), *label]
        case Quote() | Footnote():
            return _flattened(block.blocks)
        case Table():
            cells: list[Block] = [Paragraph(cell) for row in block.rows for cell in row if cell]
            return _flattened([*([Paragraph([Run(block.caption)])] if block.caption else []), *cells])
        case Code():
            return [Run(" ".join(block.text.split()), CODE)] if block.text.split() else []
        case _:
            return []
