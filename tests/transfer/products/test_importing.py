"""Importing products: what rows become, and that running again changes only what nobody edited."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from crescendo.catalog.actions import ProductInput, archive_offer, update_product
from crescendo.catalog.merchants import Relationship
from crescendo.catalog.models import Availability, Offer, Product
from crescendo.catalog.price_sources import RowOutcome
from crescendo.catalog.queries import every_attribute, merchants, price_history, product_by_id
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import Rejected
from crescendo.foundation.fetching import Fetcher
from crescendo.search.queries import search
from crescendo.search.query import read_query
from crescendo.transfer.models import ImportKey, ImportKind, ImportRun, RunState, WantedPicture
from crescendo.transfer.products import importing
from crescendo.transfer.products.columns import proposed
from crescendo.transfer.products.files import columns_in, open_products
from crescendo.transfer.products.plans import ProductOptions
from crescendo.transfer.products.wanted import fetch_pictures, wanted_pictures
from crescendo.transfer.run_queries import all_rows_of_run, import_run
from crescendo.transfer.runs import Running, prepare_run
from tests.factories.catalog import make_attribute, make_category, make_merchant, make_offer, make_product
from tests.factories.media import make_asset, picture_bytes
from tests.factories.products import product_csv, product_row
from tests.meanwhile import on_sqlite, somebody_writes_while_drawing
from tests.stage import Stage, answer, staged

pytestmark = pytest.mark.usefixtures("app", "shoes")

GTIN = "4006381333931"


@pytest.fixture
def shoes(app: Any) -> int:
    """A category, as most rows name one."""
    category = make_category("Footwear")
    make_attribute(category, "weight", unit="g")
    return category.id


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged(picture=answer(200, picture_bytes())) as stage:
        yield stage


def run_file(data: bytes, *, is_dry_run: bool = False, **chosen: Any) -> ImportRun:
    """The run of an import that is over."""
    run = prepare_run(ImportKind.PRODUCTS, source="shop", filename="products.csv", is_dry_run=is_dry_run, by=None)
    db.session.commit()
    file = io.BytesIO(data)
    mapping = proposed(columns_in(open_products(file)), every_attribute())
    importing.import_products(file, Running(run.id), ProductOptions(mapping, "USD", **chosen), by=None)
    return import_run(run.id)


def run_rows(*rows: dict[str, str], **chosen: Any) -> ImportRun:
    return run_file(product_csv(*rows), **chosen)


def outcomes(run: ImportRun) -> list[tuple[str, str, str]]:
    """Kind, outcome and reason of each row."""
    return [(row.kind, row.outcome.value, row.reason) for row in all_rows_of_run(run)]


def the_product(name: str) -> Product:
    db.session.rollback()
    return product_by_id(db.session.scalars(select(Product.id).where(Product.name == name)).one())


def names() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Product.name)))


def edited(product: Product, **said: Any) -> None:
    """What an editor does who changes the product here."""
    entry = ProductInput(
        **{"name": product.name, "brand": product.brand.name, "category_id": product.category_id, **said}
    )
    update_product(product, entry, version=product.version, by=None)
    db.session.commit()


def test_row_becomes_a_product_with_its_facts_and_its_offer() -> None:
    run = run_rows(
        product_row(
            7, description="<p>Made for <b>long days</b>.</p>", gtin=GTIN, mpn="A-7", summary="Light.", weight="310 g"
        )
    )
    assert outcomes(run) == [("product", "created", "")]
    product = the_product("Alpine 7")
    assert (product.slug, product.brand.name, product.category.name) == ("norrel-alpine-7", "Norrel", "Footwear")
    assert (product.gtin, product.mpn, product.summary) == (GTIN, "A-7", "Light.")
    assert product.description == "Made for **long days**."
    assert [str(value.value) for value in product.attribute_values] == ["310.0000"]
    [offer] = product.offers
    assert (offer.price_minor, offer.currency, offer.external_id) == (8990, "USD", "7")
    assert (offer.availability, offer.merchant.name) == (Availability.IN_STOCK, "hilltop.example")


def test_new_product_is_found_by_readers_and_its_price_has_a_history() -> None:
    run_rows(product_row(7, mpn="XQ-77"))
    assert [hit.title for hit in search(read_query("XQ-77"), now=clock.now()).page.items] == ["Norrel Alpine 7"]
    product = the_product("Alpine 7")
    assert [seen.price_minor for seen in price_history(product.id)] == [8990]


def test_merchant_nobody_named_is_taken_to_pay_for_links() -> None:
    run_rows(product_row(1), product_row(2), product_row(3, url="https://else.example/3", merchant="Elsewhere"))
    assert {(each.name, each.relationship_) for each in merchants()} == {
        ("hilltop.example", Relationship.AFFILIATE),
        ("Elsewhere", Relationship.AFFILIATE),
    }


def test_merchant_that_is_here_gets_the_offers_by_its_host_or_its_name() -> None:
    make_merchant("Hilltop Outfitters", hosts=["hilltop.example"])
    make_merchant("Valley", hosts=["valley.example"])
    run_rows(product_row(1), product_row(2, url="https://network.example/?to=2", merchant="valley"))
    assert {offer.merchant.name for name in ("Alpine 1", "Alpine 2") for offer in the_product(name).offers} == {
        "Hilltop Outfitters",
        "Valley",
    }


def test_dry_run_gives_each_row_its_verdict_and_changes_nothing() -> None:
    run = run_rows(product_row(1), product_row(2, name=""), is_dry_run=True)
    assert outcomes(run) == [("product", "created", ""), ("product", "failed", "The row has no name.")]
    assert names() == set()
    assert merchants() == []


def test_same_file_again_changes_nothing() -> None:
    rows = [product_row(number, images="https://img.example/a.jpg") for number in (1, 2)]
    later = product_row(1, url="https://valley.example/1", price="80")
    run_rows(*rows, later)
    before = _state()
    again = run_rows(*rows, later)
    assert [outcome for _kind, outcome, _why in outcomes(again)] == ["unchanged"] * 3
    assert _state() == before


def _state() -> list[Any]:
    db.session.rollback()
    tables = [Product.__table__, Offer.__table__, WantedPicture.__table__]
    return [[tuple(row) for row in db.session.execute(select(table).order_by(table.c.id))] for table in tables]


def test_corrected_file_updates_what_nobody_edited_and_says_what_it_left() -> None:
    run_rows(product_row(1), product_row(2))
    edited(the_product("Alpine 2"), summary="My own words")
    run = run_rows(product_row(1, name="Alpine 1b"), product_row(2, name="Alpine 2b"))
    assert outcomes(run) == [
        ("product", "updated", ""),
        ("product", "skipped", "Somebody edited it here since it was imported, so it was left alone."),
    ]
    assert names() == {"Alpine 1b", "Alpine 2"}


def test_prices_follow_the_file_even_where_texts_were_edited() -> None:
    run_rows(product_row(1))
    edited(the_product("Alpine 1"), summary="My own words")
    run = run_rows(product_row(1, name="Alpine one", price="70.00"))
    assert [(kind, outcome) for kind, outcome, _why in outcomes(run)] == [("product", "updated")]
    product = the_product("Alpine 1")
    assert (product.summary, product.offers[0].price_minor) == ("My own words", 7000)
    assert outcomes(run_rows(product_row(1, name="Alpine one", price="70.00")))[0][1] == "skipped"


def test_update_keeps_what_the_file_has_no_column_for() -> None:
    run_rows(product_row(1))
    product = the_product("Alpine 1")
    other = make_product("Other")
    entry = ProductInput(
        name=product.name,
        brand="Norrel",
        category_id=product.category_id,
        summary="Kept",
        picture_ids=[make_asset().id],
        alternative_ids=[other.id],
    )
    update_product(product, entry, version=product.version, by=None)
    db.session.execute(update(ImportKey).values(version=product.version))
    db.session.commit()
    run_rows(product_row(1, name="Alpine one"))
    kept = the_product("Alpine one")
    assert (kept.summary, len(kept.pictures), len(kept.alternatives)) == ("Kept", 1, 1)


def test_later_row_with_the_same_number_is_another_offer() -> None:
    run = run_rows(product_row(1), product_row(1, url="https://valley.example/1", price="80"), product_row(1))
    assert outcomes(run) == [
        ("product", "created", ""),
        ("offer", "created", ""),
        ("offer", "skipped", "An earlier row offers it at the same address."),
    ]
    assert sorted(offer.price_minor or 0 for offer in the_product("Alpine 1").offers) == [8000, 8990]
    assert import_run(run.id).expected == {"product": 1, "offer": 2}


def test_product_with_the_same_gtin_gets_the_offer_and_keeps_its_texts() -> None:
    mine = make_product("My name", gtin=GTIN)
    run = run_rows(product_row(1, gtin=GTIN))
    assert outcomes(run) == [
        ("product", "updated", f"A product with the GTIN {GTIN} was here already; its texts stay.")
    ]
    assert names() == {"My name"}
    assert len(product_by_id(mine.id).offers) == 1
    again = run_rows(product_row(1, gtin=GTIN, name="Another"))
    assert outcomes(again)[0][1] == "skipped"
    assert names() == {"My name"}


def test_two_rows_with_one_gtin_are_one_product() -> None:
    run_rows(product_row(1, gtin=GTIN), product_row(2, gtin=GTIN))
    assert names() == {"Alpine 1"}
    assert len(the_product("Alpine 1").offers) == 2


def test_offer_that_is_here_already_is_brought_up_to_date() -> None:
    shop = make_merchant("Hilltop", hosts=["hilltop.example"])
    mine = make_product("Mine")
    make_offer(mine, merchant=shop, url="https://hilltop.example/alpine-1")
    run = run_rows(product_row(1))
    assert outcomes(run) == [("product", "updated", "Its offer was here already.")]
    assert [offer.price_minor for offer in product_by_id(mine.id).offers] == [8990]


def test_archived_offer_stays_archived() -> None:
    run_rows(product_row(1))
    [offer] = the_product("Alpine 1").offers
    archive_offer(offer, version=offer.version, by=None)
    db.session.commit()
    run_rows(product_row(1, price="1.00"))
    assert [each.price_minor for each in the_product("Alpine 1").offers] == [8990]


def test_name_that_is_taken_is_told() -> None:
    make_product("Alpine 1", brand="Norrel")
    assert outcomes(run_rows(product_row(1))) == [
        ("product", "created", "Another product has this name. If both are one, merge them.")
    ]


def test_category_is_the_deepest_of_a_path_that_is_here(shoes: int) -> None:
    make_category("Rain boots")
    run_rows(
        product_row(1, category="Sale, Footwear > Rain boots > Red"),
        product_row(2, category="Hats"),
        category_id=shoes,
    )
    assert the_product("Alpine 1").category.name == "Rain boots"
    assert the_product("Alpine 2").category.name == "Footwear"


def test_what_is_lost_is_named(shoes: int) -> None:
    row = product_row(1, category="Hats", weight="heavy", gtin="123", url="", summary="word " * 90)
    [told] = all_rows_of_run(run_rows(row, category_id=shoes))
    assert told.outcome is RowOutcome.CREATED
    assert {loss["what"] for loss in told.losses} == {
        "its category",
        "“heavy”",
        "the number 123",
        "its price of 89.90 USD",
        "the end of its summary",
    }


def test_all_or_nothing_changes_nothing_when_a_row_fails() -> None:
    with pytest.raises(Rejected):
        run_rows(product_row(1), product_row(2, price="abc"), is_all_or_nothing=True)
    assert names() == set()
    assert merchants() == []
    run = db.session.scalars(select(ImportRun)).one()
    assert (run.state, run.message) == (RunState.FAILED, "1 row could not be used, so nothing was changed.")
    assert [outcome for _kind, outcome, _why in outcomes(run)] == ["created", "failed"]


def test_all_or_nothing_imports_a_sound_file() -> None:
    run_rows(product_row(1), product_row(2), is_all_or_nothing=True)
    assert names() == {"Alpine 1", "Alpine 2"}


def test_killed_import_is_ended_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [product_row(number) for number in range(1, 6)]

    class Killed(Exception):
        pass

    def killed(done: int, _total: int) -> None:
        if done == 4:
            raise Killed

    run = prepare_run(ImportKind.PRODUCTS, source="shop", filename="a.csv", is_dry_run=False, by=None)
    db.session.commit()
    file = io.BytesIO(product_csv(*rows))
    options = ProductOptions(proposed(columns_in(open_products(file)), []), "USD")
    with pytest.raises(Killed):
        importing.import_products(file, Running(run.id, on_progress=killed), options, by=None)
    assert len(names()) == 4
    assert [outcome for _kind, outcome, _why in outcomes(run_rows(*rows))] == ["unchanged"] * 4 + ["created"]
    assert len(names()) == 5


def test_pictures_are_fetched_afterwards_and_once(stage: Stage) -> None:
    place = stage.address("/picture")
    run_rows(
        product_row(1, image_link=place, picture_alt="A shoe"),
        product_row(2, image_link=f"{place}, {stage.address('/nowhere')}"),
    )
    assert wanted_pictures() == (3, 0)
    assert _fetched(stage) == [("created", ""), ("created", ""), ("failed", "Its site answered with status 404.")]
    assert wanted_pictures() == (1, 1)
    assert stage.asked["/picture"] == 1
    [shown] = the_product("Alpine 1").pictures
    assert shown.asset.alt_text == "A shoe"
    stage.plays["/nowhere"] = answer(200, picture_bytes(colour="blue"))
    assert _fetched(stage) == [("created", "")]
    assert len(the_product("Alpine 2").pictures) == 2


@on_sqlite
def test_nobody_waits_while_fetched_pictures_are_drawn(stage: Stage) -> None:
    run_rows(product_row(1, image_link=stage.address("/picture")))
    with somebody_writes_while_drawing() as made:
        assert _fetched(stage) == [("created", "")]
    assert len(made) == 3


def test_fetching_a_picture_is_no_edit_of_the_product(stage: Stage) -> None:
    row = product_row(1, image_link=stage.address("/picture"))
    run_rows(row)
    _fetched(stage)
    assert outcomes(run_rows(row))[0][1] == "unchanged"
    assert outcomes(run_rows({**row, "name": "Alpine one"}))[0][1] == "updated"
    assert len(the_product("Alpine one").pictures) == 1


def _fetched(stage: Stage) -> list[tuple[str, str]]:
    run = prepare_run(ImportKind.PICTURES, filename="Pictures", is_dry_run=False, by=None)
    db.session.commit()
    fetch_pictures(Running(run.id), Fetcher(agent="Crescendo", allowed=frozenset({stage.place}), patience=2), by=None)
    return [(outcome, why) for _kind, outcome, why in outcomes(import_run(run.id))]
