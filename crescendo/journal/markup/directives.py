"""Directive lines: `::leaf[label]{key="value"}`, `:::container[label]{key="value"}` and the closing `:::`.

The editor in the browser has its twin; both must read the same lines the same way.
"""

import re
from dataclasses import dataclass

from .vocabulary import CONTAINERS, FORMS, LEAVES

_ATTRIBUTE = r'[ \t]*(?P<key>[a-z][a-z0-9-]*)="(?P<value>(?:[^"\\]|\\.)*)"'
_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE})*[ \t]*".replace("?P<key>", "").replace("?P<value>", ""))
_EACH_ATTRIBUTE = re.compile(_ATTRIBUTE)
_LINE = re.compile(
    r"(?P<colons>:{2,})(?P<name>[a-z][a-z0-9-]*)"
    r"(?:\[(?P<label>(?:[^\[\]\\]|\\.)*)\])?"
    r"(?:\{(?P<attributes>[^{}\n]*)\})?[ \t]*"
)
_ATTEMPT = re.compile(r"(?P<colons>:{2,})[ \t]*(?P<name>[A-Za-z]+)\b(?P<rest>.*)")
_CLOSING = re.compile(r"(:{3,})[ \t]*")
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Directive:
    """An opening line, taken apart. Label and values are plain text."""

    colons: int
    name: str
    label: str
    attributes: dict[str, str]


@dataclass(frozen=True)
class Refusal:
    """Why a line that looks like a directive stays text. `opens`: a `:::` below may be meant for it."""

    code: str
    name: str
    opens: bool = False


def read_line(line: str) -> Directive | Refusal | None:
    """The directive that `line` opens, why it opens none, or None where none is meant."""
    match = _LINE.fullmatch(line)
    if match is None or not _ATTRIBUTES.fullmatch(match["attributes"] or ""):
        return _failed_attempt(line)
    attributes = {each["key"]: _unescape(each["value"]) for each in _EACH_ATTRIBUTE.finditer(match["attributes"] or "")}
    directive = Directive(len(match["colons"]), match["name"], _unescape(match["label"] or ""), attributes)
    return _refusal(directive) or directive


def closing_colons(line: str) -> int:
    """How many colons the closing line `line` has; 0 when it is none."""
    match = _CLOSING.fullmatch(line)
    return len(match[1]) if match else 0


def _refusal(directive: Directive) -> Refusal | None:
    name, opens = directive.name, directive.colons > 2
    if name not in FORMS:
        return Refusal("unknown-directive", name, opens=opens)
    if name in CONTAINERS and not opens:
        return Refusal("too-few-colons", name, opens=True)
    if name in LEAVES and opens:
        return Refusal("too-many-colons", name, opens=True)
    if name in LEAVES and not directive.label.strip(" \t,"):
        return Refusal("missing-product", name)
    return None


def _failed_attempt(line: str) -> Refusal | None:
    match = _ATTEMPT.fullmatch(line)
    name = match["name"].lower() if match else ""
    if match is None or name not in FORMS:
        return None
    code = "bad-attributes" if "{" in match["rest"] else "malformed-directive"
    return Refusal(code, name, opens=name in CONTAINERS or len(match["colons"]) > 2)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)
