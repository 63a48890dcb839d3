"""What preflight tells an author, and what it blocks."""

import pytest

from crescendo.journal.markup import read_body
from crescendo.journal.models import Revision
from crescendo.journal.preflight import preflight
from tests.factories.catalog import make_product
from tests.factories.journal import make_guide
from tests.factories.media import make_asset

pytestmark = pytest.mark.usefixtures("app")


def findings(body: str, *, hero_id: int | None = None, summary: str = "A summary.") -> list[tuple[str, int, bool]]:
    revision = Revision(title="A guide", summary=summary)
    found = preflight(revision, read_body(body), hero_id=hero_id)
    return [(finding.field, finding.line, finding.blocks) for finding in found if finding.field != "hero"]


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ("Words.\n\n::product[nothing]", ("body", 3, True)),
        ("See [it](product:nothing).", ("body", 1, True)),
        ("See [it](guide:nothing).", ("body", 1, False)),
        ("![It](media:nothing)", ("body", 1, True)),
        ("## Two\n\n#### Four", ("body", 3, False)),
        (":::note[Title]\nNever closed.", ("body", 1, True)),
    ],
)
def test_fault_is_found_in_its_line(body: str, finding: tuple[str, int, bool]) -> None:
    assert finding in findings(body)


def test_sound_text_has_no_findings() -> None:
    make_product(slug="sock")
    make_guide(slug="other")
    assert findings("::product[sock]\n\nSee [the other](guide:other).") == []


def test_missing_summary_is_a_warning() -> None:
    assert findings("Words.", summary="") == [("summary", 0, False)]


def test_picture_nobody_described_blocks_unless_the_text_does() -> None:
    make_asset("boot")
    assert ("body", 1, True) in findings("![](media:boot)")
    assert findings("![A boot](media:boot)") == []


def test_lead_picture_nobody_described_blocks() -> None:
    asset = make_asset("boot")
    found = preflight(Revision(title="A", summary="B"), read_body("C"), hero_id=asset.id)
    assert [(finding.field, finding.blocks) for finding in found] == [("hero", True)]


def test_errors_stand_before_warnings() -> None:
    blocks = [blocks for _field, _line, blocks in findings("See [it](guide:nothing).\n\n::product[nothing]")]
    assert blocks == sorted(blocks, reverse=True)
