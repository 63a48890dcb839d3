"""Pure rules of counting: whose clicks are people’s, where a link stood, which searches are kept."""

import re
from collections.abc import Mapping

from ..catalog.models import Availability
from ..catalog.ways_out import WayOut
from .clicks import OfferState

MAX_WORDS = 80  # letters of a search that are kept
MAX_DIGITS = 6  # a search with more of them may be a telephone or card number

# Marks of programs that call themselves what they are, in lower case: crawlers, previews of links, and tools.
ROBOTS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|archiver|scanner|monitor|uptime|pingdom|lighthouse|headless|phantomjs|puppeteer"
    r"|selenium|facebookexternalhit|meta-external|embedly|^whatsapp|preview|validator|fetch|mediapartners|feedburner"
    r"|google-|chatgpt-user|anthropic|claude|perplexity|bytespider|https?://"
    r"|curl/|wget|python|aiohttp|httpx|scrapy|go-http-client|java/|okhttp|httpclient|libwww|ruby|axios|undici|postman"
)  # Cubot makes telephones
_PLACE = re.compile(r"([1-9][0-9]{0,8})-(0|[1-9][0-9]{0,3})", re.ASCII)


def is_robot(user_agent: str) -> bool:
    """Whether the program that asks is known to be no person’s browser. One that has no name is not."""
    return not user_agent.strip() or ROBOTS.search(user_agent.lower()) is not None


def is_ahead_of_a_click(headers: Mapping[str, str]) -> bool:
    """Whether a browser fetches a page that its reader may never open (Sec-Purpose, and what came before it)."""
    purposes = (headers.get(name, "").lower() for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any("prefetch" in purpose or "preview" in purpose for purpose in purposes)


def place_of(text: str) -> tuple[int, int] | None:
    """The guide and position that “7-3” names; None when it names nothing."""
    match = _PLACE.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


def met(way: WayOut) -> OfferState:
    """What a click on this way out met."""
    if way.is_recalled:
        return OfferState.RECALLED
    if way.is_archived:
        return OfferState.ARCHIVED
    dead = {Availability.OUT_OF_STOCK: OfferState.OUT_OF_STOCK, Availability.GONE: OfferState.GONE}
    return dead.get(way.availability, OfferState.OPEN)


def words_to_keep(text: str) -> str:
    """A search as it is kept; empty when it may say who somebody is."""
    words = " ".join(text.lower().split())[:MAX_WORDS].rstrip()
    is_personal = "@" in words or sum(sign.isdigit() for sign in words) > MAX_DIGITS
    return "" if is_personal else words
