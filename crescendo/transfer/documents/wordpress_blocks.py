"""Blocks of the WordPress editor: comments with attributes around the HTML of each. Most of it is plain HTML.

Source: the block grammar of Gutenberg, `<!-- wp:name {"key": "value"} -->` … `<!-- /wp:name -->`.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .context import Element, Reading
from .flow import Flow
from .media import put_link
from .products import put_products
from .results import ProductName

_COMMENT = re.compile(
    r"\s*(?P<end>/)?wp:(?P<name>[a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)?)(?P<rest>\s.*?)?(?P<empty>/)?\s*", re.DOTALL
)
_SILENT = {"spacer", "more", "nextpage", "footnotes", "table-of-contents"}
_LISTS = {"product-best-sellers", "product-new", "product-category", "product-on-sale", "product-top-rated"}
_LISTS |= {"products-by-attribute", "product-tag", "product-collection", "all-products"}


@dataclass(frozen=True)
class WordPressBlock:
    """A block among siblings: what it is called, and at which of them it ends."""

    name: str
    attributes: dict[str, Any]
    end: int
    is_empty: bool

    @property
    def is_classic(self) -> bool:
        """Whether its words are typed as in the old editor."""
        return self.name in {"freeform", "shortcode"}


def blocks_among(children: Sequence[Element]) -> dict[int, WordPressBlock]:
    """The blocks that begin among `children`, by the place of their first comment. What is never closed is none."""
    blocks: dict[int, WordPressBlock] = {}
    waiting: list[tuple[int, str, dict[str, Any]]] = []
    for place, child in enumerate(children):
        if child.tag is not etree.Comment or (found := _COMMENT.fullmatch(child.text or "")) is None:
            continue
        name = found["name"].removeprefix("core/")
        if found["empty"]:
            blocks[place] = WordPressBlock(name, _attributes(found["rest"]), place, is_empty=True)
        elif not found["end"]:
            waiting.append((place, name, _attributes(found["rest"])))
        elif waiting and waiting[-1][1] == name:
            start, _, attributes = waiting.pop()
            blocks[start] = WordPressBlock(name, attributes, place, is_empty=False)
    return blocks


def read_block(reading: Reading, block: WordPressBlock, inside: Sequence[Element], flow: Flow) -> bool:
    """Read a block that its HTML does not say all of. Whether that was done: others are read as HTML."""
    plugin, _, name = block.name.rpartition("/")
    if plugin == "woocommerce" and _read_products(reading, name, block, flow):
        return True
    if block.is_empty:
        if name not in _SILENT:
            reading.lose("block", f"The block “{block.name}” is filled by WordPress itself.")
        return True
    if name == "html":
        reading.lose("custom HTML", "Its words are kept; what it looked like and did is not.")
    if name == "embed" and (url := block.attributes.get("url")) and isinstance(url, str):
        put_link(reading, flow, url)
        _read_captions(inside, flow)
        return True
    return False


def _read_products(reading: Reading, name: str, block: WordPressBlock, flow: Flow) -> bool:
    if name in _LISTS:
        reading.lose("list of products", "Lists that fill themselves are left out.")
        return True
    said = block.attributes.get("products") if name == "handpicked-products" else [block.attributes.get("productId")]
    if name not in {"handpicked-products", "single-product", "featured-product"} or not isinstance(said, list):
        return False
    numbers = [each for each in said if isinstance(each, int) and 0 < each < 10**18]
    put_products(reading, flow, [ProductName(number) for number in numbers[:100]])
    return bool(numbers)


def _read_captions(inside: Sequence[Element], flow: Flow) -> None:
    for element in inside:
        for caption in element.iter("figcaption"):
            flow.words(" ".join("".join(caption.itertext()).split()), 0, "")
            flow.end()


def _attributes(text: str | None) -> dict[str, Any]:
    """The attributes of a block; none where they are no JSON."""
    if not text or "{" not in text:
        return {}
    try:
        read = json.loads(text.strip())
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
