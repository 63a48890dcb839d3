"""Files of products as shops export them."""

import csv
import io
from collections.abc import Mapping

ROW = {
    "id": "7",
    "name": "Alpine 2",
    "brand": "Norrel",
    "category": "Footwear",
    "url": "https://www.hilltop.example/alpine-2",
    "price": "89.90",
    "currency": "USD",
    "availability": "in stock",
}


def product_csv(*rows: Mapping[str, str], divider: str = ",") -> bytes:
    """A table whose first line names all columns that the rows have."""
    columns = dict.fromkeys(name for row in rows for name in row)
    text = io.StringIO()
    table = csv.DictWriter(text, list(columns), delimiter=divider, restval="")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def product_row(number: int = 7, **said: str) -> dict[str, str]:
    """A row about a product of its own."""
    return {
        **ROW,
        "id": str(number),
        "name": f"Alpine {number}",
        "url": f"https://www.hilltop.example/alpine-{number}",
        **said,
    }
