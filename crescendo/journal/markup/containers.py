"""Containers: callouts, expert quotes, questions and captioned tables."""

import re
from collections.abc import Callable, Iterable
from html import escape

from .addresses import read_typed_address
from .cleaning import Pieces
from .directives import Directive
from .document import LinkRef, Question
from .gathering import Gathered
from .grammar import Block
from .plain import plain_blocks, plain_inline
from .slots import WebLink
from .tables import TableWriter
from .vocabulary import CALLOUTS, EXAMPLES, QUOTE_EVIDENCE

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # RFC 5646, as far as pages need it
_DEEPEST_QUESTION = 3  # deeper headings structure an answer


class ContainerWriter:
    """Writes containers; `write` writes the blocks within."""

    def __init__(self, gathered: Gathered, tables: TableWriter, write: Callable[[Iterable[Block]], Pieces]) -> None:
        self.forms = {
            **dict.fromkeys(CALLOUTS, self._callout),
            "quote": self._quote,
            "faq": self._faq,
            "table": self._table,
        }
        self._gathered = gathered
        self._tables = tables
        self._write = write

    def _callout(self, block: Block, directive: Directive) -> Pieces:
        title = directive.label.strip() or CALLOUTS[directive.name]
        label = escape(self._gathered.region(title))
        return [
            f'<aside class="callout callout-{directive.name}" aria-label="{label}">',
            f'<p class="callout-title">{escape(title, quote=False)}</p>\n',
            *self._write(block.children),
            "</aside>\n",
        ]

    def _quote(self, block: Block, directive: Directive) -> Pieces:
        return [
            f'<figure class="expert-quote"><blockquote{self._language(block, directive)}>',
            *self._write(block.children),
            "</blockquote>",
            *self._attribution(block, directive),
            "</figure>\n",
        ]

    def _language(self, block: Block, directive: Directive) -> str:
        """The `lang` attribute of words in another language than the guide's, so that they are read out right."""
        typed = directive.attributes.get("lang", "").strip()
        if typed and not _LANGUAGE.fullmatch(typed):
            advice = "Write a language tag, such as de or pt-BR."
            self._gathered.problem(block.line, "bad-value", name="lang", value=typed, advice=advice)
            return ""
        return f' lang="{typed}"' if typed else ""

    def _attribution(self, block: Block, directive: Directive) -> Pieces:
        name, role = directive.label.strip(), directive.attributes.get("role", "").strip()
        evidence = directive.attributes.get("evidence", "").strip()
        parts: list[Pieces] = []
        if name:
            parts.append([f'<cite class="expert-name">{escape(name, quote=False)}</cite>'])
        else:
            self._gathered.problem(block.line, "quote-without-name", example=EXAMPLES["quote"])
        if role:
            parts.append([f'<span class="expert-role">{escape(role, quote=False)}</span>'])
        if source := self._source(block, directive):
            parts.append(['<span class="expert-source">', source, "</span>"])
        if evidence:
            words = QUOTE_EVIDENCE.get(evidence, evidence)
            parts.append([f'<span class="expert-evidence">{escape(words, quote=False)}</span>'])
        if not source and not evidence:
            self._gathered.problem(block.line, "quote-without-source")
        content = [piece for part in parts for piece in [" ", *part]][1:]
        return ["<figcaption>", *content, "</figcaption>"] if content else []

    def _source(self, block: Block, directive: Directive) -> WebLink | None:
        typed = directive.attributes.get("source", "")
        if not typed.strip():
            return None
        address = read_typed_address(typed)
        if address.kind != "web":
            advice = "Write the whole address, beginning with https://."
            self._gathered.problem(block.line, "bad-value", name="source", value=typed, advice=advice)
            return None
        self._gathered.links.append(LinkRef("web", address.target, directive.label.strip(), block.line))
        return WebLink(address.target, ("Source",))

    def _faq(self, block: Block, _directive: Directive) -> Pieces:
        before, questions = _by_question(block.children)
        if before or not questions:
            self._gathered.problem(block.line, "faq-without-question")
        label = self._gathered.region("Questions")
        pieces: Pieces = [f'<section class="faq" aria-label="{label}">\n', *self._write(before)]
        for question, answer in questions:
            pieces += self._question(question, answer)
        return [*pieces, "</section>\n"]

    def _question(self, question: Block, answer: list[Block]) -> Pieces:
        text, answered = plain_inline(question.inline), plain_blocks(answer)
        if not answer:
            self._gathered.problem(question.line, "question-without-answer")
        anchor, position = self._gathered.anchor(text), len(self._gathered.questions) + 1
        self._gathered.questions.append(Question(position, text, anchor, answered, question.line))
        return [
            f'<details class="faq-item"><summary><h3 id="{anchor}">',
            *self._write(question.children),
            '</h3></summary><div class="faq-answer">',
            *self._write(answer),
            "</div></details>\n",
        ]

    def _table(self, block: Block, directive: Directive) -> Pieces:
        row_header = directive.attributes.get("rowheader", "false")
        if row_header not in {"true", "false"}:
            advice = "Write true or false."
            self._gathered.problem(block.line, "bad-value", name="rowheader", value=row_header, advice=advice)
        if [child.kind for child in block.children] != ["table"]:
            self._gathered.problem(block.line, "bad-table")
        caption, pieces = directive.label.strip(), Pieces()
        for child in block.children:
            if child.kind == "table":
                pieces += self._tables.write(child, caption=caption, row_header=row_header == "true")
                caption = ""
            else:
                pieces += self._write([child])
        return pieces


def _by_question(blocks: Iterable[Block]) -> tuple[list[Block], list[tuple[Block, list[Block]]]]:
    """The blocks before the first question, and each question with the blocks below it."""
    before: list[Block] = []
    questions: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if block.kind == "heading" and int(block.token.tag[1]) <= _DEEPEST_QUESTION and plain_inline(block.inline):
            questions.append((block, []))
        else:
            (questions[-1][1] if questions else before).append(block)
    return before, questions
