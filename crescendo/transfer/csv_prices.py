"""Prices from CSV, whatever its columns are called."""

from collections.abc import Iterator
from typing import IO

from .price_rows import RawRow, Unreadable
from .table_file import TableFile, fault_of, plain_name

_NAMES = {
    "external_id": "external_id id sku offer_id item_id product_id merchant_product_id aw_product_id article_number",
    "url": "url link address product_url product_link deep_link deeplink aw_deep_link merchant_deep_link",
    "gtin": "gtin ean ean13 upc isbn barcode gtin13 gtin_ean product_gtin",
    "mpn": "mpn part_number manufacturer_part_number model_number",
    "brand": "brand brand_name manufacturer",
    "price": "price current_price search_price store_price amount",
    "sale_price": "sale_price",
    "sale_dates": "sale_price_effective_date",
    "currency": "currency currency_code price_currency",
    "availability": "availability stock stock_status in_stock stock_quantity",
    "observed_at": "observed_at seen_at last_updated",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_IDENTITIES = {"external_id", "url", "gtin", "mpn"}


class CsvPrices:
    """A reader of CSV with a line of names at its top."""

    def __init__(self, file: IO[bytes]) -> None:
        self._table = TableFile(file)

    def rows(self) -> Iterator[RawRow]:
        """All rows, numbered as a spreadsheet does."""
        fields = _fields(self._table.names)
        for number, cells in self._table.rows():
            yield _row(number, fields, cells)


def _fields(names: list[str]) -> list[str]:
    """For each column the field that it holds; empty for what we do not read."""
    fields: list[str] = []
    for name in names:
        known = _FIELDS.get(plain_name(name), "")
        fields.append("" if known in fields else known)
    if not _IDENTITIES & set(fields):
        raise Unreadable("No column says which offer a row is about: name one external_id, url, gtin or mpn.")
    if not {"price", "availability"} & set(fields):
        raise Unreadable("No column says what an offer costs or whether there is any: name one price or availability.")
    return fields


def _row(number: int, fields: list[str], cells: list[str]) -> RawRow:
    fault = fault_of(fields, cells)
    if "\0" in "".join(cells):
        return RawRow(number, fault=fault)
    said = {field: cell.strip() for field, cell in zip(fields, cells, strict=False) if field}
    return RawRow(number, said, fault)
