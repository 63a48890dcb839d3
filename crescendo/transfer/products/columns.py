"""What the columns of a file of products hold: proposed by their names, decided by whoever imports."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...catalog.attributes import Attribute
from ..table_file import plain_name

ATTRIBUTE = "attribute:"  # stands before the key of one
_FACTS = re.compile(r"attribute_(\d+)_(name|value_s|values?)")


@dataclass(frozen=True)
class Field:
    """Something that a row can say of a product. `names` are those that its columns go by, the surest first."""

    name: str
    label: str
    names: str
    takes_many: bool = False


FIELDS = (
    Field("key", "Number of the row", "key external_key external_id id sku handle product_id item_id article_number"),
    Field("name", "Name", "name title product_name product_title"),
    Field("brand", "Brand", "brand brands brand_name manufacturer vendor maker"),
    Field("category", "Category", "category categories product_category product_type google_product_category type"),
    Field("summary", "In one line", "summary short_description subtitle"),
    Field("description", "Description (HTML or plain text)", "description body_html body long_description"),
    Field("markdown", "Description in Markdown", "markdown description_markdown"),
    Field("model", "Model", "model model_name model_number"),
    Field("gtin", "GTIN (EAN, UPC, ISBN)", "gtin gtin_upc_ean_or_isbn ean upc isbn barcode gtin13 variant_barcode"),
    Field("mpn", "Maker’s number", "mpn manufacturer_part_number part_number sku variant_sku"),
    Field("status", "Active or discontinued", "product_status lifecycle"),
    Field(
        "pictures",
        "Addresses of pictures",
        "pictures images image_link image image_url image_src picture additional_image_link",
        takes_many=True,
    ),
    Field("picture_alt", "What the first picture shows", "picture_alt image_alt_text alt_text alt"),
    Field("merchant", "Merchant", "merchant merchant_name seller shop store"),
    Field("url", "Address at the merchant", "url link external_url product_url product_link deep_link aw_deep_link"),
    Field("price", "Price", "price regular_price search_price variant_price"),
    Field("sale_price", "Price while on sale", "sale_price"),
    Field("sale_dates", "From when to when it is on sale", "sale_price_effective_date sale_dates"),
    Field("currency", "Currency", "currency"),
    Field("availability", "In stock", "availability stock_status in_stock stock stock_quantity"),
    Field("kind", "Kind of row (WooCommerce)", "type"),
    Field("facts", "Name or value of a fact (WooCommerce)", "", takes_many=True),
)
_BY_NAME = {field.name: field for field in FIELDS}
_KINDS_OF_ROWS = {"simple", "variable", "variation", "external", "grouped", "simple_virtual", "simple_downloadable"}


def proposed(samples: Mapping[str, Sequence[str]], attributes: Iterable[Attribute]) -> dict[str, str]:
    """The field that each column seems to hold, empty for what nothing here knows.

    `samples` are the columns with some of their texts.
    """
    plain = {column: plain_name(column) for column in samples}
    found, taken = dict[str, str](), set[str]()
    if _are_kinds(samples, plain):
        found |= {column: "kind" for column, name in plain.items() if name == "type"}
    for field in FIELDS:
        names = field.names.split()
        matches = sorted((each for each in plain if plain[each] in names), key=lambda each: names.index(plain[each]))
        free = [each for each in matches if each not in found and (field.takes_many or field.name not in taken)]
        for column in free if field.takes_many else free[:1]:
            found[column] = field.name
            taken.add(field.name)
    by_name = {name: f"{ATTRIBUTE}{each.key}" for each in attributes for name in _names_of(each)}
    for column, name in plain.items():
        found.setdefault(column, "facts" if _FACTS.fullmatch(name) else by_name.get(name, ""))
    return {column: found[column] for column in samples}


def fault_in(mapping: Mapping[str, str]) -> str:
    """Why nothing can be read with these decisions; empty when all is well."""
    fields = [field for field in mapping.values() if field]
    for field in dict.fromkeys(fields):
        takes_many = field in _BY_NAME and _BY_NAME[field].takes_many
        if fields.count(field) > 1 and not takes_many:
            columns = " and ".join(f"“{column}”" for column, named in mapping.items() if named == field)
            return f"{columns} both stand for “{label_of(field)}”. Choose one of them."
    if "name" not in fields:
        return "No column stands for “Name”, and every product needs one."
    return ""


def is_field(name: str, attributes: Iterable[Attribute]) -> bool:
    """Whether columns can stand for this: one of `FIELDS`, an attribute, or (empty) nothing."""
    return not name or name in _BY_NAME or name in {f"{ATTRIBUTE}{each.key}" for each in attributes}


def label_of(field: str) -> str:
    """What a field is called."""
    return _BY_NAME[field].label if field in _BY_NAME else field.removeprefix(ATTRIBUTE)


def fact_columns(mapping: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pairs of columns that hold the name and the value of a fact, as WooCommerce writes them."""
    places: dict[str, dict[str, str]] = {}
    for column, field in mapping.items():
        if field == "facts" and (found := _FACTS.fullmatch(plain_name(column))):
            places.setdefault(found[1], {})["name" if found[2] == "name" else "value"] = column
    return [(pair["name"], pair["value"]) for pair in places.values() if len(pair) == 2]


def _are_kinds(samples: Mapping[str, Sequence[str]], plain: Mapping[str, str]) -> bool:
    """Whether the column “type” tells kinds of rows, as WooCommerce's does, and not kinds of products."""
    columns = [column for column, name in plain.items() if name == "type"]
    kinds = {plain_name(text.split(",")[0]) for column in columns for text in samples[column]}
    return bool(kinds) and kinds <= _KINDS_OF_ROWS


def _names_of(attribute: Attribute) -> tuple[str, ...]:
    """What a column of this attribute may be called: `weight`, `Weight`, `Weight (g)`."""
    label = plain_name(attribute.label)
    return plain_name(attribute.key), label, plain_name(f"{label} {attribute.unit}")
