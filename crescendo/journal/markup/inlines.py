"""Inline forms: text and its emphasis, breaks, pictures and footnote references. Links are in `links`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import takewhile

from markdown_it.token import Token

from .addresses import read_address, read_typed_address
from .cleaning import Pieces
from .document import LinkRef, PictureRef
from .gathering import Gathered
from .grammar import Block
from .inspection import inspect_text, suspicions
from .links import LinkWriter
from .plain import caption_of, plain_inline
from .slots import Picture, WebLink
from .sources import Sources

_EMPHASIS = {"em": "em", "strong": "strong", "s": "del"}
_BREAKS = {"softbreak": "\n", "hardbreak": "<br>\n"}
_DEEPEST = 10  # emphasis within emphasis: nobody sees more, and browsers suffer
_WITHIN_BRACKETS = r"\([^\s<>()]*\)"
_WEB_ADDRESS = re.compile(  # punctuation at its end belongs to the sentence
    rf"""https?://(?:[^\s<>()]|{_WITHIN_BRACKETS})*(?:[^\s<>.,;:!?'"()\[\]]|{_WITHIN_BRACKETS})"""
)


@dataclass
class _Passage:
    """Where the writer is in one inline block."""

    line: int
    suspected: frozenset[str]
    in_link: bool = False
    depth: int = 0


class InlineWriter:
    """Writes inline content. With `links_addresses`, web addresses in the text become links."""

    def __init__(self, gathered: Gathered, sources: Sources) -> None:
        self.links_addresses = False
        self._gathered = gathered
        self._sources = sources
        self._links = LinkWriter(gathered)
        self._handlers: dict[str, Callable[[Token, _Passage], Pieces]] = {
            "text": self._text,
            **dict.fromkeys(_BREAKS, self._break),
            "code_inline": lambda token, _: [f"<code>{escape(token.content, quote=False)}</code>"],
            "image": self._picture,
            "footnote_ref": self._reference,
        }
        for name, tag in _EMPHASIS.items():
            self._handlers[f"{name}_open"] = self._opener(tag)
            self._handlers[f"{name}_close"] = self._closer(tag)

    def write(self, block: Block) -> Pieces:
        """The pieces of an `inline` block."""
        passage = _Passage(block.line, suspicions(block.token.content))
        return self._write(block.inline, passage)

    def _write(self, tokens: Sequence[Token], passage: _Passage) -> Pieces:
        pieces: Pieces = []
        rest = iter(tokens)
        for token in rest:
            if token.type == "link_open":
                inner = list(takewhile(lambda token: token.type != "link_close", rest))
                pieces += self._link(token, inner, passage)
            else:
                pieces += self._handlers[token.type](token, passage)
        return pieces

    def _link(self, token: Token, inner: Sequence[Token], passage: _Passage) -> Pieces:
        address, text, line = read_address(str(token.attrs["href"])), plain_inline(inner), passage.line
        if address.kind in {"price", "spec"}:
            passage.line += sum(token.type in _BREAKS for token in inner)
            return self._links.write_value(address, text, line)
        passage.in_link = True  # the parser nests no links
        content = self._write(inner, passage)
        passage.in_link = False
        return self._links.write(address, text, content, line)

    def _text(self, token: Token, passage: _Passage) -> Pieces:
        for code, words in inspect_text(token.content, passage.suspected):
            if code == "typed-price":  # told once it is known which products are near
                self._gathered.prices.append((passage.line, words))
            else:
                self._gathered.problem(passage.line, code, value=words)
        if self.links_addresses and not passage.in_link:
            return self._text_with_links(token.content, passage)
        return [escape(token.content, quote=False)]

    def _text_with_links(self, text: str, passage: _Passage) -> Pieces:
        pieces: Pieces = []
        end = 0
        for found in _WEB_ADDRESS.finditer(text):
            address = read_typed_address(found[0])
            if address.kind == "web":
                self._gathered.links.append(LinkRef("web", address.target, found[0], passage.line))
                pieces += [escape(text[end : found.start()], quote=False)]
                pieces += [WebLink(address.target, (escape(found[0], quote=False),))]
                end = found.end()
        return [*pieces, escape(text[end:], quote=False)]

    def _break(self, token: Token, passage: _Passage) -> Pieces:
        passage.line += 1
        return [_BREAKS[token.type]]

    def _opener(self, tag: str) -> Callable[[Token, _Passage], Pieces]:
        def write(_token: Token, passage: _Passage) -> Pieces:
            passage.depth += 1
            return [f"<{tag}>"] if passage.depth <= _DEEPEST else []

        return write

    def _closer(self, tag: str) -> Callable[[Token, _Passage], Pieces]:
        def write(_token: Token, passage: _Passage) -> Pieces:
            passage.depth -= 1
            return [f"</{tag}>"] if passage.depth < _DEEPEST else []

        return write

    def _picture(self, token: Token, passage: _Passage) -> Pieces:
        source, alt = str(token.attrs["src"]), plain_inline(token.children or ())
        address = read_address(source)
        if address.kind == "media" and address.target:
            self._gathered.picture(PictureRef(address.target, alt, caption_of(token), passage.line))
            return [Picture(address.target, alt)]
        self._gathered.problem(passage.line, "remote-picture")
        words: Pieces = [escape(alt or source, quote=False)]
        return words if passage.in_link else self._links.write(address, alt or source, words, passage.line)

    def _reference(self, token: Token, passage: _Passage) -> Pieces:
        label: str = token.meta["label"]
        reference = self._sources.refer(label)
        if reference is None:
            self._gathered.problem(passage.line, "missing-footnote", name=label)
            return [escape(f"[^{label}]", quote=False)]
        number, anchor = reference
        link = f'<a href="#source-{number}" id="{anchor}" aria-label="Source {number}">{number}</a>'
        return [f'<sup class="footnote-ref">{link}</sup>']
