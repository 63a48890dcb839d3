"""Plain text: what a body says, without any markup. Lines stand for blocks."""

from collections.abc import Iterable

from markdown_it.token import Token

from .directives import Directive
from .grammar import Block

_VERBATIM = {"text", "text_special", "code_inline"}  # the second is an escape within a description
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def plain_inline(tokens: Iterable[Token]) -> str:
    """The words of inline content; a picture counts as its description."""
    return "".join(map(_word, tokens)).strip()


def plain_blocks(blocks: Iterable[Block]) -> str:
    """The words of `blocks`, one block a line."""
    return "\n".join(filter(None, map(_plain_block, blocks)))


def caption_of(picture: Token) -> str:
    """The caption of a picture; empty when it has none."""
    return str(picture.attrs.get("title", "")).strip()


def _word(token: Token) -> str:
    if token.type in _VERBATIM:
        return token.content
    if token.type == "image":
        return plain_inline(token.children or ())
    return _BREAKS.get(token.type, "")


def _plain_block(block: Block) -> str:
    if block.kind == "inline":
        return plain_inline(block.inline)
    if block.kind == "figure":
        return caption_of(block.inline[0])
    if block.kind == "tr":
        return " ".join(filter(None, map(_plain_block, block.children)))
    if block.kind == "directive":
        return "\n".join(filter(None, (_title(block.token.meta["directive"]), plain_blocks(block.children))))
    return plain_blocks(block.children) if block.children else block.token.content.strip()


def _title(directive: Directive) -> str:
    """What readers see of the opening line itself."""
    if directive.name == "product":
        return directive.attributes.get("note", "")
    return "" if directive.name in {"compare", "pick"} else directive.label
