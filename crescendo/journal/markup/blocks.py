"""Block forms: paragraphs, headings, lists, code and figures. Directives and tables stand elsewhere."""

from collections.abc import Callable, Iterable
from html import escape

from .addresses import read_address
from .cleaning import Pieces
from .containers import ContainerWriter
from .document import Heading, PictureRef
from .gathering import Gathered
from .grammar import Block
from .inlines import InlineWriter
from .plain import caption_of, plain_inline
from .products import ProductWriter
from .slots import Figure
from .tables import TableWriter
from .vocabulary import FORMS


class BlockWriter:
    """Writes blocks, gathering what it finds."""

    def __init__(self, gathered: Gathered, inlines: InlineWriter) -> None:
        self._gathered = gathered
        self._last_level = 1
        tables = TableWriter(gathered, inlines)
        containers = ContainerWriter(gathered, tables, self.write)
        products = ProductWriter(gathered, self.write)
        self._directives = {**containers.forms, **products.forms}
        self._handlers: dict[str, Callable[[Block], Pieces]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bullet_list": lambda block: self._wrapped("ul", block),
            "ordered_list": self._ordered_list,
            "list_item": lambda block: self._wrapped("li", block),
            "blockquote": lambda block: self._wrapped("blockquote", block),
            "fence": self._code,
            "code_block": self._code,
            "cut_off": self._cut_off,
            "hr": lambda _: ["<hr>\n"],
            "figure": self._figure,
            "table": tables.write,
            "directive": self._directive,
            "inline": inlines.write,
        }

    def write(self, blocks: Iterable[Block]) -> Pieces:
        """The pieces of `blocks`, in order."""
        return [piece for block in blocks for piece in self._handlers[block.kind](block)]

    def _wrapped(self, tag: str, block: Block) -> Pieces:
        return [f"<{tag}>", *self.write(block.children), f"</{tag}>\n"]

    def _ordered_list(self, block: Block) -> Pieces:
        start = block.token.attrs.get("start")
        opening = "<ol>" if start is None else f'<ol start="{start}">'
        return [opening, *self.write(block.children), "</ol>\n"]

    def _paragraph(self, block: Block) -> Pieces:
        return self.write(block.children) if block.token.hidden else self._wrapped("p", block)

    def _heading(self, block: Block) -> Pieces:
        text, typed = plain_inline(block.inline), int(block.token.tag[1])
        if not text:
            self._gathered.problem(block.line, "empty-heading")
            return self.write(block.children)
        if typed == 1:
            self._gathered.problem(block.line, "heading-in-h1")
        level = min(4, max(2, typed))
        if level > self._last_level + 1:
            self._gathered.problem(block.line, "heading-skips-level")
        self._last_level = level
        anchor = self._gathered.anchor(text)
        self._gathered.headings.append(Heading(level, text, anchor, block.line))
        return [f'<h{level} id="{anchor}">', *self.write(block.children), f"</h{level}>\n"]

    def _code(self, block: Block) -> Pieces:
        return [f"<pre><code>{escape(block.token.content, quote=False)}</code></pre>\n"]

    def _cut_off(self, block: Block) -> Pieces:
        self._gathered.problem(block.line, "nested-too-deep")
        return self._code(block)

    def _figure(self, block: Block) -> Pieces:
        picture = block.inline[0]
        key = read_address(str(picture.attrs["src"])).target
        alt, caption = plain_inline(picture.children or ()), caption_of(picture)
        self._gathered.picture(PictureRef(key, alt, caption, block.line))
        return [Figure(key, alt, caption)]

    def _directive(self, block: Block) -> Pieces:
        directive = block.token.meta["directive"]
        for name in sorted(directive.attributes.keys() - FORMS[directive.name]):
            self._gathered.problem(block.line, "unknown-attribute", name=name, form=directive.name)
        if block.token.nesting and not block.children:
            self._gathered.problem(block.line, "empty-directive", name=directive.name)
        return self._directives[directive.name](block, directive)
