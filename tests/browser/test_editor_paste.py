"""What is pasted into the editor comes out as clean Markdown."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.editing import body, end, paste, settle, text
from tests.browser.journeys import throw_picture
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.media import picture_bytes


def test_spreadsheet_is_pasted_as_a_table(write: Any) -> None:
    page = write()
    paste(page, text="Size\tWaist\nM\t86 cm\nL\t94 cm")
    page.get_by_label("What the table shows").fill("Sizes")
    page.get_by_label("The first column names the rows").check()
    assert body(page) == (
        ':::table[Sizes]{rowheader="true"}\n| Size | Waist |\n| --- | --- |\n| M | 86 cm |\n| L | 94 cm |\n:::\n'
    )


def test_cells_are_pasted_into_a_table_that_grows(write: Any) -> None:
    page = write("| a | b |\n| --- | --- |\n| 1 | 2 |\n")
    page.get_by_role("cell", name="1").click()
    settle(page)
    cells = "<table><tr><td>x</td><td>y</td></tr><tr><td>z</td><td><b>w</b></td></tr></table>"
    paste(page, html=f"<meta charset='utf-8'>{cells}")
    assert body(page) == "| a | b |\n| --- | --- |\n| x | y |\n| z | **w** |\n"


GOOGLE_DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span>Fit</span></h2>'
    '<p dir="ltr"><span style="font-weight:400">They are </span><span style="font-weight:700">firm</span>'
    '<span style="font-style:italic"> and light</span>.</p><ul><li><p><span>One</span></p></li></ul></b>'
)
ITEM = (
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
    "<span style='mso-list:Ignore'>{}<span> </span></span>{}</p>"
)
WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><!--StartFragment-->"
    f"<p class=MsoNormal>Text<o:p></o:p></p>{ITEM.format('1.', 'First')}{ITEM.format('2.', 'Second')}</body></html>"
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (GOOGLE_DOCS, "## Fit\n\nThey are **firm** *and light*.\n\n- One\n"),
        (WORD, "Text\n\n1. First\n2. Second\n"),
        (
            '<p onclick="x()">A <a href="javascript:x()">bad</a> and <a href="https://e.org/">good</a> link</p>',
            "A bad and [good](https://e.org/) link\n",
        ),
        (
            "<h1>Title</h1><div>One</div><div>Two<br>lines</div><script>x()</script>",
            "## Title\n\nOne\n\nTwo\\\nlines\n",
        ),
    ],
)
def test_pasted_page_is_cleaned(write: Any, html: str, expected: str) -> None:
    page = write()
    paste(page, html=html)
    assert body(page) == expected


def test_pasted_markdown_is_read(write: Any) -> None:
    page = write()
    paste(page, text="## Fit\n\n:::tip[Wash]\nCold.\n:::\n")
    assert body(page) == "## Fit\n\n:::tip[Wash]\nCold.\n:::\n"


def test_address_over_words_links_them(write: Any) -> None:
    page = write("Read this.")
    page.keyboard.press("Shift+End")
    settle(page)
    paste(page, text="https://example.org/a")
    assert body(page) == "[Read this.](https://example.org/a)\n"


def test_address_alone_becomes_a_link_that_says_where_it_leads(write: Any) -> None:
    page = write("Read.")
    end(page)
    page.keyboard.type(" More: ")
    settle(page)
    paste(page, text="https://example.org/a_b")
    page.keyboard.type(" and so on")
    assert body(page) == "Read. More: <https://example.org/a_b> and so on\n"


def offer_of_a_sock() -> None:
    shop = make_merchant("Shoemart", hosts=["shoemart.example"])
    product = make_product("Trail Sock", brand="Norrel", slug="trail-sock")
    make_offer(product, merchant=shop, url="https://shoemart.example/sock")


def proposal(page: Page) -> Locator:
    return page.get_by_role("region", name="Pasted link")


def test_merchants_address_may_become_a_link_to_the_product_and_back(write: Any) -> None:
    offer_of_a_sock()
    page = write()
    page.keyboard.type("Wear ")
    settle(page)
    paste(page, text="https://www.shoemart.example/sock?utm_source=mail")
    expect(proposal(page)).to_contain_text("Norrel Trail Sock")
    proposal(page).get_by_role("button", name="Link to the product").click()
    assert body(page) == "Wear [Norrel Trail Sock](product:trail-sock)\n"
    expect(proposal(page)).to_be_hidden()
    page.keyboard.press("Control+z")
    assert body(page) == "Wear <https://www.shoemart.example/sock?utm_source=mail>\n"


def test_merchants_address_may_become_a_card_by_keyboard(write: Any) -> None:
    offer_of_a_sock()
    page = write()
    paste(page, text="https://shoemart.example/sock")
    expect(proposal(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Insert its card")).to_be_focused()
    page.keyboard.press("Enter")
    assert body(page) == "::product[trail-sock]\n"


def test_words_that_were_linked_stay_when_they_lead_to_the_product(write: Any) -> None:
    offer_of_a_sock()
    page = write("This sock")
    page.keyboard.press("Shift+End")
    settle(page)
    paste(page, text="https://shoemart.example/sock")
    proposal(page).get_by_role("button", name="Insert its card").click()
    assert body(page) == "[This sock](product:trail-sock)\n\n::product[trail-sock]\n"


def test_new_address_of_a_merchant_leads_to_a_new_offer_and_stays_when_declined(write: Any) -> None:
    make_merchant("Shoemart", hosts=["shoemart.example"])
    page = write()
    paste(page, text="https://shoemart.example/boot")
    expect(proposal(page)).to_contain_text("This leads to Shoemart, and no offer has this address yet.")
    way = proposal(page).get_by_role("link", name="Make the offer (new tab)")
    assert way.get_attribute("href") == "/studio/offers/link?url=https://shoemart.example/boot"
    way.focus()
    page.keyboard.press("Escape")
    expect(proposal(page)).to_be_hidden()
    expect(text(page)).to_be_focused()
    assert body(page) == "<https://shoemart.example/boot>\n"


def test_picture_is_pasted_into_the_text(write: Any) -> None:
    page = write()
    throw_picture(page, "paste", "boot.png", picture_bytes(), place=".editor-text")
    expect(page.get_by_text("boot.png added. Say what it shows.")).to_be_visible()
    page.keyboard.type("On a rock")
    page.get_by_label("What the picture shows").fill("A boot")
    assert body(page) == '![A boot](media:boot "On a rock")\n'


def test_named_signs_are_read_as_the_site_reads_them(write: Any) -> None:
    page = write()
    paste(page, text="&copy; &amp; &notit; &AMP &nbsp;x &CounterClockwiseContourIntegral; `&copy;` &unknown;")
    assert text(page).inner_text().split() == ["©", "&", "&notit;", "&AMP", "x", "∳", "&copy;", "&unknown;"]
