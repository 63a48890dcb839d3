"""The picture beside a shared link."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from PIL import Image, ImageFont

from crescendo.catalog.taxonomy import FieldColour
from crescendo.foundation import clock
from crescendo.media import storage
from crescendo.presentation.share_picture import ACCENT, FIELDS, FONTS, INK, PAPER, SharePicture, share_picture_file
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_product
from tests.factories.journal import make_author, make_guide, make_scheduled
from tests.factories.media import make_asset
from tests.guards.sources import ROOT
from tests.pages import Page, Pages


def share_address(page: Page) -> str:
    [element] = page.all(".//meta[@property='og:image']")
    return (element.get("content") or "").removeprefix("http://localhost")


ADDRESSES = ("/", "/guides/guide", "/products/steady", "/guides/", "/products/", "/authors/mara")


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_names_a_picture_of_the_size_that_it_says(pages: Pages, address: str) -> None:
    hero = make_asset("boot", size=(400, 300), alt="A boot.")
    make_guide("Ünïcode & “quotes”: Łódź?", slug="guide", hero_id=hero.id, author=make_author("Mara"))
    make_product(slug="steady")
    response = pages.open(share_address(pages.open(address))).response
    assert response.mimetype == "image/jpeg"
    assert Image.open(BytesIO(response.get_data())).size == (1200, 630)


def test_title_in_a_script_that_our_font_lacks_leaves_the_picture_whole(pages: Pages) -> None:
    make_guide("靴下は役に立つか", slug="guide")
    assert pages.open("/share/guides/guide.jpg").status == 200


def test_endless_title_fits(pages: Pages) -> None:
    make_guide("Which of the very many compression socks " * 3, slug="guide")
    assert pages.open("/share/guides/guide.jpg").status == 200


def test_title_of_many_parts_opens_each_font_once(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    truetype = ImageFont.truetype

    def opening(place: Path, size: int) -> ImageFont.FreeTypeFont:
        opened.append(place)
        return truetype(place, size)

    monkeypatch.setattr(ImageFont, "truetype", opening)
    make_guide("<a> " * 40, slug="guide")
    assert pages.open("/share/guides/guide.jpg").status == 200
    assert len(opened) <= 11 * len(FONTS)  # sizes of type, and parts of the font


def test_pictures_that_are_drawn_at_once_are_those_that_are_drawn_alone(app: Crescendo) -> None:
    fonts = [app.extensions["built_assets"].path(name) for name in FONTS]
    shares = [SharePicture(f"Łódź <{word}> & “more”", "Socks", FieldColour.CLAY) for word in ("one", "two", "three")]
    alone = [share_picture_file(share, fonts) for share in shares]
    storage.remove([f"share/{share.key}.jpg" for share in shares])
    with ThreadPoolExecutor(len(shares)) as pool:
        assert list(pool.map(lambda share: share_picture_file(share, fonts), shares)) == alone


def test_new_title_makes_a_new_picture(pages: Pages) -> None:
    make_product("Steady", slug="one")
    make_product("Steady Two", slug="two")
    assert (
        pages.open("/share/products/one.jpg").response.headers["ETag"]
        != (pages.open("/share/products/two.jpg").response.headers["ETag"])
    )


def test_scheduled_guide_has_no_picture_before_its_time(pages: Pages) -> None:
    make_scheduled(slug="soon", publish_at=clock.now() + timedelta(hours=1))
    assert pages.open("/share/guides/soon.jpg").status == 404
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert pages.open("/share/guides/soon.jpg").status == 200


def test_colours_are_those_of_the_stylesheet() -> None:
    tokens = (ROOT / "assets" / "css" / "parts" / "tokens.css").read_text()
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", tokens.partition("@media")[0]))
    assert (light["paper"], light["ink"], light["accent"]) == (PAPER, INK, ACCENT)
    assert {colour: (light[colour], light[f"{colour}-ink"]) for colour in FIELDS} == FIELDS
