"""What stands around every public page: the site's name, its departments, its canonical address."""

from functools import cached_property

from flask import Flask, request
from markupsafe import Markup

from ..catalog.known import known_categories
from ..config import Settings
from ..foundation.urls import category_path
from . import structured_data
from .guides import GuidePage
from .navigation import Crumb
from .products import ProductPage
from .profiles import AuthorBox
from .reading import this_reading
from .search import WaysOn, ways_on


class Site:
    """The frame of a page. Its departments are read once, when a template asks for them."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.site_name
        self.url = settings.site_url
        self.language = str(settings.locale).replace("_", "-")

    @cached_property
    def departments(self) -> list[Crumb]:
        return [Crumb(category.name, category_path(category.slug)) for category in known_categories()]

    def about_guide(self, page: GuidePage) -> Markup:
        """The JSON-LD of a guide's page."""
        things = structured_data.of_guide(page, site=self.name, url=self.url, address=self.current_address)
        return structured_data.printed(things)

    def about_product(self, page: ProductPage) -> Markup:
        """The JSON-LD of a product's page."""
        return structured_data.printed(structured_data.of_product(page, url=self.url, address=self.current_address))

    def about_author(self, author: AuthorBox) -> Markup:
        """The JSON-LD of an author's page."""
        return structured_data.printed(structured_data.of_author(author, url=self.url))

    def about_itself(self) -> Markup:
        """The JSON-LD of the front page."""
        return structured_data.printed(structured_data.of_home(site=self.name, url=self.url))

    def ways_on(self) -> WaysOn:
        """Where a reader goes from here who found nothing."""
        return ways_on(this_reading(), path="" if request.path == "/search" else request.path)

    @property
    def current_address(self) -> str:
        """The canonical address of this page: without a query, except for the page of a list."""
        page = request.args.get("page", "")
        return f"{self.url}{request.path}" + (f"?page={page}" if page.isdigit() and page != "1" else "")


def install_site(app: Flask, settings: Settings) -> None:
    """Give every template `site`."""
    app.context_processor(lambda: {"site": Site(settings)})
