"""The editor: signs and keys become what they mean, and what is not touched stays as it was typed."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.editing import body, end, text


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
    page.locator("textarea[name=body]").fill("Written *as* Markdown")
    page.get_by_role("button", name="Back to the editor").click()
    expect(text(page).get_by_text("Written as Markdown")).to_be_visible()
    text(page).press("Control+End")
    page.keyboard.type("!")
    assert body(page) == "Written *as* Markdown!\n"


def test_text_nested_too_deeply_stays_markdown(write: Any) -> None:
    deep = "> " * 25 + "Deep.\n"
    page = write("Words.")
    page.locator("textarea[name=body]").fill(deep)
    expect(page.get_by_text("too many lists and blocks for the editor")).to_be_visible()
    assert body(page) == deep


def test_finding_leads_to_its_block(write: Any) -> None:
    page = write("First.\n\nSecond.\n\nIt costs $24.\n")
    page.get_by_role("textbox", name="Summary").fill("Anything.")
    page.get_by_role("button", name="Line 5").click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    assert body(page).endswith("It costs $24.!\n")


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
