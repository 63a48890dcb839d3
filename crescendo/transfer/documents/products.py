"""Products of a WordPress shop, by shortcode or block: cards of ours where we have the product."""

from collections.abc import Iterable

from .context import Element, Handler, Reading, Style
from .flow import Flow
from .model import Leaf
from .results import ProductName


def put_products(reading: Reading, flow: Flow, names: Iterable[ProductName]) -> None:
    """A card for each product that we have; a loss for each other."""
    flow.end()
    for name in names:
        slug = reading.resolve.product(name)
        if slug:
            flow.put(Leaf("product", slug))
        else:
            called = f"SKU {name.sku}" if name.sku else f"number {name.number}"
            reading.lose("product", f"The product with the {called} is not in the catalog.")


def _products(reading: Reading, element: Element, flow: Flow, _style: Style) -> None:
    numbers = [each for each in element.get("ids", "").replace(" ", "").split(",") if each.isdecimal()]
    skus = [each.strip() for each in element.get("skus", "").split(",") if each.strip()]
    names = [ProductName(int(number[:18])) for number in numbers] + [ProductName(sku=sku[:120]) for sku in skus]
    if not names:
        reading.lose("list of products", "It named no product; lists that fill themselves are left out.")
    put_products(reading, flow, names[:100])


PRODUCTS: dict[str, Handler] = {"x-products": _products}
