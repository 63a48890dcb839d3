"""Regular expressions are ours: nothing that somebody sends becomes one, which could take for ever to match."""

import ast
from typing import TypeGuard

from tests.guards.sources import place, tracked

FUNCTIONS = {"compile", "search", "match", "fullmatch", "split", "sub", "subn", "findall", "finditer"}


def test_no_pattern_is_made_of_what_somebody_sent() -> None:
    strange = [
        place(path, node.lineno)
        for path in tracked("crescendo/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if is_pattern(node) and not is_ours(node.args[0])
    ]
    assert strange == []


def is_pattern(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether `node` calls one of the functions of `re` that read a pattern."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name)):
            return name in FUNCTIONS
    return False


def is_ours(pattern: ast.expr) -> bool:
    """Whether each part of `pattern` is written there, is a constant of the module, or is escaped."""
    names = {each.id for each in ast.walk(pattern) if isinstance(each, ast.Name)}
    is_escaped = any(isinstance(each, ast.Attribute) and each.attr == "escape" for each in ast.walk(pattern))
    return is_escaped or all(name.isupper() or name == "errno" for name in names)
