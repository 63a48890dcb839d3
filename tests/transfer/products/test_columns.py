"""Files of products as shops write them: what their columns hold is told by their names, and rows mean the same."""

import io
from typing import Any

import pytest

from crescendo.catalog.models import Availability
from crescendo.foundation import clock
from crescendo.foundation.money import Money
from crescendo.transfer.products.columns import proposed
from crescendo.transfer.products.files import columns_in, open_products
from crescendo.transfer.products.reading import LeftOut, ProductRow, Reader
from tests.factories.products import ROW, product_csv

WOO = (
    'ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,"Is featured?","Visibility in catalog","Short description",'
    'Description,"Date sale price starts","Tax status","In stock?",Stock,"Backorders allowed?","Weight (kg)",'
    '"Sale price",'
    '"Regular price",Categories,Tags,Images,Parent,"External URL","Button text",Position,Brands,"Attribute 1 name",'
    '"Attribute 1 value(s)","Attribute 1 visible"\n'
    '101,external,TS-4,4006381333931,"Trail shoe 4",1,0,visible,"Light.","<p>For <b>long</b> days.</p>",,taxable,1,,0,'
    '0.3,99,129,"Shoes > Footwear",trail,"https://img.example/a.jpg, https://img.example/b.jpg",,'
    'https://shop.example/ts-4,Buy,0,Norrel,Weight,"300 g",1\n'
    '102,variation,TS-4-42,,"Trail shoe 4 – 42",1,0,visible,,,,taxable,backorder,,0,,,129,,,,id:101,,,1,,,,\n'
).encode()
FEED = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title><item>
<g:id>TS-4</g:id><title>Trail shoe 4</title><description>Made for long days.</description><link>https://shop.example/4</link>
<g:image_link>https://img.example/a.jpg</g:image_link>
<g:additional_image_link>https://img.example/b.jpg</g:additional_image_link>
<g:price>129.00 USD</g:price><g:sale_price>99.00 USD</g:sale_price><g:availability>in_stock</g:availability>
<g:brand>Norrel</g:brand><g:gtin>4006381333931</g:gtin><g:mpn>T4</g:mpn>
<g:product_type>Shoes &gt; Footwear</g:product_type>
</item></channel></rss>"""
SHOPIFY = (
    b"Handle,Title,Body (HTML),Vendor,Type,Variant SKU,Variant Price,Variant Barcode,Image Src,Image Alt Text\n"
    b"trail-shoe-4,Trail shoe 4,<p>For long days.</p>,Norrel,Footwear,TS-4,129.00,4006381333931,"
    b"https://img.example/a.jpg,A shoe\n"
    b"trail-shoe-4,,,,,,,,https://img.example/b.jpg,\n"
)


def rows_of(data: bytes) -> list[Any]:
    """What each row means, or why it is left out."""
    file = open_products(io.BytesIO(data))
    reader = Reader(proposed(columns_in(file), []), "USD", clock.now())
    read: list[Any] = []
    for number, row in enumerate(file.rows()):
        try:
            read.append(reader.read(row, is_first=number == 0))
        except LeftOut as why:
            read.append(str(why))
    return read


def test_export_of_woocommerce_is_read_by_its_headings() -> None:
    shoe, variation = rows_of(WOO)
    assert (shoe.key, shoe.name, shoe.brand, shoe.category) == ("101", "Trail shoe 4", "Norrel", "Shoes > Footwear")
    assert (shoe.gtin, shoe.mpn, shoe.summary, shoe.description.strip()) == (
        *("4006381333931", "TS-4", "Light."),
        "For **long** days.",
    )
    assert (shoe.url, shoe.price, shoe.availability) == (
        "https://shop.example/ts-4",
        Money("USD", 9900),
        Availability.IN_STOCK,
    )
    assert shoe.pictures == ("https://img.example/a.jpg", "https://img.example/b.jpg")
    assert shoe.facts == {"Weight": "300 g"}
    assert variation == "It is a variation; the product that it belongs to is one product here."


def test_feed_for_google_is_read() -> None:
    [shoe] = rows_of(FEED)
    assert (shoe.key, shoe.name, shoe.brand, shoe.category) == ("TS-4", "Trail shoe 4", "Norrel", "Shoes > Footwear")
    assert (shoe.gtin, shoe.mpn, shoe.description.strip()) == ("4006381333931", "T4", "Made for long days.")
    assert (shoe.price, shoe.availability, shoe.url) == (
        Money("USD", 9900),
        Availability.IN_STOCK,
        "https://shop.example/4",
    )
    assert shoe.pictures == ("https://img.example/a.jpg", "https://img.example/b.jpg")


def test_export_of_shopify_is_read_and_rows_of_pictures_alone_need_no_name() -> None:
    shoe, picture = rows_of(SHOPIFY)
    assert (shoe.key, shoe.name, shoe.brand, shoe.category) == ("trail-shoe-4", "Trail shoe 4", "Norrel", "Footwear")
    assert (shoe.mpn, shoe.price, shoe.gtin) == ("TS-4", Money("USD", 12900), "4006381333931")
    assert (shoe.picture_alt, picture.key) == ("A shoe", "trail-shoe-4")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
def test_table_means_the_same_in_every_encoding_and_with_every_divider(encoding: str, divider: str) -> None:
    said = {**ROW, "name": "Alpinë “2”", "price": "89,90", "description": "One\nTwo", "mpn": "'=1+1"}
    table = product_csv(said, divider=divider).decode().encode(encoding)
    [row] = rows_of(table)
    assert isinstance(row, ProductRow)
    assert (row.name, row.price, row.description.strip(), row.mpn) == (
        "Alpinë “2”",
        Money("USD", 8990),
        "One\\\nTwo",
        "=1+1",
    )


def test_column_type_of_kinds_of_products_is_a_category() -> None:
    columns = {"title": ["A"], "type": ["Boots", "Hats"]}
    assert proposed(columns, []) == {"title": "name", "type": "category"}
