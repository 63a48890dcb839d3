"""`flask import products` and `flask import pictures`, as an operator calls them."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crescendo.catalog.models import Product
from crescendo.foundation.database import db
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category, make_merchant
from tests.factories.products import product_csv, product_row


@pytest.fixture
def file(app: Crescendo, tmp_path: Path) -> Path:
    """A file with a sound row and one that fails."""
    make_category("Footwear")
    path = tmp_path / "shop.csv"
    path.write_bytes(product_csv(product_row(1), product_row(2, price="abc")))
    return path


def call(app: Crescendo, *args: object) -> Any:
    db.session.remove()
    return app.test_cli_runner().invoke(args=["import", *map(str, args)])


def names() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Product.name).order_by(Product.name)))


def test_every_row_is_accounted_for(app: Crescendo, file: Path) -> None:
    told = call(app, "products", file)
    assert told.exit_code == 0, told.output
    assert "product 3 (Alpine 2), failed: “abc” is no price." in told.output
    assert "product: 2 in the file, 1 created, 1 failed" in told.output
    assert names() == ["Alpine 1"]


def test_dry_run_reports_as_data_and_changes_nothing(app: Crescendo, file: Path) -> None:
    report = json.loads(call(app, "products", file, "--dry-run", "--json").stdout)
    assert report["counts"]["product"] == {
        "in": 2,
        "created": 1,
        "failed": 1,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
        "missing": 0,
    }
    assert names() == []


def test_columns_are_told_and_can_be_decided_otherwise(app: Crescendo, tmp_path: Path) -> None:
    make_category("Footwear")
    path = tmp_path / "own.csv"
    path.write_text("Bezeichnung,brand,category\nAlpine 1,Norrel,Footwear\n", encoding="utf-8")
    assert call(app, "products", path, "--columns").output.splitlines()[0] == "Bezeichnung = (left out)"
    refused = call(app, "products", path)
    assert refused.exit_code == 1
    assert (
        "No column stands for “Name”, and every product needs one. Say what a column holds with --map" in refused.output
    )
    assert call(app, "products", path, "--map", "Bezeichnung=name").exit_code == 0
    assert names() == ["Alpine 1"]


def test_all_or_nothing_fails_with_the_report(app: Crescendo, file: Path) -> None:
    told = call(app, "products", file, "--all-or-nothing")
    assert told.exit_code == 1
    assert "“abc” is no price." in told.output
    assert "1 row could not be used, so nothing was changed." in told.output
    assert names() == []


def test_rows_that_failed_come_back_as_a_file(app: Crescendo, file: Path, tmp_path: Path) -> None:
    errors = tmp_path / "to-correct.csv"
    call(app, "products", file, "--errors", errors)
    text = errors.read_text(encoding="utf-8-sig")
    assert text.count("Alpine") == 1
    errors.write_text(text.replace("abc", "70"), encoding="utf-8")
    call(app, "products", errors)
    assert names() == ["Alpine 1", "Alpine 2"]


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--category", "hats", "There is no category “hats”. There are: footwear."),
        ("--merchant", "nobody", "There is no merchant “nobody”. There are: hilltop."),
        ("--currency", "gold", "“gold” is no currency. Write a code such as USD."),
        ("--map", "colour=name", "The file has no column “colour”. It has: id, name, brand"),
        ("--map", "name=colour", "“colour” is nothing that a column can hold. There are: key, name"),
    ],
)
def test_option_that_names_nothing_is_refused(
    app: Crescendo, file: Path, option: str, value: str, message: str
) -> None:
    make_merchant("Hilltop")
    told = call(app, "products", file, option, value)
    assert told.exit_code == 1
    assert message in told.output
    assert names() == []


def test_rows_of_a_merchant_have_numbers_of_its_own(app: Crescendo, file: Path) -> None:
    make_merchant("Hilltop", hosts=["hilltop.example"])
    make_merchant("Valley", hosts=["valley.example"])
    call(app, "products", file, "--merchant", "hilltop")
    file.write_bytes(product_csv(product_row(1, name="Another", url="https://valley.example/1")))
    call(app, "products", file, "--merchant", "valley")
    assert names() == ["Alpine 1", "Another"]


def test_pictures_that_cannot_be_had_are_told(app: Crescendo, file: Path) -> None:
    file.write_bytes(product_csv(product_row(1, image_link="http://127.0.0.1:1/a.jpg")))
    assert "Pictures to fetch: 1. Fetch them with: flask import pictures" in call(app, "products", file).output
    told = call(app, "pictures")
    assert told.exit_code == 0
    assert "picture: 1 in the file, 1 failed" in told.output
