"""The editor and the site read the same dialect, and what the editor writes says what it read."""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest

from crescendo.commands.demo_guides import read_guide
from crescendo.journal.markup import read_body, vocabulary
from tests.editor.twins import ROOT, editor_tokens, run_script, site_tokens

SAMPLES: list[str] = json.loads((ROOT / "tests" / "samples" / "dialect.json").read_text())
WORDS = [
    "sock",
    "a_b",
    "*x*",
    "_y_",
    "[z]",
    "](u)",
    "![",
    "!",
    "<b>",
    "<https://e.co>",
    "&amp;",
    "&",
    "#",
    "# h",
    "1. x",
    "1)",
    "- d",
    "+",
    ">",
    "::product[x]",
    ":::faq",
    ":::",
    ':::note[T]{role="a"}',
    "[^1]",
    "[^1]: s",
    "`c`",
    "``",
    "```",
    "~~s~~",
    "~~~",
    "\\",
    "---",
    "===",
    "é",
    "😀",
    "“q”",
    '{a="b"}',
    ":",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "**",
    "__",
    "[x]: /u",
    "[x]",
    "![a](media:k)",
    "[t](product:p)",
    "&copy;",
    "&#0;",
    "€5",
    "(",
    ")",
    "İ",
    "中",
    "。",
    "\U0001f469\u200d\U0001f467",
    "\xa0",
    "\u200b",
    "\u2028",
    "\ufeff",
    "|",
    "\\|",
    "| a | b |\n|---|:-:|\n",
]
GUIDES = ROOT / "demo" / "guides"
SEED = 20261123


def rough_bodies(count: int) -> list[str]:
    """Text that nobody would write on purpose, made by chance: signs and pieces of forms in any order."""
    chance = random.Random(SEED)
    pieces = (range(chance.randint(1, 40)) for _ in range(count))
    return ["".join(chance.choice(WORDS) + chance.choice(["", " ", "\n", ""]) for _ in piece) for piece in pieces]


@cache
def generated() -> dict[str, list[Any]]:
    """Three thousand documents made in the editor, written as bodies."""
    result: dict[str, list[Any]] = run_script("fuzz.mjs", "3000", str(SEED))
    return result


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


def said(value: Any) -> str:
    """Everything that a document says to readers, without spaces and without where its lines stand."""
    if is_dataclass(value):
        kept = [field.name for field in fields(value) if field.name not in {"line", "references"}]
        return f"<{type(value).__name__} {' '.join(said(getattr(value, name)) for name in kept)}>"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "".join(map(said, value))
    return re.sub(r"\s+", "", str(value))


@pytest.mark.parametrize("bodies", [SAMPLES, rough_bodies(3000)], ids=["samples", "rough text"])
def test_text_has_the_same_tokens_in_the_editor(bodies: list[str]) -> None:
    read = zip(bodies, editor_tokens(bodies), strict=True)
    assert [body for body, tokens in read if tokens != as_json(site_tokens(body))] == []


def test_generated_documents_have_the_same_tokens_on_the_site() -> None:
    pairs = zip(generated()["bodies"], generated()["tokens"], strict=True)
    assert [body for body, tokens in pairs if tokens != as_json(site_tokens(body))] == []


def test_generated_documents_are_written_as_they_are_read() -> None:
    assert len(generated()["bodies"]) == 3000
    assert generated()["changed"] == []


def test_generated_documents_lose_no_words() -> None:
    assert generated()["lost"] == []


def test_hostile_snippets_mean_the_same_after_the_editor() -> None:
    shallow = [body for body in SAMPLES if not body.startswith("> > >")]  # the editor leaves deeper ones alone
    rewritten = run_script("rewrite.mjs", given=shallow)
    changed = [
        (body, again)
        for body, again in zip(shallow, rewritten, strict=True)
        if [said(part) for part in parts(body)] != [said(part) for part in parts(again)]
    ]
    assert changed == []


def parts(body: str) -> list[Any]:
    document = read_body(body)
    return [document.segments, document.sources, document.mentions, document.questions, document.pictures]


def test_demo_guides_say_the_same_after_the_editor() -> None:
    bodies = [read_guide(path)[1] for path in sorted(GUIDES.glob("*.md"))]
    assert len(bodies) > 10
    rewritten = run_script("rewrite.mjs", given=bodies)
    assert [said(parts(body)) for body in bodies] == [said(parts(body)) for body in rewritten]


def test_editor_knows_every_word_of_the_dialect() -> None:
    words = run_script("vocabulary.mjs")
    for kind in ("LEAVES", "CONTAINERS"):
        forms = getattr(vocabulary, kind)
        assert {name: set(keys) for name, keys in words[kind].items()} == {name: set(forms[name]) for name in forms}
    assert words["ROLES"] == list(vocabulary.ROLES)
    assert words["EVIDENCE"] == list(vocabulary.EVIDENCE)
    assert words["QUOTE_EVIDENCE"] == list(vocabulary.QUOTE_EVIDENCE)
