"""`flask import offers` and `flask prices fetch`."""

import json
from pathlib import Path

from crescendo.catalog.queries import offer_by_id
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.prices import make_price_source


def test_offers_are_imported_after_a_dry_run_that_changes_nothing(app: Crescendo, tmp_path: Path) -> None:
    offer = make_offer(make_product(), merchant=make_merchant("Shoemart"), external_id="A")
    file = tmp_path / "prices.csv"
    file.write_text("id,price\nA,5 USD\nB,6 USD\n")
    command = ["import", "offers", str(file), "--merchant", "shoemart"]
    dry = app.test_cli_runner().invoke(args=[*command, "--dry-run", "--json"])
    assert json.loads(dry.stdout)["updated"] == 1
    assert offer_by_id(offer.id).price_minor == 2490
    done = app.test_cli_runner().invoke(args=command)
    assert done.stdout == (
        "Row 3 (B) skipped: Nothing here has its number or address.\n"
        "0 created, 1 updated, 0 unchanged, 1 skipped, 0 failed.\n"
    )
    assert offer_by_id(offer.id).price_minor == 500


def test_import_refuses_what_it_cannot_read_in_one_line(app: Crescendo, tmp_path: Path) -> None:
    make_merchant("Shoemart")
    file = tmp_path / "prices.xml"
    file.write_text("id,price\n")
    refused = app.test_cli_runner().invoke(args=["import", "offers", str(file), "--merchant", "shoemart"])
    assert refused.stderr.endswith("Error: This is no XML. If it is CSV, choose “CSV”.\n")
    unknown = app.test_cli_runner().invoke(args=["import", "offers", str(file), "--merchant", "nobody"])
    assert unknown.stderr == "Error: There is no merchant “nobody”. There are: shoemart.\n"


def test_fetching_tells_of_each_source(app: Crescendo) -> None:
    assert app.test_cli_runner().invoke(args=["prices", "fetch"]).stdout == "No source is due.\n"
    make_price_source(name="Daily", url="http://127.0.0.1/prices.csv")
    failed = app.test_cli_runner().invoke(args=["prices", "fetch", "--json"])
    [report] = json.loads(failed.stdout)
    assert (report["source"], report["outcome"]) == ("Daily", "failed")
    again = app.test_cli_runner().invoke(args=["prices", "fetch", "--all"])
    assert again.stdout.startswith("Daily: failed. The file cannot be fetched.")
