"""What a page says to machines: JSON-LD (schema.org) from the same view-models as its HTML.

It says nothing that the page does not show, and is left out rather than incomplete.
"""

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from .guides import GuidePage
from .navigation import Crumb
from .offers import OfferLine
from .pictures import Picture
from .products import ProductPage, Verdict
from .profiles import AuthorBox

AVAILABILITY = {
    "In stock": "https://schema.org/InStock",
    "Pre-order": "https://schema.org/PreOrder",
    "Out of stock": "https://schema.org/OutOfStock",
}


def printed(things: Sequence[dict[str, Any]]) -> Markup:
    """`things` as the content of a script element, which nothing in them can close."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(things)}, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 (JSON without a “<” cannot leave its element)


def of_guide(page: GuidePage, *, site: str, url: str, address: str) -> list[dict[str, Any]]:
    """Article and BreadcrumbList of a guide at `address` on the site called `site` at `url`."""
    if page.published_at is None:
        return []
    article = {
        "@type": "Article",
        "headline": page.title,
        "description": page.summary,
        "mainEntityOfPage": address,
        "datePublished": page.published_at.isoformat(),
        "dateModified": (page.revised_at or page.published_at).isoformat(),
        "author": {"@type": "Person", "name": page.author.name, "url": f"{url}{page.author.address}"},
        "publisher": {"@type": "Organization", "name": site, "url": f"{url}/"},
        "articleSection": page.category,
        **_image(page.hero, url),
    }
    return [_filled(article), _breadcrumb([*page.crumbs, Crumb(page.title, "")], url=url, address=address)]


def of_product(page: ProductPage, *, url: str, address: str) -> list[dict[str, Any]]:
    """Product and BreadcrumbList; no product without an offer or a review, as search engines demand one of them."""
    crumbs = _breadcrumb([*page.crumbs, Crumb(page.card.full_name, "")], url=url, address=address)
    offers = _offers([offer for offer in page.offers if offer.amount is not None and offer.is_healthy], address)
    reviews = [_review(verdict) for verdict in page.verdicts if verdict.verdict]
    if not offers and not reviews:
        return [crumbs]
    product = {
        "@type": "Product",
        "name": page.card.full_name,
        "brand": {"@type": "Brand", "name": page.card.brand},
        "category": page.card.category,
        "description": page.card.why,
        "model": page.model,
        "gtin": page.gtin,
        "mpn": page.mpn,
        "offers": offers,
        "review": reviews,
        **_image(page.card.picture, url),
    }
    return [_filled(product), crumbs]


def of_author(author: AuthorBox, *, url: str) -> list[dict[str, Any]]:
    """ProfilePage of an author."""
    person = {
        "@type": "Person",
        "name": author.name,
        "jobTitle": author.role,
        "url": f"{url}{author.address}",
        **_image(author.picture, url),
    }
    return [{"@type": "ProfilePage", "mainEntity": _filled(person)}]


def of_home(*, site: str, url: str) -> list[dict[str, Any]]:
    """WebSite, with the search box that its pages lead to."""
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{url}/search?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return [{"@type": "WebSite", "name": site, "url": f"{url}/", "potentialAction": search}]


def _breadcrumb(crumbs: Sequence[Crumb], *, url: str, address: str) -> dict[str, Any]:
    steps = [Crumb("Home", "/"), *crumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": crumb.text,
                "item": f"{url}{crumb.address}" if crumb.address else address,
            }
            for place, crumb in enumerate(steps, start=1)
        ],
    }


def _offers(offers: Sequence[OfferLine], address: str) -> dict[str, Any] | None:
    """What our own shop sells is an offer of this page (a merchant listing); what others sell is a range of prices.

    The range is counted in the currency of the best one.
    """
    if not offers:
        return None
    if own := next((offer for offer in offers if offer.is_own), None):
        return _offer(own, address)
    comparable = [offer for offer in offers if offer.currency == offers[0].currency and offer.amount is not None]
    amounts = sorted(offer.amount for offer in comparable if offer.amount is not None)
    return {
        "@type": "AggregateOffer",
        "lowPrice": str(amounts[0]),
        "highPrice": str(amounts[-1]),
        "priceCurrency": offers[0].currency,
        "offers": [_offer(offer, address) for offer in comparable],
    }


def _offer(offer: OfferLine, address: str) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Offer",
            "url": address,
            "price": str(offer.amount),
            "priceCurrency": offer.currency,
            "availability": AVAILABILITY.get(offer.availability),
            "seller": {"@type": "Organization", "name": offer.merchant},
        }
    )


def _review(verdict: Verdict) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Review",
            "name": verdict.guide.title,
            "reviewBody": verdict.verdict,
            "author": {"@type": "Person", "name": verdict.guide.author},
            "positiveNotes": _notes(verdict.pros),
            "negativeNotes": _notes(verdict.cons),
        }
    )


def _notes(texts: Sequence[str]) -> dict[str, Any] | None:
    items = [{"@type": "ListItem", "position": place, "name": text} for place, text in enumerate(texts, start=1)]
    return {"@type": "ItemList", "itemListElement": items} if items else None


def _image(picture: Picture | None, url: str) -> dict[str, str]:
    return {"image": f"{url}{picture.src}"} if picture else {}


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    """`thing` without what is empty."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
