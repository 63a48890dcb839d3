"""What the author is told: every problem by its code, in words that say what to do."""

from typing import Literal

from .document import Problem

_ERRORS = {
    "unclosed-container": (
        "This “{name}” block is never closed, so its first line shows as text. Write ::: on a line of its "
        "own where it ends. If it stands inside another block, give the outer one more colons, ::::."
    ),
    "stray-closing": (
        "This ::: closes nothing and shows as text. Remove it, or give the block that it should close one "
        "colon more than the blocks inside, at both ends."
    ),
    "malformed-directive": "This line cannot be read and shows as text. Write it like {example}.",
    "bad-attributes": (
        "What stands between {{ and }} cannot be read. Write it like {example}, with straight quotation "
        "marks around each value and no {{ or }} inside."
    ),
    "bad-value": '{name}="{value}" is not understood and left out. {advice}',
    "too-few-colons": (
        "“{name}” holds other text: begin it with three colons, and close it with ::: below, like {example}."
    ),
    "too-many-colons": "“{name}” is a single line: begin it with two colons, like {example}.",
    "missing-product": "Say which product: put the last part of its address in the line, like {example}.",
    "missing-attribute": "Say which attribute of the product, like [8 mm](spec:its-address/drop).",
    "nothing-to-compare": "Name at least two products, like {example}.",
    "bad-role": "“{value}” is no role of a pick. Use one of: {choices}.",
    "bad-evidence": "“{value}” is no kind of evidence. Use one of: {choices}.",
    "bad-date": "“{value}” is no date. Write year, month and day, like 2026-11-02.",
    "quote-without-name": "Say who is quoted, like {example}.",
    "faq-without-question": (
        "Write each question as a ### heading with its answer below. Text before the first question belongs"
        " above the FAQ."
    ),
    "bad-table": "Put exactly one table, and nothing else, between the lines of this “table” block.",
    "table-too-large": ("The tables have too many cells to show this one. Make it smaller, or begin another guide."),
    "missing-footnote": (
        "There is no footnote “{name}”. Write it on a line of its own: [^{name}]: Author, title, address."
    ),
    "remote-picture": (
        "Only pictures from the media library are shown, so this one became a link. Upload it under Media "
        "and insert it from there."
    ),
    "bad-link": (
        "“{value}” is nowhere a link can lead. Begin with https://, or with / for a page of this site, or "
        "use product:its-address or guide:its-address."
    ),
    "unread-link": (
        "The link to “{value}” cannot be read and shows as text. Write it like"
        " [words](https://address), with no space in the address."
    ),
    "nested-too-deep": (
        "This stands inside too many lists and blocks to be shown as more than plain text. Move it further out."
    ),
}
_WARNINGS = {
    "heading-skips-level": (
        "This heading skips a level: a #### heading belongs below a ### heading, and that below a ## heading."
    ),
    "unknown-directive": ("“{name}” is no block this site knows, so the line shows as text. Check its spelling."),
    "unknown-attribute": "“{name}” means nothing in a “{form}” block and is left out.",
    "unknown-anchor": ("Nothing in this guide has the address “{value}”. Copy it from the heading it should lead to."),
    "empty-directive": "This “{name}” block is empty. Write something in it, or remove it.",
    "empty-heading": "This heading has no words and is left out.",
    "empty-link": "This link has no words to click on: write them between [ and ].",
    "empty-footnote": "This footnote says nothing. Write author, title and address of the source.",
    "question-without-answer": "Write the answer below the question.",
    "quote-without-source": 'Say how you come to this quote: add source="https://…" or evidence="interview".',
    "heading-in-h1": (
        "The title of the guide is its only # heading. Begin this one with ##; it shows like that already."
    ),
    "table-without-caption": "Say what the table shows: put :::table[What it shows] above it and ::: below.",
    "unused-footnote": (
        "Nothing refers to the footnote “{name}”, so readers do not see it. Write [^{name}] where it belongs."
    ),
    "repeated-footnote": "There are several footnotes “{name}”; readers see the first.",
    "undescribed-picture": (
        "Describe the picture between [ and ] for readers who cannot see it, unless what the media library "
        "says of it fits here."
    ),
    "raw-html": "“{value}” is HTML, which shows as text here. Use Markdown, or a block such as :::note.",
    "typed-price": ("“{value}” will be wrong one day. [{value}](price:{product}) always shows today’s price."),
}
_OUR_OWN = {"advice", "choices", "example"}  # words of ours, which keep their length
_LONGEST_WORD = 60


def problem(line: int, code: str, **words: str) -> Problem:
    """The problem `code` on `line`, with `words` for the names in braces of its wording."""
    severity: Literal["error", "warning"] = "error" if code in _ERRORS else "warning"
    wording = _ERRORS[code] if severity == "error" else _WARNINGS[code]
    shown = {name: word if name in _OUR_OWN else _shortened(word) for name, word in words.items()}
    return Problem(line, severity, code, wording.format(**shown))


def _shortened(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else f"{word[: _LONGEST_WORD - 1]}…"
