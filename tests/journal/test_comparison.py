"""Texts compared by words and merged by lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crescendo.journal.comparison import ChangeKind, compared, merged

TEXTS = st.text(alphabet="ab \n", max_size=40)


def shown(before: str, after: str) -> str:
    """The comparison with signs around what went and came."""
    signs = {ChangeKind.SAME: "{}", ChangeKind.REMOVED: "[-{}-]", ChangeKind.ADDED: "[+{}+]"}
    return "".join(signs[change.kind].format(change.text) for change in compared(before, after))


@pytest.mark.parametrize(
    ("before", "after", "comparison"),
    [
        ("Wool is warm.", "Wool is warm.", "Wool is warm."),
        ("Wool is warm.", "Wool is very warm.", "Wool is [+very +]warm."),
        ("Wool is warm.", "", "[-Wool is warm.-]"),
        ("One a b c two", "Ein a b c zwei", "[-One -][+Ein +]a b c [-two-][+zwei+]"),
        ("One a two", "Ein a zwei", "[-One a two-][+Ein a zwei+]"),
        ("First.\nSecond.", "First.\n\nSecond.", "First.\n[+\n+]Second."),
    ],
)
def test_comparison_reads_by_words(before: str, after: str, comparison: str) -> None:
    assert shown(before, after) == comparison


@given(TEXTS, TEXTS)
def test_comparison_holds_both_texts_whole(before: str, after: str) -> None:
    changes = compared(before, after)
    assert "".join(c.text for c in changes if c.kind is not ChangeKind.ADDED) == before
    assert "".join(c.text for c in changes if c.kind is not ChangeKind.REMOVED) == after


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("A!\nb\nc\nd", "a\nb\nc\nD!", "A!\nb\nc\nD!"),
        ("a\nb\nc\nd\ne", "x\na\nb\nc\nd", "x\na\nb\nc\nd\ne"),
        ("a\nb\nc\nd", "a\nb\nc", "a\nb\nc"),
        ("A\nb\nc\nd", "A\nb\nc\nd", "A\nb\nc\nd"),
        ("A\nb\nc\nd", "x\nb\nc\nd", None),
        ("a\nB\nc\nd", "a\nb\nC\nd", None),
    ],
)
def test_changes_in_different_places_merge(mine: str, theirs: str, both: str | None) -> None:
    assert merged("a\nb\nc\nd", mine, theirs) == both


@given(TEXTS, TEXTS)
def test_one_sided_changes_always_merge(base: str, other: str) -> None:
    assert merged(base, other, base) == merged(base, base, other) == merged(base, other, other) == other
