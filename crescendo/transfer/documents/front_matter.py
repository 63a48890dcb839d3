"""The facts above the text of a Markdown file: YAML between lines of `---`, or TOML between lines of `+++`."""

import re
import tomllib
from datetime import UTC, date, datetime
from typing import Any

import yaml

from .results import Unreadable

MAX_CHARS = 20_000
_FENCE = re.compile(r"(?P<fence>---|\+\+\+)[ \t]*\n(?P<facts>.*?)^(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
Facts = dict[str, Any]


def split(text: str) -> tuple[Facts, str]:
    """The facts, by names in small letters, and the text below them. `Unreadable` says what is wrong with them."""
    found = _FENCE.match(text)
    if found is None:
        if re.match(r"(---|\+\+\+)[ \t]*\n[\w\"-]+[ \t]*[:=]", text):
            raise Unreadable(f"The facts at the top begin with {text[:3]} and never end. Close them with {text[:3]}.")
        return {}, text
    if found["fence"] == "---" and not re.search(r"^\s*[\w\"'-]+\s*:", found["facts"], re.MULTILINE):
        return {}, text  # a line between parts
    read = _toml(found["facts"]) if found["fence"] == "+++" else _yaml(found["facts"])
    return {str(name).strip().lower().replace("-", "_"): value for name, value in read.items()}, text[found.end() :]


def _yaml(text: str) -> Facts:
    if len(text) > MAX_CHARS:
        raise Unreadable(f"The facts at the top are longer than {MAX_CHARS:,} characters.")
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
            raise Unreadable("The facts at the top repeat each other with * and &. Write them out.")
        read = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"Line {mark.line + 2}" if mark else "The facts"
        raise Unreadable(
            f"{place} of the file cannot be read as YAML: {getattr(error, 'problem', None) or error}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The facts at the top cannot be read: {error}.") from error
    if not isinstance(read, dict):
        raise Unreadable("The facts at the top are no list of names and values. Write a line such as title: My guide.")
    return read


def _toml(text: str) -> Facts:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(f"The facts at the top cannot be read as TOML: {error}.") from error


def said(facts: Facts, *names: str) -> str:
    """The first of `names` that the facts say, as text; empty when they say none. Of lists the first item counts."""
    for name in names:
        value = facts.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def listed(facts: Facts, *names: str) -> tuple[str, ...]:
    """All items of the first of `names` that is there; a text is parted at its commas."""
    for name in names:
        value = facts.get(name)
        if isinstance(value, str):
            return tuple(filter(None, (item.strip() for item in value.split(","))))
        if isinstance(value, list):
            return tuple(filter(None, (str(item).strip() for item in value if isinstance(item, str | int | float))))
    return ()


def moment(facts: Facts, *names: str) -> datetime | None:
    """The time that the first of `names` says, in UTC unless it says otherwise. `Unreadable` when it is no time."""
    name = next(
        (name for name in names if isinstance(facts.get(name), str | int | float | date) and facts[name] != ""), ""
    )
    value = facts.get(name)
    if isinstance(value, bool) or not name:
        return None
    try:
        if isinstance(value, datetime):
            read = value
        elif isinstance(value, date):
            read = datetime(value.year, value.month, value.day, tzinfo=UTC)
        else:
            read = datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise Unreadable(f"“{str(value)[:60]}” is no time for {name}: write 2026-11-20 or 2026-11-20 14:30.") from error
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
