"""What stands around every public page: the site's name, its departments, its canonical address."""

from functools import cached_property

from flask import Flask, request

from ..catalog.queries import categories
from ..config import Settings
from ..foundation.urls import category_path
from .navigation import Crumb


class Site:
    """The frame of a page. Its departments are read once, when a template asks for them."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.site_name
        self.url = settings.site_url
        self.language = str(settings.locale).replace("_", "-")

    @cached_property
    def departments(self) -> list[Crumb]:
        return [Crumb(category.name, category_path(category.slug)) for category in categories()]

    @property
    def current_address(self) -> str:
        """The canonical address of this page: without a query, except for the page of a list."""
        page = request.args.get("page", "")
        return f"{self.url}{request.path}" + (f"?page={page}" if page.isdigit() and page != "1" else "")


def install_site(app: Flask, settings: Settings) -> None:
    """Give every template `site`."""
    app.context_processor(lambda: {"site": Site(settings)})
