"""Files and rows that cannot become products: each says exactly what to do, and nothing is changed."""

import gzip
import io
from typing import Any

import pytest
from sqlalchemy import func, select

from crescendo.accounts.models import AuditEvent
from crescendo.foundation.database import Base, db
from crescendo.transfer.models import ImportKind
from crescendo.transfer.price_rows import Unreadable
from crescendo.transfer.products.columns import fault_in, proposed
from crescendo.transfer.products.files import columns_in, open_products
from crescendo.transfer.products.importing import import_products
from crescendo.transfer.products.plans import ProductOptions
from crescendo.transfer.run_queries import all_rows_of_run, import_run
from crescendo.transfer.runs import Running, prepare_run
from tests.factories.catalog import make_category
from tests.factories.products import product_csv, product_row

HEAD = b"id,name,brand,category\n"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><item>&b;</item></rss>'
ITEM = b'<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id><title>Shoe</title></item>'
FILES = [
    ("empty", b"", "The file is empty."),
    ("header", HEAD, "There is no product in this file: nothing stands below the names of its columns."),
    ("xlsx", b"PK\x03\x04rest", "This is a spreadsheet or an archive. Save it as CSV and try again."),
    ("xls", b"\xd0\xcf\x11\xe0rest", "This is a spreadsheet. Save it as CSV and try again."),
    ("gzip", gzip.compress(HEAD), "This file is compressed. Unpack it and try again."),
    ("pdf", b"%PDF-1.7", "This is a PDF. Save its table as CSV and try again."),
    (
        "unclosed quote",
        HEAD + b'1,"Shoe',
        "Line 2 cannot be read: a quotation mark is never closed. Perhaps the file was cut off.",
    ),
    (
        "text behind a quote",
        HEAD + b'1,"Shoe"x,a,b\n',
        "Line 2 cannot be read: something follows a closing quotation mark. Write a quotation mark in a cell twice.",
    ),
    (
        "endless cell",
        HEAD + b'1,"' + b"x" * 200_000 + b'",a,b\n',
        "Line 2 cannot be read: a cell is far too long. Perhaps a quotation mark is never closed.",
    ),
    (
        "half of UTF-16",
        "id,name\n1,Shoe\n".encode("utf-16")[:-1],
        "The file is not text that can be read. Save it as CSV in UTF-8 and try again.",
    ),
    (
        "web page",
        b"<!doctype html><html><p>Sorry",
        "This is a web page. Download the file that it offers, and choose that.",
    ),
    (
        "entity bomb",
        BOMB,
        "The file begins with a DOCTYPE, which can hide other files. Ask the merchant for a plain feed.",
    ),
    ("cut feed", ITEM, "The file ends in the middle, at line 1. Perhaps it was cut off."),
    ("feed without items", b"<rss><channel/></rss>", "There is no product in this file: neither <item> nor <entry>."),
    (
        "wrong bytes in a feed",
        ITEM + b"<item>\xff</item></channel></rss>",
        "Line 1 has letters that are not in the file’s encoding.",
    ),
]
NEEDED = "“Name”, and every product needs one."
COLUMNS = [
    ("no name", {"id": "key"}, f"No column stands for {NEEDED}"),
    ("two names", {"a": "name", "b": "name"}, "“a” and “b” both stand for “Name”. Choose one of them."),
]
ROWS: list[tuple[dict[str, str], str]] = [
    ({"name": ""}, "The row has no name."),
    ({"name": "x" * 121}, f"The name “{'x' * 59}…” is longer than 120 characters."),
    ({"id": "9" * 121}, f"The number “{'9' * 59}…” is longer than 120 characters."),
    ({"brand": ""}, "The row says no brand. Fill it in, or choose one for rows without."),
    ({"brand": "!!"}, "Say who makes it."),
    ({"category": ""}, "The row names no category. Fill it in, or choose one for rows without."),
    ({"category": "Hats"}, "There is no category “Hats” here. Make it first, or choose one for such rows."),
    ({"price": "abc"}, "“abc” is no price."),
    ({"price": "-5"}, "“-5” is no price."),
    ({"price": "1 EUR"}, "“1 EUR” is not in USD."),
    ({"price": "99999999999"}, "“99999999999” is too large an amount."),
    ({"currency": "XXQ"}, "“XXQ” is no currency."),
    ({"url": "shop.example/1"}, "“shop.example/1” is no address of a web page."),
    ({"url": "javascript:alert(1)"}, "“javascript:alert(1)” is no address of a web page."),
    ({"url": "https://a.example/" + "x" * 2000}, f"“https://a.example/{'x' * 41}…” is no address of a web page."),
    (
        {"availability": "perhaps"},
        "“perhaps” says nothing of stock. Write in stock, out of stock or preorder.",
    ),
    ({"product_status": "sleeping"}, "“sleeping” is no state of a product. Write active or discontinued."),
    (
        {"sale_price": "5", "sale_dates": "tomorrow"},
        "“tomorrow” are no dates of a sale: write 2026-11-20/2026-11-27.",
    ),
    ({"name": "Null\0byte"}, "The row holds signs that are no text."),
]


def counts() -> dict[str, int]:
    """How many rows each table has, but for those of runs, of their reports and of their beginnings."""
    db.session.rollback()
    tables = {name: table for name, table in Base.metadata.tables.items() if not name.startswith("import_r")}
    found = {name: db.session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()}
    begun = select(func.count(AuditEvent.id)).where(AuditEvent.subject == "import")
    return found | {"audit_events": found["audit_events"] - (db.session.scalar(begun) or 0)}


def reason(data: bytes) -> str:
    """Why the one row of this file failed."""
    run = prepare_run(ImportKind.PRODUCTS, source="shop", filename="a.csv", is_dry_run=False, by=None)
    db.session.commit()
    file = io.BytesIO(data)
    mapping = proposed(columns_in(open_products(file)), [])
    import_products(file, Running(run.id), ProductOptions(mapping, "USD"), by=None)
    [row] = all_rows_of_run(import_run(run.id))
    assert row.outcome.value == "failed"
    return row.reason


@pytest.mark.parametrize(("content", "message"), [pytest.param(*each[1:], id=each[0]) for each in FILES])
def test_file_that_cannot_be_read_says_why(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        columns_in(open_products(io.BytesIO(content)))
    assert str(caught.value) == message


@pytest.mark.parametrize(("content", "message"), [pytest.param(*each[1:], id=each[0]) for each in FILES])
def test_run_over_such_a_file_changes_nothing(app: Any, content: bytes, message: str) -> None:
    run = prepare_run(ImportKind.PRODUCTS, source="shop", filename="a.csv", is_dry_run=False, by=None)
    db.session.commit()
    before = counts()
    with pytest.raises(Unreadable):
        import_products(io.BytesIO(content), Running(run.id), ProductOptions({"name": "name"}, "USD"), by=None)
    assert import_run(run.id).message == message
    assert counts() == before


@pytest.mark.parametrize(("mapping", "message"), [pytest.param(*each[1:], id=each[0]) for each in COLUMNS])
def test_columns_that_cannot_be_read_say_why(mapping: dict[str, str], message: str) -> None:
    assert fault_in(mapping) == message


@pytest.mark.parametrize(("said", "message"), ROWS)
def test_row_that_cannot_be_used_says_what_to_do(app: Any, said: dict[str, str], message: str) -> None:
    make_category("Footwear")
    before = counts()
    assert reason(product_csv(product_row(1, **said))) == message
    assert counts() == before


@pytest.mark.parametrize("line", ["1,Shoe,Norrel", "1,Shoe,Norrel,Footwear,more"])
def test_row_of_another_length_says_so(app: Any, line: str) -> None:
    make_category("Footwear")
    cells = line.count(",") + 1
    assert reason(HEAD + line.encode()) == f"The row has {cells} cells, where the first line has 4."
