"""Nothing outgrows what a reader can hold. The aim is half of these limits."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.sources import ROOT, place, tracked

MODULE = 400
FUNCTION = 50
TEMPLATE = 240
COMPONENT = 120


def written(pattern: str) -> list[Path]:
    """What people wrote: Alembic writes migrations, and nobody reads them twice."""
    return [path for path in tracked(pattern) if not path.is_relative_to(ROOT / "migrations" / "versions")]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("suffix", ["py", "js", "mjs", "css"])
def test_modules_are_short(suffix: str) -> None:
    long = {place(path): length(path) for path in written(f"*.{suffix}") if length(path) > MODULE}
    assert not long


def test_functions_are_short() -> None:
    long = {
        place(path, function.lineno): function.name
        for path in written("*.py")
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= FUNCTION
    }
    assert not long


def test_templates_are_short() -> None:
    components = ROOT / "templates" / "components"
    long = {
        place(path): length(path)
        for path in tracked("templates/*")
        if length(path) > (COMPONENT if path.is_relative_to(components) else TEMPLATE)
    }
    assert not long
