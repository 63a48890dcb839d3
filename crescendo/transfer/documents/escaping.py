"""Words as they must be written so that the parser reads them as words, whatever they look like."""

import re

from ...journal.markup.grammar import tidy

_SPACES = re.compile(r"[ \t\n\r\f]+")
_WHITE = re.compile(r"\s+")
_MEANT = re.compile(
    r"[\\`*\[\]<]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word an underline is none
    r"|&(?=[#A-Za-z]|$)"
    r"|~(?=~|$)|(?<=~)~|^~"
)
_AT_LINE_START = re.compile(
    r"^(?:(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?=\#{1,6}(?:\s|$)|>|[+](?:\s|$)|-(?![^\W_])|=+\s*$|\||:[:-]))",
    re.MULTILINE,
)
_BAD_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>()\\\"`]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def collapsed(text: str) -> str:
    """`text` as a page shows it: each run of white space is one blank."""
    return _SPACES.sub(" ", tidy(text))


def one_line(text: str) -> str:
    """`text` in one line, without blanks around it."""
    return _WHITE.sub(" ", tidy(text)).strip()


def escape_words(text: str) -> str:
    """`text` as it is written amid a line."""
    return _MEANT.sub(lambda sign: f"\\{sign[0]}", text)


def escape_line_starts(written: str) -> str:
    """Inline Markdown so that no line of it opens a block."""
    return _AT_LINE_START.sub(lambda found: f"{found['number'] or ''}\\", written)


def escape_label(text: str) -> str:
    """`text` between the brackets of a directive."""
    return re.sub(r"([\[\]\\])", r"\\\1", one_line(text))


def escape_attribute(text: str) -> str:
    """`text` between the quotation marks of a directive's attribute, which cannot hold braces."""
    plain = one_line(text).replace("{", "(").replace("}", ")")
    return re.sub(r'(["\\])', r"\\\1", plain)


def escape_title(text: str) -> str:
    """`text` between the quotation marks of a picture."""
    return re.sub(r'(["\\]|&(?=[#A-Za-z]))', r"\\\1", one_line(text))


def escape_address(address: str) -> str:
    """`address` between the parentheses of a link."""
    quoted = _BAD_IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", address)
    return _ENTITY.sub("&amp;", quoted)
