"""Steps that browser tests share."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.factories.accounts import PASSWORD


def sign_in(page: Page, email: str) -> None:
    page.goto("/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/studio/")


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    violations = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in violations for node in fault["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
