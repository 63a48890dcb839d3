"""Public addresses of things that can be renamed, so that domains can leave redirects behind."""

from urllib.parse import parse_qsl, urlencode, urlsplit


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


def host_of(url: str) -> str:
    """The host of `url` in lower case without a leading `www.`; empty when it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


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
