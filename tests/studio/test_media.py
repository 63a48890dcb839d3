"""The media library: many files at once, where pictures are used, replacing and deleting them."""

from collections.abc import Callable

from tests.factories.catalog import make_product
from tests.factories.journal import make_author, make_draft, make_guide
from tests.factories.media import make_asset, picture_bytes
from tests.meanwhile import on_sqlite, somebody_writes_while_drawing
from tests.pages import Pages

Browser = Callable[..., Pages]
LIBRARY = "/studio/media/"


def names(pages: Pages, query: str = "") -> list[str]:
    """The pictures that the library shows, in its order."""
    return [link.text or "" for link in pages.open(LIBRARY + query).all(".//li[@class='library__item']/p/a")]


def test_refused_file_does_not_hold_up_the_others(sign_in: Browser) -> None:
    browser = sign_in()
    files = [(picture_bytes(), "boot.png"), (b"<svg/>", "drawing.svg"), (picture_bytes(colour="red"), "hat.png")]
    page = browser.open(LIBRARY).form("pictures").attach("pictures", *files).submit("Add").follow()
    assert "2 pictures added." in page.main
    assert "Not added: drawing.svg: This is not a picture we can read." in page.main
    assert names(browser, "?sort=name") == ["boot", "hat"]


@on_sqlite
def test_nobody_waits_while_pictures_are_drawn(sign_in: Browser) -> None:
    browser = sign_in()
    files = [(picture_bytes(), "boot.png"), (b"<svg/>", "drawing.svg"), (picture_bytes(colour="red"), "hat.png")]
    form = browser.open(LIBRARY).form("pictures").attach("pictures", *files)
    with somebody_writes_while_drawing() as made:
        form.submit("Add")
    assert len(made) == 2 * 3  # as it was sent, and in two formats
    assert names(browser, "?sort=name") == ["boot", "hat"]


def test_upload_without_a_file_is_refused(sign_in: Browser) -> None:
    page = sign_in().open(LIBRARY).form("pictures").submit("Add")
    assert page.status == 422
    assert "Choose at least one picture." in page.main


def test_library_is_narrowed_and_sorted_by_its_address(sign_in: Browser) -> None:
    make_asset("boot", alt="A boot.")
    hat = make_asset("hat", colour="red")
    make_guide(hero_id=make_asset("apron", colour="blue", alt="An apron.").id, body=f"![It](media:{hat.key})")
    browser = sign_in()
    assert names(browser, "?sort=name") == ["apron", "boot", "hat"]
    assert names(browser, "?sort=oldest") == ["boot", "hat", "apron"]
    assert names(browser, "?undescribed=yes") == ["hat"]
    assert names(browser, "?unused=yes") == ["boot"]
    assert names(browser, "?q=apron") == ["apron"]
    page = browser.open(LIBRARY + "?q=nothing")
    assert "No picture is like this." in page.main
    assert "Unused (1)" in page.main


def test_picture_tells_where_it_is_used(sign_in: Browser) -> None:
    asset = make_asset("boot", alt="A boot.")
    make_guide("Of boots", hero_id=asset.id)
    make_draft("Not yet", body="![It](media:boot)")
    make_product("Boot 3", picture_ids=[asset.id])
    make_author("Mara", picture_id=asset.id)
    page = sign_in().open(f"{LIBRARY}{asset.id}")
    uses = "Of boots (guide: lead picture) Not yet (guide: draft) Norrel Boot 3 (product: product picture) Mara (author"
    assert uses in page.main
    assert page.click("Not yet").status == 200


def test_used_picture_is_not_deleted_and_says_why(sign_in: Browser) -> None:
    asset, browser = make_asset(alt="A boot."), sign_in()
    page = browser.open(f"{LIBRARY}{asset.id}").click("Delete the picture")
    make_guide("Of boots", hero_id=asset.id)
    refused = page.form().submit("Delete")
    assert refused.status == 422
    assert "Of boots" in refused.main
    assert names(browser)


def test_unused_picture_is_deleted_after_a_question(sign_in: Browser, pages: Pages) -> None:
    asset, browser = make_asset(), sign_in()
    address = f"/media/{asset.sha256[:20]}/40.webp"
    assert pages.ask(address).status == 200
    page = browser.open(f"{LIBRARY}{asset.id}").click("Delete the picture").form().submit("Delete").follow()
    assert "There is no picture yet." in page.main
    assert pages.ask(address).status == 404


def test_replaced_picture_is_shown_at_once_where_it_is_used(sign_in: Browser, pages: Pages) -> None:
    asset = make_asset("boot", alt="A boot.")
    make_guide("Of boots", slug="boots", body="![](media:boot)")
    before = asset.sha256[:20]
    form = (
        sign_in()
        .open(f"{LIBRARY}{asset.id}/replacement")
        .form("file")
        .attach("file", (picture_bytes(colour="red"), "b.png"))
    )
    page = form.submit("Replace").follow()
    assert "media:boot" in page.main
    guide = pages.open("/guides/boots")
    assert before not in guide.html
    assert 'alt="A boot."' in guide.html


@on_sqlite
def test_nobody_waits_while_the_picture_that_replaces_another_is_drawn(sign_in: Browser) -> None:
    page = sign_in().open(f"{LIBRARY}{make_asset().id}/replacement")
    with somebody_writes_while_drawing() as made:
        replaced = page.form("file").attach("file", (picture_bytes(colour="red"), "b.png")).submit("Replace")
    assert replaced.status == 303
    assert len(made) == 3


@on_sqlite
def test_picture_that_is_deleted_while_its_replacement_is_drawn_is_not_found(sign_in: Browser) -> None:
    page = sign_in().open(f"{LIBRARY}{make_asset().id}/replacement")
    with somebody_writes_while_drawing("DELETE FROM assets"):
        replaced = page.form("file").attach("file", (picture_bytes(colour="red"), "b.png")).submit("Replace")
    assert replaced.status == 404


def test_file_that_cannot_replace_a_picture_is_refused_beside_its_field(sign_in: Browser) -> None:
    asset = make_asset()
    form = sign_in().open(f"{LIBRARY}{asset.id}/replacement").form("file").attach("file", (b"<svg/>", "b.svg"))
    page = form.submit("Replace")
    assert page.status == 422
    assert "This is not a picture we can read." in page.main


def test_author_neither_replaces_nor_deletes_the_picture_of_another(sign_in: Browser) -> None:
    asset, browser = make_asset(), sign_in("author")
    assert browser.open(f"{LIBRARY}{asset.id}/deletion").status == 403
    assert browser.open(f"{LIBRARY}{asset.id}/replacement").status == 403
