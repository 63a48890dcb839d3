"""The editor: a guide is written in it, and what it writes is what the site reads."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import accessibility_faults, sign_in
from tests.factories.accounts import make_user
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import make_draft, make_guide
from tests.factories.media import make_asset, picture_bytes


@pytest.fixture
def write(window: Any) -> Any:
    """Opens the form of a draft whose body is given, with the caret in the text."""

    def open_draft(body: str = "", *, width: int = 1280) -> Page:
        address = f"/studio/articles/{make_draft('Boots', body=body).id}"
        email = make_user().email
        page: Page = window(width=width)
        sign_in(page, email)
        page.goto(address)
        text(page).focus()
        return page

    return open_draft


def text(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text")


def body(page: Page) -> str:
    """What the form would send."""
    return str(page.evaluate("document.querySelector('textarea[name=body]').value"))


def end(page: Page) -> None:
    page.keyboard.press("Control+End")


def settle(page: Page) -> None:
    """Browsers tell of a new selection a moment after it was made."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def insert(page: Page, words: str) -> None:
    """Choose from the menu of /, by its first words."""
    page.keyboard.type(f"/{words}")
    expect(page.get_by_role("listbox", name="Insert")).to_be_visible()
    page.keyboard.press("Enter")


def paste(page: Page, *, text: str = "", html: str = "") -> None:
    """What the browser does when somebody pastes, without the clipboard of the machine."""
    page.evaluate(
        """([text, html]) => {
            const data = new DataTransfer();
            if (text) data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.querySelector(".editor-text").dispatchEvent(event);
        }""",
        [text, html],
    )


def choose(page: Page, words: str, title: str) -> None:
    """Search in the open dialog, and take what is found first."""
    page.keyboard.type(words)
    expect(page.get_by_role("dialog").get_by_role("option").first).to_contain_text(title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_opened_text_is_what_it_was(write: Any) -> None:
    typed = "Hard\nwrapped *words*  \nand __signs__.\n* odd\n* list\n\n\n\nEnd"
    page = write(typed)
    assert body(page) == typed


def test_what_is_not_touched_stays_byte_for_byte(write: Any) -> None:
    page = write("Hard\nwrapped *words*.\n\n* odd\n* list\n\n\nEnd")
    end(page)
    page.keyboard.type(" of it.")
    assert body(page) == "Hard\nwrapped *words*.\n\n* odd\n* list\n\n\nEnd of it.\n"


def test_signs_become_what_they_mean(write: Any) -> None:
    page = write()
    for typed in ["## Fit", "Some **bold** and *soft* words.", "- one", "two", "", "> said", "", "1. first"]:
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert body(page) == "## Fit\n\nSome **bold** and *soft* words.\n\n- one\n- two\n\n> said\n\n1. first\n"


def test_signs_that_mean_nothing_stay_signs(write: Any) -> None:
    page = write()
    page.keyboard.insert_text("5 * 3 * 2, a_b_c, <b>, [x](y), ::product[z] & &copy;")
    assert body(page) == "5 \\* 3 \\* 2, a_b_c, \\<b>, \\[x\\](y), ::product\\[z\\] & \\&copy;\n"


def test_pick_is_inserted_by_keyboard(write: Any) -> None:
    make_offer(make_product("Trail Socks", slug="trail-socks"))
    page = write()
    insert(page, "pick")
    choose(page, "trail", "Trail Socks")
    page.keyboard.type("The one to buy.")
    page.get_by_role("button", name="Add a good point").click()
    page.keyboard.type("Dries fast")
    page.get_by_role("button", name="Add a drawback").click()
    page.keyboard.type("Dear")
    page.get_by_label("Role").select_option("Budget")
    assert body(page) == (
        ':::pick[trail-socks]{role="budget" evidence="tested"}\nThe one to buy.\n\n+ Dries fast\n\n- Dear\n:::\n'
    )


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
    cells = "<table><tr><td>x</td><td>y</td></tr><tr><td>z</td><td><b>w</b></td></tr></table>"
    paste(page, html=f"<meta charset='utf-8'>{cells}")
    assert body(page) == "| a | b |\n| --- | --- |\n| x | y |\n| z | **w** |\n"


def test_rows_and_columns_are_added_by_keyboard_and_tools(write: Any) -> None:
    page = write()
    insert(page, "table")
    for words in ["A", "B", "C", "1"]:
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Delete column").click()
    page.get_by_role("button", name="Row below").click()
    assert body(page) == "| A | C |\n| --- | --- |\n| 1 |  |\n|  |  |\n|  |  |\n"


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


def test_link_is_found_by_the_title_of_a_guide(write: Any) -> None:
    make_guide("How socks dry", slug="how-socks-dry")
    page = write("More about drying.")
    page.keyboard.press("Control+Shift+ArrowRight")
    settle(page)
    page.keyboard.press("Control+k")
    choose(page, "socks dry", "How socks dry")
    assert body(page) == "[More](guide:how-socks-dry) about drying.\n"


def test_price_of_the_day_stands_amid_the_text(write: Any) -> None:
    make_offer(make_product("Trail Socks", slug="trail-socks"), price=2400)
    page = write("They cost")
    end(page)
    page.keyboard.type(" ")
    page.keyboard.press("Control+k")
    page.keyboard.type("trail")
    page.get_by_role("option", name="Trail Socks").click()
    page.get_by_label("What readers see").select_option("price")
    page.get_by_role("button", name="Set the link").click()
    assert body(page) == "They cost [$24.00](price:trail-socks)\n"


def test_link_that_runs_code_is_refused(write: Any) -> None:
    page = write("Words")
    page.keyboard.press("Shift+End")
    settle(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("javascript:alert(1)")
    page.get_by_role("button", name="Set the link").click()
    expect(page.get_by_role("dialog").get_by_text("That is nowhere a link can lead.")).to_be_visible()
    assert body(page) == "Words"


def test_words_are_found_and_replaced(write: Any) -> None:
    page = write("A boot is a boot.\n\n## The boot\n")
    page.keyboard.press("Control+f")
    page.get_by_label("Find", exact=True).fill("boot")
    expect(page.get_by_text("3 found")).to_be_visible()
    page.get_by_label("Replace with").fill("shoe")
    page.get_by_role("button", name="Replace all").click()
    assert body(page) == "A shoe is a shoe.\n\n## The shoe\n"


def test_source_and_editor_say_the_same(write: Any) -> None:
    page = write("Words.\n")
    page.get_by_role("button", name="Show as Markdown").click()
    page.locator("textarea[name=body]").fill("## Written as Markdown\n")
    page.get_by_role("button", name="Back to the editor").click()
    expect(text(page).get_by_role("heading", name="Written as Markdown")).to_be_visible()
    text(page).press("Control+End")
    page.keyboard.type("!")
    assert body(page) == "## Written as Markdown!\n"


def test_text_nested_too_deeply_stays_markdown(write: Any) -> None:
    deep = "> " * 25 + "Deep.\n"
    page = write("Words.")
    page.locator("textarea[name=body]").fill(deep)
    expect(page.get_by_text("too many lists and blocks for the editor")).to_be_visible()
    assert body(page) == deep


def test_picture_is_pasted_into_the_text(write: Any) -> None:
    page = write()
    page.evaluate(
        """async (bytes) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "boot.png", { type: "image/png" }));
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.querySelector(".editor-text").dispatchEvent(event);
        }""",
        list(picture_bytes()),
    )
    expect(page.get_by_text("boot.png added. Say what it shows.")).to_be_visible()
    page.keyboard.type("On a rock")
    page.get_by_label("What the picture shows").fill("A boot")
    assert body(page) == '![A boot](media:boot "On a rock")\n'


def test_source_gets_its_number_and_its_note(write: Any) -> None:
    page = write("They dry fast.")
    end(page)
    page.keyboard.type(" ")
    insert(page, "source")
    page.keyboard.type("Ann Lee, Drying, https://example.org")
    assert body(page) == "They dry fast. [^1]\n\n[^1]: Ann Lee, Drying, https://example.org\n"


def test_finding_leads_to_its_block(write: Any) -> None:
    page = write("First.\n\nSecond.\n\nIt costs $24.\n")
    page.get_by_role("textbox", name="Summary").fill("Anything.")
    page.get_by_role("button", name="Line 5").click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    assert body(page).endswith("It costs $24.!\n")


def test_editor_is_accessible_with_every_block_open(write: Any) -> None:
    make_offer(make_product("Trail Socks", slug="trail-socks"))
    make_asset("boot", alt="A boot.")
    page = write(EVERY_FORM, width=360)
    expect(page.locator(".editor-product").first).to_contain_text("Trail Socks")
    assert accessibility_faults(page) == []
    for name in ["Insert…", "Find and replace"]:
        page.get_by_role("button", name=name).click()
        assert accessibility_faults(page) == []
    page.get_by_role("button", name="Keys and signs").click()
    assert accessibility_faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Link, price or fact").click()
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    assert accessibility_faults(page) == []


EVERY_FORM = """## Fit

Words, *soft*, **loud**, ~~gone~~, `code`, [a link](https://example.org), [24](price:trail-socks).[^1]

> Said.

1. First
2. Second

::product[trail-socks]{note="Warm"}

:::pick[trail-socks]{role="budget" evidence="tested"}
Verdict.

+ Good

- Bad
:::

::compare[trail-socks, other]

:::faq
### Why?

Because.
:::

:::quote[Ann]{evidence="interview"}
Yes.
:::

:::tip[Wash]
Cold.
:::

![A boot](media:boot "Caption")

:::table[Sizes]
| a | b |
| --- | --- |
| 1 | 2 |
:::

---

```
code
```

[^1]: Ann Lee.
"""


def test_escape_lets_tab_leave_a_list(write: Any) -> None:
    page = write("- one\n- two\n")
    end(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(text(page)).not_to_be_focused()
    assert body(page) == "- one\n- two\n"


def test_slash_that_was_only_looked_at_is_taken_back(write: Any) -> None:
    page = write("Words.")
    page.get_by_role("button", name="Insert…").click()
    expect(page.get_by_role("listbox", name="Insert")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="Insert")).to_be_hidden()
    assert body(page).strip() == "Words."


def test_comparison_is_made_of_chosen_products_and_columns(write: Any) -> None:
    make_offer(make_product("Trail Socks", slug="trail-socks"))
    make_offer(make_product("Wool Socks", slug="wool-socks"))
    page = write()
    insert(page, "compar")
    for words, title in [("trail", "Trail Socks"), ("wool", "Wool Socks")]:
        page.get_by_role("button", name="Add a product").click()
        page.keyboard.type(words)
        expect(page.get_by_role("dialog").last.get_by_role("option").first).to_contain_text(title)
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog").get_by_role("listitem").filter(has_text=title)).to_be_visible()
    page.get_by_role("checkbox", name="Price").check()
    page.get_by_role("button", name="Use this comparison").click()
    assert body(page) == '::compare[trail-socks, wool-socks]{columns="price"}\n'


def test_block_is_removed_and_comes_back_with_undo(write: Any) -> None:
    page = write(":::tip[Wash]\nCold.\n:::\n\nEnd.\n")
    page.get_by_role("button", name="Remove: Tip").click()
    assert body(page) == "End.\n"
    page.keyboard.press("Control+z")
    assert body(page) == ":::tip[Wash]\nCold.\n:::\n\nEnd.\n"


def test_enter_in_a_field_goes_on_with_the_text(write: Any) -> None:
    page = write(":::quote[Ann]\nYes.\n:::\n")
    page.get_by_label("Name", exact=True).press("Enter")
    page.keyboard.type("Oh ")
    assert body(page) == ":::quote[Ann]\nOh Yes.\n:::\n"


def test_named_signs_are_read_as_the_site_reads_them(write: Any) -> None:
    page = write()
    paste(page, text="&copy; &amp; &notit; &AMP &nbsp;x &CounterClockwiseContourIntegral; `&copy;` &unknown;")
    assert text(page).inner_text().split() == ["©", "&", "&notit;", "&AMP", "x", "∳", "&copy;", "&unknown;"]
