"""The product feed that shopping engines read: Google Merchant Center's product data, as RSS 2.0."""

from collections.abc import Iterator
from typing import Any

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from lxml import etree
from lxml.builder import ElementMaker

from ..catalog.models import Product
from ..catalog.queries import products_in_batches
from ..foundation.urls import product_path
from ..presentation.offers import OfferLine, best_offer_line
from ..presentation.pictures import picture_of
from ..presentation.reading import Reading, this_reading
from . import syndication

GOOGLE = "http://base.google.com/ns/1.0"
AVAILABILITY = {"In stock": "in_stock", "Pre-order": "preorder"}
_g = ElementMaker(namespace=GOOGLE, nsmap={"g": GOOGLE})
_rss = ElementMaker(nsmap={"g": GOOGLE})


@syndication.get("/products.xml")
def merchant_feed() -> ResponseReturnValue:
    """Every product with a picture, and an offer whose price may be shown and stock is known: the rest is left out."""
    reading, settings = this_reading(), current_app.config["SETTINGS"]
    channel = _rss.channel(
        _rss.title(settings.site_name),
        _rss.link(f"{reading.url}/products/"),
        _rss.description(f"Products that {settings.site_name} writes about"),
        *_items(reading),
    )
    document = etree.tostring(_rss.rss(channel, version="2.0"), xml_declaration=True, encoding="utf-8")
    return Response(document, mimetype="application/xml")


def _items(reading: Reading) -> Iterator[Any]:
    for product in products_in_batches():
        offer = best_offer_line(product, reading)
        if offer is not None and offer.amount is not None and offer.availability in AVAILABILITY and product.pictures:
            yield _item(product, offer, reading)


def _item(product: Product, offer: OfferLine, reading: Reading) -> Any:
    pictures = [f"{reading.url}{picture_of(picture.asset).src}" for picture in product.pictures[:11]]
    facts = {
        "id": str(product.id),
        "title": product.full_name,
        "description": product.summary or product.full_name,
        "link": f"{reading.url}{product_path(product.slug)}",
        "image_link": pictures[0],
        "availability": AVAILABILITY[offer.availability],
        "price": f"{offer.amount} {offer.currency}",
        "condition": "new",
        "brand": product.brand.name,
        "gtin": product.gtin,
        "mpn": product.mpn,
        "product_type": product.category.name,
        "custom_label_0": offer.merchant,
    }
    item = _rss.item(*[_g(name, text) for name, text in facts.items() if text])
    item.extend(_g("additional_image_link", address) for address in pictures[1:])
    if not (product.gtin or product.mpn):
        item.append(_g("identifier_exists", "no"))
    return item
