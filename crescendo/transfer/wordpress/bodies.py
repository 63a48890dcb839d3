"""The text of an item in our dialect: its links, pictures and products found among what moves with it."""

import re

from ...foundation.urls import address_key
from ..documents import ConvertedBody, Flavour, PictureSource, ProductName, Resolver, convert_html
from .index import WxrIndex
from .moving import Move

_REUSED = re.compile(r'<!--\s+wp:block\s+\{"ref":(\d+)[^>]*?/?-->')
_DEEPEST = 4  # reusable blocks within each other


def converted(moving: Move, html: str) -> ConvertedBody:
    """What `html` says; `Unreadable` when it cannot be converted at all."""
    whole = with_reusable_blocks(html, moving.index)
    return convert_html(whole, resolve=_resolver(moving), flavour=Flavour.WORDPRESS)


def with_reusable_blocks(html: str, index: WxrIndex, depth: int = 0) -> str:
    """`html` with the text of reusable blocks where it names them."""
    if depth > _DEEPEST:
        return html
    return _REUSED.sub(lambda found: with_reusable_blocks(index.blocks.get(found[1], ""), index, depth + 1), html)


def _resolver(moving: Move) -> Resolver:
    def picture(source: PictureSource) -> str | None:
        number = str(source.number) if source.number is not None else ""
        if number not in moving.pictures and (attachment := moving.index.picture_at(source.address)):
            number = attachment.id
        return moving.pictures[number][1] if number in moving.pictures else None

    def link(address: str) -> str:
        if slug := moving.offers.get(address_key(address)):
            return f"product:{slug}"
        number = moving.index.thing_at(address) or ""
        if number in moving.guides:
            return f"guide:{moving.guides[number]}"
        return f"product:{moving.products[number]}" if number in moving.products else address

    def product(name: ProductName) -> str | None:
        number = str(name.number) if name.number is not None else moving.index.numbers.get(name.sku, "")
        return moving.products.get(number)

    return Resolver(picture=picture, link=link, product=product)
