"""Public addresses of things that can be renamed, so that domains can leave redirects behind."""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

# Parameters that say who sent the reader, not what the page is about.
_TRACKING = re.compile(
    r"utm_.*|_g[al]|aff(_?id|iliate)?|ascsubtag|awc|cjevent|clickref|(dc|fb|g|ms|tt|y)clid|[gw]braid|irclickid|linkcode"
    r"|mc_[ce]id|srsltid|tag|tduid"
)


def guide_path(slug: str) -> str:
    return f"/guides/{slug}"


def product_path(slug: str) -> str:
    return f"/products/{slug}"


def category_path(slug: str) -> str:
    return f"/category/{slug}"


def tag_path(slug: str) -> str:
    return f"/tags/{slug}"


def author_path(slug: str) -> str:
    return f"/authors/{slug}"


def password_path(token: str) -> str:
    """Where somebody chooses a password by a one-time token."""
    return f"/login/password/{token}"


def host_of(url: str) -> str:
    """The host of `url` in lower case without a leading `www.`; empty when it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


@lru_cache(maxsize=1024)
def address_key(url: str) -> str:
    """What all spellings of a page's address share: scheme, `www.`, a slash at the end, fragment and tracking aside.

    It has 64 characters, however long the address is; empty when `url` is no web address.
    """
    if not is_web_address(url):
        return ""
    parts = urlsplit(url)
    query = sorted(
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0].lower())
    )
    plain = f"{host_of(url)}{parts.path.rstrip('/')}?{urlencode(query)}"
    return sha256(plain.encode()).hexdigest()


def is_web_address(url: str) -> bool:
    """Whether `url` is an absolute http(s) address with a host and no credentials in it."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def without_parameter(address: str, name: str) -> str:
    """`address` without the parameter `name` of its query."""
    parts = urlsplit(address)
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != name])
    return parts._replace(query=query).geturl()
