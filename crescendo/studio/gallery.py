"""The gallery: every component with made-up content on one page, for whoever works on the look. Development only."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import escape
from wtforms import BooleanField, StringField

from ..foundation.errors import NotFound
from ..journal.comparison import compared
from ..presentation.bodies import ContentsEntry, SourceNote
from ..presentation.cards import GuideCard, ProductCard
from ..presentation.choices import missing_choice
from ..presentation.click_chart import ClickChart, DayOfClicks
from ..presentation.comparison import Cell, ComparisonRow, ComparisonTable
from ..presentation.disclosure import Disclosure
from ..presentation.listings import GuideList
from ..presentation.navigation import Crumb, PageLink, Pagination
from ..presentation.offers import OfferLine
from ..presentation.pictures import Picture
from ..presentation.price_history import PriceChange, PriceHistory, PriceLine
from ..presentation.product_list import Facet, Option, SpanField
from ..presentation.products import Verdict
from ..presentation.profiles import AuthorBox
from ..presentation.search import Choice, SearchResult, WaysOn
from ..presentation.texts import short_text
from ..search.queries import SearchKind
from . import studio
from .bulk_form import BulkForm
from .click_tables import Cell as ClickCell
from .impact import Candidate
from .narrowing import Heading
from .revisions import FieldChanges
from .saving import Difference, StudioForm
from .tasks import TaskLine

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = date(2026, 6, 1)
PICTURE = Picture("/static/favicon.svg", "/static/favicon.svg", "/static/favicon.svg", 960, 640, "", "", "focus-50-50")
OFFER = OfferLine(
    id=1,
    merchant="Northgate",
    address="/go/1",
    rel="sponsored nofollow",
    price="$24.90",
    amount=Decimal("24.90"),
    minor=2490,
    currency="USD",
    observed_at=NOON,
    availability="In stock",
    is_healthy=True,
    is_paid=True,
    is_own=False,
)
GUIDE = GuideCard(
    "/guides/",
    "How should a boot fit?",
    "Snug over the instep.",
    "Footwear",
    "/",
    "clay",
    "Mara",
    "/",
    NOON,
    6,
    PICTURE,
)
CARD = ProductCard(
    slug="steady-20",
    address="/products/",
    brand="Norrel",
    name="Steady 20",
    why="For long shifts.",
    category="Socks",
    colour="indigo",
    picture=PICTURE,
    offer=OFFER,
    is_recalled=False,
    recall_notice="",
    is_discontinued=False,
    unavailable_since=None,
)


RESULT = SearchResult(
    kind=SearchKind.GUIDE,
    address="/guides/",
    label="Footwear",
    colour="clay",
    title=escape("How a boot fits"),
    excerpt=escape("Snug over the instep."),
    picture=PICTURE,
    published_at=NOON,
)


class SampleForm(StudioForm):
    """A form with one of each kind of field, one of them wrong."""

    words = StringField("Words", description="Help stands below the label.")
    box = BooleanField("A box", description="To tick.")


@studio.get("/gallery")
def gallery() -> ResponseReturnValue:
    """Every component once."""
    if current_app.config["SETTINGS"].production:
        raise NotFound
    return render_template("studio/gallery.html", **_samples(), **_click_samples())


def _samples() -> dict[str, Any]:
    form = SampleForm(formdata=None)
    form.words.errors = ["What to do about it."]
    links = [PageLink(number, f"?page={number}", number == 1) for number in (1, None, 9)]
    cells = [
        Cell("Price", "$24.90", is_missing=False, is_price=True, is_best=True),
        Cell("Drop", "–", is_missing=True, is_price=False),
    ]
    return {
        "picture": PICTURE,
        "guide": GUIDE,
        "card": CARD,
        "offer": OFFER,
        "form": form,
        "pagination": Pagination(None, "?page=2", links, 1, 9),
        "guides": GuideList([GUIDE], 1, None),
        "table": ComparisonTable(["Price", "Drop"], [ComparisonRow(CARD, cells)], []),
        "disclosure": Disclosure(("Some links on this page are paid.",), ("Northgate pays us a share.",)),
        "author": AuthorBox("Mara Ellery", "Founding editor", "/", short_text("Eleven years with *socks*."), PICTURE),
        "candidate_item": Candidate(missing_choice("steady-20"), ["Drop: 4 mm, not 8 mm"]),
        "crumbs": [Crumb("Guides", "/guides/")],
        "contents": [ContentsEntry("gallery-section", "A section"), ContentsEntry("gallery-other", "Another")],
        "sources": [SourceNote(1, "source-1", short_text("Author, Title"), ["source-ref-1"])],
        "verdict": Verdict(GUIDE, "Best overall", "Start here.", "Tested by us", DAY, ["Soft"], ["Dear"]),
        "differences": [Difference("Title", "What they saved", "What was typed")],
        "state": {"state": "live", "state_words": "Live", "has_changes": True, "unpublish_at": NOON},
        "changes": [FieldChanges("Summary", compared("Wool is warm.", "Wool is very warm."))],
        "bulk": BulkForm(),
        "wanted": (12, 3),
        "without_token": {"csrf_token": ""},
        "heading": Heading("Title", "?sort=title-down", "ascending"),
        "task": TaskLine("review", "Reviews due", "How a boot fits", "#", "Mara", "Read it again.", DAY, "due"),
        "day": DAY,
        "result": RESULT,
        "choices": [Choice("Everything", "?", 9, is_chosen=True), Choice("Guides", "?kind=guide", 4, is_chosen=False)],
        "history": PriceHistory(
            [PriceLine("Northgate", "M0 6H300V154H600", "$24.90")],
            [PriceChange(NOON, "Northgate", "$24.90")],
            "$24.90",
            "$29.90",
            NOON,
            NOON.date(),
        ),
        "facet": Facet("material", "Material", [Option("wool", "Wool", 3, is_chosen=True)]),
        "facet_list": Facet("brand", "Brand", [Option("norrel", "Norrel", 3, is_chosen=True)]),
        "span": SpanField("drop", "Drop", "mm", "4", "x", {"drop-to": "“x” is not a number."}),
        "ways": WaysOn([GUIDE], [RESULT], "boots"),
    }


def _click_samples() -> dict[str, Any]:
    return {
        "clicks": ClickChart("M0 154V6H300V80H600V154Z", 9, 14, 3, DAY, DAY, [DayOfClicks(DAY, 9, 3)]),
        "headings": [Heading("Guide", "?sort=name"), Heading("Clicks", "?sort=clicks", "descending")],
        "click_rows": [[ClickCell("How should a boot fit?", "/"), ClickCell(number=9)]],
    }
