"""Shortcodes of WordPress, written anew as elements that the readers know. Unknown ones stay as they are, and are told.

Source: the Shortcode API of WordPress; `[[name]]` stands for the words `[name]`.
"""

import re
from html import escape, unescape

_PIECE = re.compile(
    r"(?P<comment><!--)|<(?P<raw>pre|code|script|style|textarea)\b|<[a-zA-Z/][^<>]*>"
    r"|(?P<extra>\[?)\[(?P<end>/?)(?P<name>[a-zA-Z][\w-]{0,60})"
    r"(?P<said>(?:\s(?:[^\[\]\"'<>]|\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'){0,1000})?)(?P<empty>/?)\](?P<more>\]?)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'\]]+))")
_LOOKS_MEANT = re.compile(r"=|[_\d-]")
_PRODUCTS = {"product", "products", "product_page", "add_to_cart", "add_to_cart_url", "featured_products"}
_PRODUCTS |= {"sale_products", "best_selling_products", "recent_products", "product_category", "top_rated_products"}


def rewritten(html: str) -> tuple[str, list[str]]:
    """`html` with elements for the shortcodes that we know, and the names of those that we do not."""
    parts, unknown, place = list[str](), list[str](), 0
    lowered = html.lower() if len(html.lower()) == len(html) else html
    closed = {name.lower() for name in re.findall(r"\[/([a-zA-Z][\w-]{0,60})\]", html)}
    while found := _PIECE.search(html, place):
        parts.append(html[place : found.start()])
        place = found.end()
        if found["comment"] or found["raw"]:
            end = "-->" if found["comment"] else f"</{found['raw'].lower()}"
            ahead = lowered.find(end, place) if found["raw"] else html.find(end, place)
            ahead = len(html) if ahead < 0 else ahead
            parts.append(html[found.start() : ahead])
            place = ahead
        elif found["name"]:
            parts.append(_replaced(found, closed, unknown))
        else:
            parts.append(found[0])
    return "".join([*parts, html[place:]]), list(dict.fromkeys(unknown))


def _replaced(found: re.Match[str], closed: set[str], unknown: list[str]) -> str:
    name, said = found["name"].lower(), dict(_said(found["said"]))
    if found["extra"] and found["more"]:
        return found[0][1:-1]
    before, after = found["extra"], found["more"]
    element = _closing(name) if found["end"] else _opening(name, said, is_closed=name in closed)
    if element is None:
        if found["end"] or name in closed or _LOOKS_MEANT.search(found["said"] + name):
            unknown.append(name)
        return found[0]
    return f"{before}{element}{after}"


def _opening(name: str, said: dict[str, str], *, is_closed: bool) -> str | None:
    if name in {"caption", "wp_caption"} and is_closed:
        return f'<figure class="x-caption" data-caption="{escape(said.get("caption", ""))}">'
    if name == "gallery":
        return f'<x-gallery ids="{escape(said.get("ids", said.get("include", "")))}"></x-gallery>'
    if name == "embed" and is_closed:
        return "<x-embed>"
    if name in {"audio", "video"}:
        address = next(
            (said[key] for key in ("src", "mp4", "webm", "m4v", "ogv", "mp3", "m4a", "ogg", "wav") if key in said), ""
        )
        return f'<{name} src="{escape(address)}">{"" if is_closed else f"</{name}>"}'
    if name in _PRODUCTS:
        ids, skus = said.get("ids", said.get("id", "")), said.get("skus", said.get("sku", ""))
        return f'<x-products ids="{escape(ids)}" skus="{escape(skus)}"></x-products>'
    return None


def _closing(name: str) -> str | None:
    ends = {"caption": "figure", "wp_caption": "figure", "embed": "x-embed", "audio": "audio", "video": "video"}
    if name in _PRODUCTS or name == "gallery":
        return ""
    return f"</{ends[name]}>" if name in ends else None


def _said(text: str) -> list[tuple[str, str]]:
    plain = unescape(text)
    for sign in "“”″":
        plain = plain.replace(sign, '"')
    return [(key.lower(), double or single or bare) for key, double, single, bare in _ATTRIBUTE.findall(plain)]
