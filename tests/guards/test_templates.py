"""Pages carry no inline script or style, which the security policy would refuse, and no unescaped text."""

import re
from collections.abc import Iterator

import pytest

from tests.guards.sources import ROOT, place, tracked

FORBIDDEN = {
    "an inline script; JSON-LD is data and may stay": r"<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)",
    "an inline style sheet": r"<style\b",
    "a style attribute": r"\sstyle\s*=",
    "an event attribute": r"<[^>{%]*\son[a-z]+\s*=",
    "a script address": r"(?i)=\s*[\"']?\s*javascript:",
    "text declared safe": r"\|\s*safe\b",
    "escaping turned off": r"autoescape\s+false",
}
INVISIBLE = {"share"}  # what only machines read needs no stylesheet
MAY_MAKE_MARKUP = (
    "crescendo/journal/markup/",
    "crescendo/presentation/bodies.py",
    "crescendo/presentation/embeds.py",
    "crescendo/presentation/plain_embeds.py",
    "crescendo/presentation/search.py",
    "crescendo/presentation/structured_data",
)


def lines_with(pattern: str, files: str) -> Iterator[str]:
    for path in tracked(files):
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(pattern, text):
            yield place(path, text.count("\n", 0, found.start()) + 1)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_contain_no(what: str) -> None:
    assert not list(lines_with(FORBIDDEN[what], "templates/*.html"))


def test_only_markup_and_embeds_declare_text_safe() -> None:
    elsewhere = [
        line for line in lines_with(r"\bMarkup\(|\|safe\b", "crescendo/*.py") if not line.startswith(MAY_MAKE_MARKUP)
    ]
    assert not elsewhere


def test_every_page_template_stands_in_a_layout() -> None:
    folders = {"layouts", "components", "email"}
    loose = [
        place(path)
        for path in tracked("templates/*.html")
        if path.relative_to(ROOT).parts[1] not in folders
        and not path.name.startswith("_")
        and "{% extends" not in path.read_text(encoding="utf-8")
    ]
    assert not loose


def test_every_component_is_one_macro_with_a_stylesheet_of_its_name() -> None:
    wrong = [
        place(path)
        for path in tracked("templates/components/*.html")
        if f"macro {path.stem}(" not in path.read_text(encoding="utf-8")
        or not (path.stem in INVISIBLE or (ROOT / "assets" / "css" / "components" / f"{path.stem}.css").exists())
    ]
    assert not wrong


def test_every_component_stands_in_the_gallery() -> None:
    gallery = (ROOT / "templates" / "studio" / "gallery.html").read_text(encoding="utf-8")
    missing = [
        path.stem for path in tracked("templates/components/*.html") if f'"components/{path.name}"' not in gallery
    ]
    assert not missing
