"""Steps of tests that write in the editor."""

from playwright.sync_api import Locator, Page, expect


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
    expect(page.locator("dialog")).to_have_count(0)
