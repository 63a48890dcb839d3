"""Products as blocks: cards, comparisons and picks."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from .cleaning import Pieces, clean
from .directives import Directive
from .document import MentionRef
from .gathering import Gathered
from .grammar import Block
from .plain import plain_blocks
from .slots import Comparison, Pick, ProductCard, Segments
from .vocabulary import EVIDENCE, EXAMPLES, ROLES

_KEY = re.compile(r"[a-z][a-z0-9-]*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class ProductWriter:
    """Writes directives that show products; `write` writes the blocks within."""

    def __init__(self, gathered: Gathered, write: Callable[[Iterable[Block]], Pieces]) -> None:
        self.forms = {"product": self._card, "compare": self._comparison, "pick": self._pick}
        self._gathered = gathered
        self._write = write

    def _card(self, block: Block, directive: Directive) -> Pieces:
        slug, note = directive.label.strip(), directive.attributes.get("note", "").strip()
        position = self._gathered.next_position()
        self._gathered.mentions.append(MentionRef(position, slug, "card", block.line, note=note))
        return [ProductCard(position, slug, note)]

    def _comparison(self, block: Block, directive: Directive) -> Pieces:
        slugs = _listed(directive.label)
        if len(slugs) < 2:
            self._gathered.problem(block.line, "nothing-to-compare", example=EXAMPLES["compare"])
        columns = _listed(directive.attributes.get("columns", ""))
        for column in columns:
            if not _KEY.fullmatch(column):
                advice = "Columns are written in small letters, like price, compression."
                self._gathered.problem(block.line, "bad-value", name="columns", value=column, advice=advice)
        position = self._gathered.next_position()
        self._gathered.mentions += [MentionRef(position, slug, "comparison", block.line) for slug in slugs]
        return [Comparison(position, slugs, tuple(filter(_KEY.fullmatch, columns)))]

    def _pick(self, block: Block, directive: Directive) -> Pieces:
        slug = directive.label.strip()
        if not slug:
            self._gathered.problem(block.line, "missing-product", example=EXAMPLES["pick"])
            return self._write(block.children)
        verdict = [child for child in block.children if not _is_list(child, "+") and not _is_list(child, "-")]
        pros, cons = _items(block, "+"), _items(block, "-")
        mention = MentionRef(
            self._gathered.next_position(),
            slug,
            "pick",
            block.line,
            role=self._choice(block, directive, "role", ROLES) or "mention",
            evidence=self._choice(block, directive, "evidence", EVIDENCE),
            verified_on=self._verified_on(block, directive),
            verdict=plain_blocks(verdict),
            pros=tuple(plain_blocks(item.children) for item in pros),
            cons=tuple(plain_blocks(item.children) for item in cons),
        )
        self._gathered.mentions.append(mention)
        return [
            Pick(
                mention.position,
                slug,
                mention.role,
                mention.evidence,
                mention.verified_on,
                verdict=clean(self._write(verdict)),
                pros=tuple(self._item(item) for item in pros),
                cons=tuple(self._item(item) for item in cons),
            )
        ]

    def _item(self, item: Block) -> Segments:
        """The content of a list item, without the paragraph if it is a single one."""
        is_single = [child.kind for child in item.children] == ["paragraph"]
        return clean(self._write(item.children[0].children if is_single else item.children))

    def _choice(self, block: Block, directive: Directive, name: str, choices: tuple[str, ...]) -> str:
        value = directive.attributes.get(name, "").strip()
        if not value or value in choices:
            return value
        self._gathered.problem(block.line, f"bad-{name}", value=value, choices=", ".join(choices))
        return ""

    def _verified_on(self, block: Block, directive: Directive) -> date | None:
        value = directive.attributes.get("verified", "").strip()
        try:
            if not value or _DATE.fullmatch(value):
                return date.fromisoformat(value) if value else None
        except ValueError:
            pass
        self._gathered.problem(block.line, "bad-date", value=value)
        return None


def _listed(text: str) -> tuple[str, ...]:
    """The items of a list with commas, each once."""
    items = (item.strip() for item in text.split(","))
    return tuple(dict.fromkeys(filter(None, items)))


def _is_list(block: Block, mark: str) -> bool:
    return block.kind == "bullet_list" and block.token.markup == mark


def _items(block: Block, mark: str) -> list[Block]:
    return [item for child in block.children if _is_list(child, mark) for item in child.children]
