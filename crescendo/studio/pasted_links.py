"""Paste a link: which merchant it leads to, and which offer it is, or could become."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..catalog.address_queries import offers_at, product_guessed_from
from ..catalog.models import Offer
from ..catalog.queries import merchants_by_host
from ..foundation.urls import address_key, host_of, is_web_address
from ..presentation.offers import offer_line
from ..presentation.reading import this_reading
from . import editors


@editors.get("/offers/link")
def pasted_link() -> ResponseReturnValue:
    """The offer at the pasted address; else a form for a new one, or what is missing for that."""
    url = request.args.get("url", "").strip()[:2000]
    if not is_web_address(url):
        return _page(url, fault="This is no address of a web page. Paste one that begins with https://."), 422
    merchant = merchants_by_host([url]).get(host_of(url))
    if merchant is None:
        return _page(url, unknown_host=host_of(url))
    if offers := offers_at([url]).get(address_key(url), []):
        return _page(url, offers=offers)
    chosen = request.args.get("product", type=int)
    guess = None if chosen else product_guessed_from(url)
    product = chosen or (guess.id if guess else None)
    guessed = "yes" if guess else None
    form = url_for("studio.editors.new_offer", url=url, merchant=merchant.id, product=product, guessed=guessed)
    return redirect(form)


def _page(url: str, *, fault: str = "", unknown_host: str = "", offers: list[Offer] | None = None) -> str:
    reading = this_reading()
    return render_template(
        "studio/pasted_link.html",
        url=url,
        fault=fault,
        unknown_host=unknown_host,
        rows=[(offer, offer_line(offer, reading)) for offer in offers or ()],
    )
