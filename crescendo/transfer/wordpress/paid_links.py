"""Raw links to merchants in the texts of an export become offers of products, so that guides lead to products."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from ...catalog.actions import OfferInput, ProductInput, create_offer, create_product
from ...catalog.address_queries import offers_at, product_guessed_from
from ...catalog.models import NAME_LENGTH, SHORT_LENGTH, Availability
from ...catalog.price_sources import RowOutcome
from ...catalog.queries import merchants_by_host
from ...foundation.urls import address_key, host_of, is_web_address
from ..plain_words import plain, shortened
from ..rows import Kept, PlannedRow
from .moving import Move
from .products import merchant_at
from .shelves import category_id
from .wxr import WxrItem

_LINK = re.compile(r"<a\s([^>]*)>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""\b(href|rel)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"\b(amazon|buy|check|click|deal|details|get|here|link|more|now|order|price|prices|see|shop|store|view|visit)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z]+[-_+][a-z]+", re.IGNORECASE)
_ENOUGH = 4  # letters of a name


@dataclass(frozen=True)
class PaidLink:
    """A link that somebody may pay for: its address and the words that it stands on."""

    url: str
    words: str
    number: int  # of the item


def paid_links(moving: Move, items: Iterable[WxrItem]) -> dict[str, PaidLink]:
    """The first of each address, by its key: those that are marked as sponsored, and those to merchants we know."""
    found: dict[str, PaidLink] = {}
    hosts: dict[str, bool] = {}
    for item in items:
        if item.type not in {"post", "page"}:
            continue
        for url, rel, words in _links(item.content):
            host = host_of(url)
            if host not in hosts:
                hosts[host] = host in merchants_by_host([url])
            if host not in moving.index.hosts and (hosts[host] or "sponsored" in rel):
                found.setdefault(address_key(url), PaidLink(url, plain(words), item.number))
    return found


def offer_rows(moving: Move, links: Mapping[str, PaidLink]) -> Iterator[PlannedRow]:
    """A row for each address: the offer that has it, or a new product with one, to be merged if we had it already."""
    here = offers_at([link.url for link in links.values()])
    for key, link in links.items():
        row = PlannedRow("offer", link.number, key, link.words[:200] or link.url[:200], RowOutcome.SKIPPED)
        name = _name(link)
        if offers := here.get(key):
            moving.offers[key] = offers[0].product.slug
            yield _with(row, RowOutcome.UNCHANGED, "", offers[0].product_id)
        elif not name:
            why = f"Neither its words nor its address name a product, so the link stays as it is: {link.url[:200]}"
            yield _with(row, RowOutcome.SKIPPED, why)
        else:
            yield _new(moving, row, link, name)


def _new(moving: Move, row: PlannedRow, link: PaidLink, name: str) -> PlannedRow:
    alike = product_guessed_from(link.url)
    why = f"A new product with an offer. Perhaps it is “{alike.full_name}”: then merge them." if alike else ""

    def apply() -> Kept:
        shelf = category_id(moving, moving.options.category)
        product = create_product(
            ProductInput(name=name, brand=host_of(link.url)[:SHORT_LENGTH], category_id=shelf), by=moving.by
        )
        offer = OfferInput(
            product_id=product.id,
            merchant_id=merchant_at(moving, link.url),
            url=link.url,
            currency=moving.options.currency,
            availability=Availability.UNKNOWN,
        )
        create_offer(offer, by=moving.by)
        moving.offers[row.key] = product.slug
        return Kept(product.id, product.version)

    return PlannedRow("offer", row.number, row.key, name, RowOutcome.CREATED, why, apply=apply)


def _with(row: PlannedRow, outcome: RowOutcome, why: str, local_id: int | None = None) -> PlannedRow:
    return PlannedRow("offer", row.number, row.key, row.name, outcome, why, local_id=local_id)


def _links(html: str) -> Iterator[tuple[str, str, str]]:
    for attributes, words in _LINK.findall(html):
        said = {name.lower(): unescape(one or other) for name, one, other in _ATTRIBUTE.findall(attributes)}
        if is_web_address(url := said.get("href", "").strip()):
            yield url, said.get("rel", "").lower(), words


def _name(link: PaidLink) -> str:
    """What the product is called: by the words of the link, else by those of its address; empty when neither tell."""
    if len(_SAYS_NOTHING.sub("", link.words).strip(" .!»→›>-")) >= _ENOUGH and not link.words.startswith("http"):
        return shortened(link.words, NAME_LENGTH)
    parts = unquote(urlsplit(link.url).path).split("/")
    told = [re.sub(r"[-_+.]+", " ", part) for part in parts if _WORDS.search(part)]
    return max(told, key=len, default="").strip().title()[:NAME_LENGTH]
