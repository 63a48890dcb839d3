"""Built stylesheets and scripts: packed as tightly as can be, once, and kept by browsers for ever."""

from pathlib import Path

import brotli
import pytest

from crescendo.web.application import Crescendo
from tests.guards.sources import ROOT

TEXTS = sorted(path for path in (ROOT / "static" / "build").glob("*") if path.suffix in {".css", ".js"})


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_built_text_is_packed_as_tightly_as_can_be(file: Path) -> None:
    text = file.read_bytes()
    packed = file.with_name(f"{file.name}.br").read_bytes()
    assert brotli.decompress(packed) == text
    assert len(packed) <= len(brotli.compress(text, quality=11))


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_built_file_is_given_packed_and_kept_for_ever(sqlite_app: Crescendo, file: Path) -> None:
    packing = {"Accept-Encoding": "gzip, br"}
    with sqlite_app.test_client().get(f"/static/build/{file.name}", headers=packing) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.data == file.with_name(f"{file.name}.br").read_bytes()


def test_file_whose_name_stays_is_asked_for_anew_after_an_hour(sqlite_app: Crescendo) -> None:
    with sqlite_app.test_client().get("/static/favicon.svg") as answer:
        assert answer.headers["Cache-Control"] == "max-age=3600, public"
