"""Links and live values: what `[text](address)` becomes, by where it leads."""

from html import escape

from .addresses import Address
from .cleaning import Pieces, clean
from .document import LinkRef, MentionRef
from .gathering import Gathered
from .slots import GuideLink, PriceToken, ProductLink, SpecToken, WebLink


class LinkWriter:
    """Writes links, gathering where they lead and which products they name."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def write(self, address: Address, text: str, content: Pieces, line: int) -> Pieces:
        """The pieces of a link to `address`. Its `content` is written already, and says `text`."""
        if not any(content):
            self._gathered.problem(line, "empty-link")
            content = [escape(address.target, quote=False)]
        if address.kind == "web":
            self._gathered.links.append(LinkRef("web", address.target, text, line))
            return [WebLink(address.target, clean(content))]
        if address.kind == "internal":
            self._gathered.links.append(LinkRef("internal", address.target, text, line))
            return [f'<a href="{escape(address.target)}">', *content, "</a>"]
        if address.kind == "guide" and address.target:
            self._gathered.links.append(LinkRef("guide", address.target, text, line))
            return [GuideLink(address.target, clean(content), address.rest)]
        if address.kind == "product":
            return self._product_link(address.target, text, content, line)
        self._gathered.problem(line, "bad-link", value=address.written or "()")
        return content

    def write_value(self, address: Address, text: str, line: int) -> Pieces:
        """The pieces of a live value, a price or an attribute; `text` is shown where there is none."""
        plain: Pieces = [escape(text, quote=False)]
        if not address.target:
            self._gathered.problem(line, "missing-product", example=f"[text]({address.kind}:its-address)")
            return plain
        if address.kind == "spec" and not address.rest:
            self._gathered.problem(line, "missing-attribute")
            return plain
        position = self._gathered.next_position()
        if address.kind == "spec":
            self._gathered.mentions.append(MentionRef(position, address.target, "spec", line))
            return [SpecToken(position, address.target, address.rest, text)]
        self._gathered.mentions.append(MentionRef(position, address.target, "price", line))
        return [PriceToken(position, address.target, text)]

    def _product_link(self, slug: str, text: str, content: Pieces, line: int) -> Pieces:
        if not slug:
            self._gathered.problem(line, "missing-product", example="[text](product:its-address)")
            return content
        position = self._gathered.next_position()
        self._gathered.mentions.append(MentionRef(position, slug, "link", line))
        self._gathered.links.append(LinkRef("product", slug, text, line))
        return [ProductLink(position, slug, clean(content))]
