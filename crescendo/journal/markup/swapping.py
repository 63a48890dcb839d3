"""Putting one product in the place of another in a body, and changing nothing else.

What was said of the old product is not said of the new one: its verdict, evidence, day, pros, cons and note go. A pick
keeps its role, and a warning against a product stays with that product. Text around the places is the author's to mend.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from .document import MentionRef
from .grammar import Block, parse
from .reader import read_body

AVOID, USUAL = "avoid", "mention"  # roles: that of a warning, and that of a pick which names none
_CURRENT_PRICE = "the current price"
_UNKNOWN_FACT = "not known"


@dataclass(frozen=True)
class Stand:
    """The product that takes the place: its slug, its name in texts, and its facts in words by their keys."""

    slug: str
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)


def swapped(body: str, slugs: Collection[str], stand: Stand, *, old_name: str) -> str:
    """`body` with `stand` wherever it spoke of the product that `slugs` name, warnings against it aside.

    `slugs` are all under which the body may know the old product, and `old_name` is how texts of links may call it.
    """
    known = set(slugs) - {stand.slug}
    if not known:
        return body
    return _swap_links(_swap_blocks(body, known, stand), known, stand, old_name)


def kept_warnings(body: str, slugs: Collection[str]) -> int:
    """How many picks of `body` warn against the product, and so are no places for another."""
    return sum(mention.slug in slugs and mention.role == AVOID for mention in read_body(body).mentions)


def _swap_blocks(body: str, slugs: set[str], stand: Stand) -> str:
    """Cards, picks and comparisons, from the last to the first, so that lines keep their numbers until their turn."""
    lines, ends = body.split("\n"), _ends(body)
    blocks = {
        mention.line: mention
        for mention in read_body(body).mentions
        if mention.slug in slugs and mention.form in {"card", "pick", "comparison"} and mention.role != AVOID
    }
    outer = [range(number + 1, ends[number]) for number, mention in blocks.items() if mention.form == "pick"]
    for number in sorted(blocks, reverse=True):
        if any(number in within for within in outer):
            continue  # what a pick says goes with it
        start, mention = number - 1, blocks[number]
        opening = lines[start].find("::")
        before, line = lines[start][:opening], lines[start][opening:]
        closing = [lines[ends[number] - 1]] if mention.form == "pick" else []
        lines[start : ends[number]] = [before + _block(mention, line, slugs, stand), *closing]
    return "\n".join(lines)


def _block(mention: MentionRef, line: str, slugs: set[str], stand: Stand) -> str:
    """The directive at the beginning of which stands `line`, with the other product."""
    if mention.form == "card":
        return f"::product[{stand.slug}]"
    if mention.form == "pick":
        colons = line[: len(line) - len(line.lstrip(":"))]
        role = f'{{role="{mention.role}"}}' if mention.role != USUAL else ""
        return f"{colons}pick[{stand.slug}]{role}"
    label, _, rest = line.removeprefix("::compare[").partition("]")
    items = [item.strip() for item in label.split(",") if item.strip()]
    products = list(dict.fromkeys(stand.slug if item in slugs else item for item in items))
    return f"::compare[{', '.join(products)}]{rest}" if len(products) > 1 else f"::product[{products[0]}]"


def _ends(body: str) -> dict[int, int]:
    """The last line of each directive, by its first."""

    def walk(blocks: Collection[Block]) -> Iterator[tuple[int, int]]:
        for block in blocks:
            if block.kind == "directive" and block.token.map:
                yield block.line, block.token.map[1]
            yield from walk(block.children)

    parsed = parse(body)
    return dict(walk([*parsed.blocks, *parsed.footnotes]))


def _swap_links(body: str, slugs: set[str], stand: Stand, old_name: str) -> str:
    """Links and live values: what looks like one is swapped, and kept so only if the parser then reads it as one."""
    pattern = re.compile(rf"(?P<kind>product|price|spec):(?P<slug>{'|'.join(map(re.escape, sorted(slugs)))})(?![\w-])")
    place = 0
    while match := pattern.search(body, place):
        place = match.end()
        for candidate, end in _candidates(body, match, stand, old_name):
            if _is_swap(body, candidate, slugs, stand):
                body, place = candidate, end
                break
    return body


def _candidates(body: str, match: re.Match[str], stand: Stand, old_name: str) -> Iterator[tuple[str, int]]:
    """The body with this one swapped, with the words of the link too, if they speak of the old product; or without."""
    address = f"{match['kind']}:{stand.slug}"
    opening = body.rfind("[", 0, match.start())
    words = body[opening + 1 : match.start() - 2]
    if opening >= 0 and body[match.start() - 2 : match.start()] == "](" and "]" not in words:
        key = re.match(r"/([\w-]+)", body[match.end() :])
        text = _words(match["kind"], words, key[1] if key else "", stand, old_name)
        head = f"{body[: opening + 1]}{text}]({address}"
        yield head + body[match.end() :], len(head)
    head = body[: match.start()] + address
    yield head + body[match.end() :], len(head)


def _words(kind: str, words: str, key: str, stand: Stand, old_name: str) -> str:
    if kind == "price":
        return _CURRENT_PRICE
    if kind == "spec":
        return _escaped(stand.facts.get(key, _UNKNOWN_FACT))
    return _escaped(stand.name) if old_name.casefold() in words.casefold() else words


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>~&])", r"\\\1", text)


def _is_swap(body: str, candidate: str, slugs: set[str], stand: Stand) -> bool:
    before, after = read_body(body).mentions, read_body(candidate).mentions
    if [one.form for one in before] != [one.form for one in after]:
        return False
    pairs = {(one.slug, other.slug) for one, other in zip(before, after, strict=True) if one.slug != other.slug}
    return bool(pairs) and all(one in slugs and other == stand.slug for one, other in pairs)
