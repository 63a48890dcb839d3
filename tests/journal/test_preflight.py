"""What preflight tells an author, and what it blocks."""

import pytest

from crescendo.catalog.merchants import Relationship
from crescendo.journal.markup import read_body
from crescendo.journal.models import Revision
from crescendo.journal.preflight import preflight
from tests.factories.catalog import make_merchant, make_offer, make_product
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


@pytest.mark.parametrize("relationship", [Relationship.AFFILIATE, Relationship.SPONSORED])
def test_raw_link_to_a_merchant_who_pays_is_a_warning_that_names_the_product(relationship: Relationship) -> None:
    shop = make_merchant("Shoemart", relationship=relationship, hosts=["shoemart.example"])
    make_offer(make_product(slug="sock"), merchant=shop, url="https://www.shoemart.example/calf-sock/?colour=red")
    body = "Words.\n\nBuy [this sock](http://shoemart.example/calf-sock?utm_source=us&colour=red#top)."
    [finding] = [f for f in preflight(Revision(title="A", summary="B"), read_body(body), hero_id=None) if f.line]
    assert (finding.line, finding.blocks) == (3, False)
    assert finding.message == (
        "Shoemart pays for this link. Link the product instead, [this sock](product:sock): clicks are counted then, "
        "and a sold-out offer falls back to another."
    )


def test_raw_link_to_a_page_nobody_sells_from_asks_for_the_product() -> None:
    make_merchant(relationship=Relationship.AFFILIATE, hosts=["shoemart.example"])
    found = preflight(Revision(title="A", summary="B"), read_body("[It](https://m.shoemart.example/x)"), hero_id=None)
    assert any("[It](product:its-address)" in finding.message for finding in found)


@pytest.mark.parametrize("relationship", [Relationship.NONE, Relationship.OWN_SHOP])
def test_raw_link_to_a_merchant_who_does_not_pay_is_fine(relationship: Relationship) -> None:
    make_merchant(relationship=relationship, hosts=["shoemart.example"])
    assert findings("See [it](https://shoemart.example/x) or [that](https://elsewhere.example/).") == []


def test_price_in_the_summary_is_a_warning_there() -> None:
    assert findings("Words.", summary="All below $50.") == [("summary", 0, False)]
