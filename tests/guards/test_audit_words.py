"""The audit trail says what kind of thing every event was about in words that somebody chose."""

import ast
from collections.abc import Iterator

from crescendo.presentation.audit import SUBJECTS
from tests.guards.sources import place, tracked

RECORDERS = {"record", "record_all"}


def test_every_subject_of_the_audit_trail_has_words() -> None:
    subjects = {subject for subject, _where in recorded()}
    assert subjects >= {"article", "import", "user"}
    assert [f"{where}: {subject}" for subject, where in recorded() if subject not in SUBJECTS] == []


def recorded() -> Iterator[tuple[str, str]]:
    """Every subject that an event is recorded with, and where; the expression itself when it is no plain text."""
    for path in tracked("crescendo/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORDERS:
                [value] = [each.value for each in node.keywords if each.arg == "subject"]
                yield str(getattr(value, "value", None) or ast.unparse(value)), place(path, node.lineno)
