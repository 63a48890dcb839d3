"""Markdown of other programs: what our dialect has as well stays as it was typed; the rest is read as HTML.

A block is converted when it holds HTML, or a link or picture that leads elsewhere now.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from ...journal.markup import MAX_BODY_CHARS
from ...journal.markup.dialect import Attempts, directives_plugin
from ...journal.markup.grammar import tidy
from .conversion import convert_html
from .results import ConvertedBody, LinkUse, Loss, PictureSource, PictureUse, Resolver, Unreadable
from .writing import indented

_OWN = ("media:", "product:", "guide:", "price:", "spec:", "#", "mailto:")
_LIST_START = re.compile(r"^[-*+](?= )", re.MULTILINE)
_PARTS_THAT_FOLD = re.compile(r"</?details[^>]*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<(/?)summary[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class _Unit:
    """A block of the text that stands in nothing but directives: its tokens, and its lines from 0."""

    tokens: list[Token]
    start: int
    end: int


@dataclass
class _Found:
    losses: list[Loss] = field(default_factory=list)
    pictures: list[PictureUse] = field(default_factory=list)
    links: list[LinkUse] = field(default_factory=list)


def convert_markdown(text: str, *, resolve: Resolver) -> ConvertedBody:
    """The body that says what `text` says. `Unreadable` when it is longer than a guide can be."""
    text = tidy(text).expandtabs(4)
    if len(text) > MAX_BODY_CHARS:
        raise Unreadable(f"This text has more than {MAX_BODY_CHARS:,} characters. Split it in two guides.")
    environment: dict[str, object] = {"directives": Attempts()}
    lines, found, made = text.split("\n"), _Found(), list[str]()
    place = 0
    for unit in list(_units(_reader.parse(text, environment))):
        if not _needs_work(unit.tokens, resolve, found):
            continue
        made += lines[place : unit.start]
        end = max(number for number in range(unit.start, unit.end) if number == unit.start or lines[number].strip()) + 1
        source = lines[unit.start : end]
        written = _converted("\n".join(source), unit, environment, resolve, found)
        made += [""] if made and _touches(made[-1]) else []
        made += written.split("\n")
        place = end
        made += [""] if place < len(lines) and _touches(lines[place]) else []
    body = "\n".join([*made, *lines[place:]]).strip("\n")
    return ConvertedBody(f"{body}\n" if body else "", tuple(found.losses), tuple(found.pictures), tuple(found.links))


def _touches(line: str) -> bool:
    """Whether a block right beside `line` could be read as one with it."""
    return bool(line.strip()) and not line.lstrip().startswith(":::")


def _units(tokens: Sequence[Token]) -> Iterator[_Unit]:
    gathered: list[Token] = []
    depth = 0
    for token in tokens:
        if not gathered and token.type.startswith("directive"):
            continue
        gathered.append(token)
        depth += token.nesting
        if depth == 0:
            if gathered[0].map:
                yield _Unit(gathered, *gathered[0].map)
            gathered = []


def _needs_work(tokens: Sequence[Token], resolve: Resolver, found: _Found) -> bool:
    """Whether something in the block cannot stay as it is. Those that hold directives are left to their author."""
    inner = [each for token in tokens for each in (token, *_descendants(token))]
    kinds = {token.type for token in inner}
    if kinds & {"html_block", "html_inline"}:
        is_work = True
    else:
        is_work = any(_leads_elsewhere(token, resolve, found) for token in inner)
    if is_work and any(kind.startswith("directive") for kind in kinds):
        found.losses.append(Loss("list with a card in it", "the text", "It was left as it is; look at its links."))
        return False
    return is_work


def _descendants(token: Token) -> Iterator[Token]:
    for child in token.children or ():
        yield child
        yield from _descendants(child)


def _leads_elsewhere(token: Token, resolve: Resolver, found: _Found) -> bool:
    if token.type == "image":
        return not str(token.attrs["src"]).startswith("media:")
    if token.type != "link_open":
        return False
    address = str(token.attrs["href"])
    if address.startswith(_OWN):
        return False
    target = resolve.link(address)
    if target == address:
        found.links.append(LinkUse(address, target))
    return target != address


def _converted(source: str, unit: _Unit, environment: dict[str, object], resolve: Resolver, found: _Found) -> str:
    """The lines of a block, rendered and converted."""
    html = _reader.renderer.render(_prepared(unit.tokens), _reader.options, environment)
    if len(_PARTS_THAT_FOLD.findall(html)) % 2:
        html = _SUMMARY.sub(r"<\1strong>", _PARTS_THAT_FOLD.sub("", html))
    keep_own = replace(
        resolve,
        picture=lambda picture: _own_picture(picture, resolve),
        link=lambda address: address if address.startswith(_OWN) else resolve.link(address),
    )
    converted = convert_html(html, resolve=keep_own)
    found.losses += converted.losses
    found.pictures += converted.pictures
    found.links += converted.links
    marker = source.lstrip()[:1]
    body = converted.body.rstrip("\n")
    if unit.tokens[0].type == "footnote_reference_open":
        label = unit.tokens[0].meta["label"]
        return f"[^{label}]: {indented(body, 4)}"
    return _LIST_START.sub(marker, body) if unit.tokens[0].type == "bullet_list_open" else body


def _prepared(tokens: Sequence[Token]) -> list[Token]:
    """Tokens as the renderer needs them: footnotes as elements of ours, and captions where no tooltip hides them."""
    prepared = [token for token in tokens if not token.type.startswith("footnote_reference")]
    for token in prepared:
        for child in token.children or ():
            if child.type == "footnote_ref":
                child.type, child.content = "html_inline", f'<x-note label="{child.meta["label"]}"></x-note>'
            elif child.type == "image" and "title" in child.attrs:
                child.attrs["data-caption"] = child.attrs.pop("title")
    return prepared


def _own_picture(picture: PictureSource, resolve: Resolver) -> str | None:
    own = picture.address.removeprefix("media:")
    return own if own != picture.address else resolve.picture(picture)


_reader = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable(["table", "strikethrough"])
_reader.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True).use(directives_plugin)
_reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 (the converter refuses)
