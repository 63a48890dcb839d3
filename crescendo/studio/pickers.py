"""What the editor asks for while somebody writes: things to choose from, and what a text names."""

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from ..accounts.permissions import is_editor
from ..catalog.address_queries import offers_at
from ..catalog.queries import merchants_by_host, product_ids_by_reference, products_for_cards, products_named
from ..foundation.urls import address_key, host_of
from ..journal.desk_listing import DeskFilter, articles_page
from ..media.queries import LibraryFilters, assets_by_key, newest_assets
from ..presentation.choices import LinkChoice, guide_choice, in_order, picture_choice, product_choice
from ..presentation.reading import this_reading
from . import studio
from .access import me
from .days import today

MOST = 12  # in a list to choose from
MOST_KNOWN = 100  # references of one request


@studio.get("/pickers/products")
def choose_products() -> ResponseReturnValue:
    """Products that have the words `q`, or those that are `known` by their slugs."""
    reading, known = this_reading(), _known()
    if not known:
        found = products_named(_words(), limit=MOST)
        return jsonify([product_choice(product, reading) for product in found])
    ids = product_ids_by_reference(known)
    products = products_for_cards(set(ids.values()), with_attributes=True)
    choices = {slug: product_choice(products[product_id], reading) for slug, product_id in ids.items()}
    return jsonify(in_order(choices, known))


@studio.get("/pickers/guides")
def choose_guides() -> ResponseReturnValue:
    """Guides in every state whose titles have the words `q`."""
    reading = this_reading()
    found = articles_page(DeskFilter(words=_words()), by=me(), today=today())
    return jsonify([guide_choice(article, reading) for article in found.items[:MOST]])


@studio.get("/pickers/pictures")
def choose_pictures() -> ResponseReturnValue:
    """Pictures that have the words `q`, newest first, or those that are `known` by their keys."""
    known = _known()
    if not known:
        return jsonify([picture_choice(asset) for asset in newest_assets(LibraryFilters(words=_words()), limit=MOST)])
    found = assets_by_key(known)
    return jsonify(in_order({key: picture_choice(asset) for key, asset in found.items()}, known))


@studio.get("/pickers/links")
def choose_links() -> ResponseReturnValue:
    """What the address `q` leads to: at most one merchant of ours, with the products of its offers there."""
    url, reading = request.args.get("q", "").strip()[:2000], this_reading()
    merchant = merchants_by_host([url]).get(host_of(url))
    if merchant is None:
        return jsonify([])
    ids = {offer.product_id for offer in offers_at([url]).get(address_key(url), [])}
    products = products_for_cards(ids, with_attributes=True)
    found = LinkChoice(
        merchant=merchant.name,
        products=[product_choice(products[product_id], reading) for product_id in sorted(ids)],
        new_offer=url_for("studio.editors.pasted_link", url=url) if is_editor(me()) else "",
    )
    return jsonify([found])


def _words() -> str:
    return request.args.get("q", "").strip()[:200]


def _known() -> list[str]:
    return request.args.getlist("known")[:MOST_KNOWN]
