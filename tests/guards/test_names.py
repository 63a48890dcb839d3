"""Packages and modules are named after a thing of the domain, never after a drawer that takes anything."""

import pytest

from tests.guards.sources import place, tracked

DRAWERS = frozenset(
    f"{word}{plural}"
    for word in ("util", "common", "helper", "manager", "service", "misc", "lib", "core", "tool")
    for plural in ("", "s")
)


@pytest.mark.parametrize("pattern", ["crescendo/*.py", "tests/*.py", "templates/*", "assets/*.js", "assets/*.css"])
def test_nothing_is_named_after_a_drawer(pattern: str) -> None:
    drawers = [
        place(path)
        for path in tracked(pattern)
        if DRAWERS & {part.split(".")[0].strip("_") for part in place(path).split("/")}
    ]
    assert not drawers
