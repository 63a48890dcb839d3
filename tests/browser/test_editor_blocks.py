"""The blocks of the editor: products, comparisons, links, sources, each with its fields."""

from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Route, expect

from tests.browser.editing import body, choose, end, insert, settle
from tests.browser.journeys import accessibility_faults
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import make_guide
from tests.factories.media import make_asset


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


def test_rows_and_columns_are_added_by_keyboard_and_tools(write: Any) -> None:
    page = write()
    insert(page, "table")
    for words in ["A", "B", "C", "1"]:
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Delete column").click()
    page.get_by_role("button", name="Row below").click()
    assert body(page) == "| A | C |\n| --- | --- |\n| 1 |  |\n|  |  |\n|  |  |\n"


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
    page.get_by_label("What readers see").select_option("Its price of the day")
    page.get_by_role("button", name="Set the link").click()
    expect(page.locator("dialog")).to_have_count(0)
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


def test_search_that_ends_late_does_not_hide_why_a_link_was_refused(write: Any) -> None:
    page = write("Words")
    held: list[Route] = []
    page.route("**/studio/pickers/**", lambda route: held.append(route))  # noqa: PLW0108 (Playwright wants a function)
    page.keyboard.press("Control+k")
    page.keyboard.type("javascript:alert(1)")
    page.get_by_role("button", name="Set the link").click()
    refusal = page.get_by_role("dialog").get_by_text("That is nowhere a link can lead.")
    expect(refusal).to_be_visible()
    for search in held:
        with suppress(Error):  # given up meanwhile
            search.continue_()
            search.request.response()
    page.evaluate("() => new Promise((turn) => requestAnimationFrame(turn))")
    expect(refusal).to_be_visible()


def test_source_gets_its_number_and_its_note(write: Any) -> None:
    page = write("They dry fast.")
    end(page)
    page.keyboard.type(" ")
    insert(page, "source")
    page.keyboard.type("Ann Lee, Drying, https://example.org")
    assert body(page) == "They dry fast. [^1]\n\n[^1]: Ann Lee, Drying, https://example.org\n"


def test_editor_is_accessible_with_every_block_open(write: Any) -> None:
    make_offer(make_product("Trail Socks", slug="trail-socks"))
    make_asset("boot", alt="A boot.")
    page = write(EVERY_FORM, width=360)
    expect(page.locator(".editor-product").first).to_contain_text("Trail Socks")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Insert…").click()
    assert accessibility_faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Find and replace").click()
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
| A long heading | Another long heading | One more heading | The last heading |
| --- | --- | --- | --- |
| 1 | 2 | 3 | 4 |
:::

:::pick[trail-socks]
Again.
:::

---

```
code
```

[^1]: Ann Lee.
"""


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
    page.get_by_role("button", name="Wool Socks up").click()
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_contain_text("Wool Socks")
    page.get_by_role("button", name="Use this comparison").click()
    expect(page.locator("dialog")).to_have_count(0)
    assert body(page) == '::compare[wool-socks, trail-socks]{columns="price"}\n'


def test_block_is_removed_and_comes_back_with_undo(write: Any) -> None:
    page = write(":::tip[Wash]\nCold.\n:::\n\nEnd.\n")
    page.get_by_role("button", name="Remove: Tip").click()
    assert body(page) == "End.\n"
    page.keyboard.press("Control+z")
    assert body(page) == ":::tip[Wash]\nCold.\n:::\n\nEnd.\n"


def test_backspace_chooses_a_block_before_it_deletes_it(write: Any) -> None:
    page = write("::product[trail-socks]\n\nEnd.\n")
    end(page)
    page.keyboard.press("Home")
    settle(page)
    page.keyboard.press("Backspace")
    assert body(page) == "::product[trail-socks]\n\nEnd.\n"
    page.keyboard.press("Backspace")
    assert body(page) == "End.\n"


def test_words_typed_on_a_chosen_block_do_not_replace_it(write: Any) -> None:
    page = write("::product[trail-socks]\n")
    page.locator(".editor-block").get_by_text("Product card").click()
    settle(page)
    page.keyboard.type("Words")
    assert body(page) == "::product[trail-socks]\n\nWords\n"


def test_enter_in_a_field_goes_on_with_the_text(write: Any) -> None:
    page = write(":::quote[Ann]\nYes.\n:::\n")
    page.get_by_label("Name", exact=True).press("Enter")
    page.keyboard.type("Oh ")
    assert body(page) == ":::quote[Ann]\nOh Yes.\n:::\n"
