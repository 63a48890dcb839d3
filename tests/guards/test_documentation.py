"""What an operator can set or run is described where operators look."""

import re

import click
import pytest
from flask import Flask

from crescendo.commands import register_commands
from tests.guards.sources import ROOT, place, tracked

OPERATORS = ROOT / "docs" / "operators.md"
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)


def commands_below(group: click.Group, *words: str) -> list[str]:
    """`users add`, `demo` and so on: every command that does something."""
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands_below(command, *words, name)
        else:
            found.append(" ".join([*words, name]))
    return found


def our_commands() -> list[str]:
    app = Flask("commands")
    register_commands(app)
    return commands_below(app.cli)


@pytest.fixture(scope="module")
def operators() -> str:
    return OPERATORS.read_text(encoding="utf-8")


def test_every_setting_is_described(operators: str) -> None:
    settings = {
        name
        for path in tracked("crescendo/*.py")
        for name in re.findall(r"CRESCENDO_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))
    }
    assert settings
    assert not {name for name in settings if f"`{name}`" not in operators}


def test_no_setting_is_described_that_does_not_exist(operators: str) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in tracked("crescendo/*.py"))
    assert not {name for name in re.findall(r"`(CRESCENDO_[A-Z_]+[A-Z])`", operators) if name not in code}


def test_every_command_is_described(operators: str) -> None:
    assert not [name for name in our_commands() if f"flask {name}" not in operators]


def test_every_make_target_is_in_its_own_help() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert declared
    assert not [name for name in declared[1].split() if not re.search(rf"^{name}:.*## ", text, re.MULTILINE)]


def headings_of(text: str) -> set[str]:
    """The places of a page that a link can lead to, as hosts of repositories name them."""
    words = (re.sub(r"[^\w -]", "", title.lower()) for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE))
    return {title.replace(" ", "-") for title in words}


def test_every_link_within_the_documentation_leads_somewhere() -> None:
    broken = []
    for page in tracked("*.md"):
        for target in re.findall(r"\]\(([^)\s:]+)\)", CODE.sub("", page.read_text(encoding="utf-8"))):
            path, _, anchor = target.partition("#")
            leads_to = page.parent / path if path else page
            is_there = leads_to.exists() and (not anchor or anchor in headings_of(leads_to.read_text(encoding="utf-8")))
            broken += [] if is_there else [f"{place(page)}: {target}"]
    assert not broken
