"""The sitemap (sitemaps.org): an index, and lists of at most 50,000 addresses each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from lxml import etree
from lxml.builder import ElementMaker

from ..catalog.known import known_categories
from ..catalog.queries import product_addresses
from ..foundation.errors import NotFound
from ..foundation.pagination import Page
from ..foundation.urls import author_path, category_path, guide_path, product_path, tag_path
from ..journal.queries import guide_addresses, slugs_of_authors, slugs_of_tags
from ..media.models import Asset
from ..presentation.pictures import picture_of
from ..presentation.reading import this_reading
from . import syndication

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
SIZE = 50_000
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_names = {None: NAMESPACE, "image": IMAGE}
_xml = ElementMaker(namespace=NAMESPACE, nsmap=_names)
_image = ElementMaker(namespace=IMAGE, nsmap=_names)

Listed = tuple[str, datetime | None, Asset | None]  # path, last change, picture


@syndication.get("/sitemap.xml")
def index() -> ResponseReturnValue:
    """The lists that together hold every public address."""
    lists = ["/sitemaps/pages-1.xml"]
    for kind in ("guides", "products"):
        lists += [f"/sitemaps/{kind}-{number}.xml" for number in range(1, _listed(kind, 1).count + 1)]
    return _answer(_xml.sitemapindex(*[_xml.sitemap(_xml.loc(f"{_site()}{path}")) for path in lists]))


@syndication.get("/sitemaps/<any(pages, guides, products):kind>-<int:number>.xml")
def addresses(kind: str, number: int) -> ResponseReturnValue:
    """List `number` of a kind of pages."""
    if kind == "pages":
        if number != 1:
            raise NotFound
        return _answer(_urls((path, None, None) for path in _pages()))
    path = guide_path if kind == "guides" else product_path
    return _answer(_urls((path(slug), changed_at, asset) for slug, changed_at, asset in _listed(kind, number).items))


def _pages() -> list[str]:
    now = this_reading().now
    return [
        "/",
        "/guides/",
        "/products/",
        *(category_path(category.slug) for category in known_categories()),
        *(tag_path(slug) for slug in slugs_of_tags(now=now)),
        *(author_path(slug) for slug in slugs_of_authors(now=now)),
    ]


def _listed(kind: str, number: int) -> Page[Any]:
    if kind == "guides":
        return guide_addresses(now=this_reading().now, number=number, size=SIZE)
    return product_addresses(number=number, size=SIZE)


def _urls(entries: Iterable[Listed]) -> Any:
    return _xml.urlset(*[_url(path, changed_at, asset) for path, changed_at, asset in entries])


def _url(path: str, changed_at: datetime | None, asset: Asset | None) -> Any:
    url = _xml.url(_xml.loc(f"{_site()}{path}"))
    if changed_at is not None:
        url.append(_xml.lastmod(changed_at.isoformat()))
    if asset is not None:
        url.append(_image.image(_image.loc(f"{_site()}{picture_of(asset).src}")))
    return url


def _site() -> str:
    url: str = current_app.config["SETTINGS"].site_url
    return url


def _answer(root: Any) -> Response:
    return Response(etree.tostring(root, xml_declaration=True, encoding="utf-8"), mimetype="application/xml")
