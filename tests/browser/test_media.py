"""Pictures are chosen, dropped and pasted, and each file tells what became of it."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.journeys import accessibility_faults, overflow, sign_in, throw_picture
from tests.factories.accounts import make_user
from tests.factories.media import make_asset, picture_bytes


def test_pictures_are_chosen_dropped_and_pasted(window: Any) -> None:
    make_user(email="ed@example.org")
    page = window(width=360)
    sign_in(page, "ed@example.org")
    page.goto("/studio/media/")
    page.get_by_label("Pictures", exact=True).set_input_files(
        [
            {"name": "boot.png", "mimeType": "image/png", "buffer": picture_bytes()},
            {"name": "drawing.png", "mimeType": "image/png", "buffer": b"<svg/>"},
        ]
    )
    for kind, colour in (("drop", "red"), ("paste", "blue")):
        throw_picture(page, kind, f"{kind}ped.png", picture_bytes(colour=colour))
    lines = page.get_by_role("list", name="Uploads").get_by_role("listitem")
    expect(lines).to_have_count(4)
    expect(lines.nth(0)).to_contain_text("boot added.")
    expect(lines.nth(1)).to_contain_text("drawing.png: This is not a picture we can read.")
    expect(lines.nth(2)).to_contain_text("dropped added.")
    expect(lines.nth(3)).to_contain_text("added.")
    assert accessibility_faults(page) == []
    assert overflow(page) == 0


def test_added_pictures_join_the_library_and_focus_stays(window: Any) -> None:
    make_user(email="ed@example.org")
    make_asset("hat", colour="red")
    page = window()
    sign_in(page, "ed@example.org")
    page.goto("/studio/media/?sort=name")
    page.get_by_role("link", name="hat").focus()
    throw_picture(page, "drop", "boot.png", picture_bytes())
    expect(page.get_by_role("list", name="Pictures").get_by_role("link")).to_have_text(["boot", "hat"])
    expect(page.get_by_role("link", name="hat")).to_be_focused()
    expect(page.get_by_label("Unused (2)")).to_be_visible()
    expect(page.get_by_role("list", name="Uploads")).to_contain_text("boot added.")


def marked_point(page: Page) -> tuple[float, float]:
    """Where on the picture the focal point is marked, in shares from its upper left."""
    whole, mark = page.locator("[data-focal] img").bounding_box(), page.locator(".focal-point__ring").bounding_box()
    assert whole
    assert mark
    across = mark["x"] + mark["width"] / 2 - whole["x"]
    down = mark["y"] + mark["height"] / 2 - whole["y"]
    return round(across / whole["width"], 2), round(down / whole["height"], 2)


def test_click_on_the_picture_moves_its_mark_and_the_crops(window: Any) -> None:
    make_user(email="ed@example.org")
    asset = make_asset(size=(400, 300), alt="A boot.")
    page = window()
    sign_in(page, "ed@example.org")
    page.goto(f"/studio/media/{asset.id}")
    assert marked_point(page) == (0.5, 0.5)
    picture = page.locator("[data-focal] img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.98, "y": box["height"] * 0.25})
    expect(page.get_by_label("Focal point, from the left")).to_have_value("1.0")
    expect(page.locator(".crops img").first).to_have_class("focus-100-25")
    assert marked_point(page) == (1.0, 0.25)
    page.get_by_label("Focal point, from the top").select_option(label="Middle")
    assert marked_point(page) == (1.0, 0.5)
    assert accessibility_faults(page) == []
