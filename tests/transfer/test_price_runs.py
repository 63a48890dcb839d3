"""What files of prices do to offers, and what they never do."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from crescendo.catalog.actions import archive_offer
from crescendo.catalog.merchants import Merchant
from crescendo.catalog.models import Availability, Offer, OfferSource
from crescendo.catalog.price_sources import PriceFormat, PriceSource, RunOutcome, SourceState
from crescendo.catalog.queries import offer_by_id, price_history, product_by_id
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.fetching import Fetcher
from crescendo.outbound.task_queries import TaskFilter, tasks_page
from crescendo.outbound.tasks import TaskKind, what_to_do
from crescendo.transfer import price_leases, price_runs
from crescendo.transfer.price_queries import last_runs, price_source_by_id, rows_of
from crescendo.transfer.price_runs import RunReport, run_due_sources, run_source
from tests.factories.accounts import make_user
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.prices import csv_file, feed_of, make_price_source
from tests.stage import Stage, answer, staged

pytestmark = pytest.mark.usefixtures("app")
GTIN = "4006381333931"


@pytest.fixture
def shop() -> Merchant:
    return make_merchant("Shoemart", hosts=["shoemart.example"])


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


def run(source: PriceSource, *lines: str) -> RunReport:
    report = run_source(source.id, csv_file(*lines))
    assert report is not None
    return report


def told(source: PriceSource) -> list[str]:
    """What the last run says of the rows that it could not use."""
    return [f"{row.outcome}: {row.reason}" for row in rows_of(last_runs(source.id)[0].id)]


def seen(offer: Offer) -> tuple[int | None, Availability]:
    found = offer_by_id(offer.id)
    return found.price_minor, found.availability


def test_row_finds_its_offer_by_number_then_address_then_product(shop: Merchant) -> None:
    numbered = make_offer(make_product(), merchant=shop, external_id="A1")
    placed = make_offer(make_product(), merchant=shop, url="https://www.shoemart.example/sock/?b=2&a=1#top")
    told_apart = make_offer(make_product(gtin=GTIN), merchant=shop)
    made = make_offer(make_product(brand="Norrel", mpn="N-7"), merchant=shop)
    report = run(
        make_price_source(shop),
        "id,link,gtin,mpn,brand,price",
        "A1,,,,,10",
        ",http://shoemart.example/sock?utm_source=x&a=1&b=2,,,,20",
        f",,0{GTIN},,,30",
        ",,,n-7,norrel,40",
    )
    assert report.counts["updated"] == 4
    assert [seen(offer)[0] for offer in (numbered, placed, told_apart, made)] == [1000, 2000, 3000, 4000]


def test_number_of_the_merchant_replaces_one_of_ours(shop: Merchant) -> None:
    offer = make_offer(make_product(), merchant=shop, url="https://shoemart.example/sock")
    source = make_price_source(shop)
    run(source, "id,link,price", "A1,https://shoemart.example/sock,10")
    run(source, "id,price", "A1,11")
    assert (offer_by_id(offer.id).external_id, seen(offer)[0]) == ("A1", 1100)


def test_change_enters_the_history_and_the_same_price_only_once_a_day(shop: Merchant) -> None:
    product = make_product()
    with time_machine.travel("2026-03-01T08:00:00Z", tick=False) as time:
        offer = make_offer(product, merchant=shop, external_id="A1", price=1000)
        source = make_price_source(shop)
        time.shift(timedelta(hours=1))
        assert run(source, "id,price", "A1,10").counts["unchanged"] == 1
        assert offer_by_id(offer.id).observed_at == clock.now()
        run(source, "id,price", "A1,12")
        time.shift(timedelta(days=1))
        run(source, "id,price", "A1,12")
    history = [(each.price_minor, each.observed_at.day, each.observed_at.hour) for each in price_history(product.id)]
    assert history == [(1000, 1, 8), (1200, 1, 9), (1200, 2, 9)]


def test_running_a_file_again_changes_nothing(shop: Merchant) -> None:
    make_product("Sock", gtin=GTIN)
    source, lines = (
        make_price_source(shop, adds_offers=True),
        ["id,link,gtin,price", f"A1,https://shoemart.example/s,{GTIN},10"],
    )
    assert run(source, *lines).counts["created"] == 1
    assert run(source, *lines).counts["unchanged"] == 1


def test_products_are_never_invented_and_offers_only_where_the_source_says_so(shop: Merchant) -> None:
    product = make_product("Sock", gtin=GTIN)
    lines = [
        "id,link,gtin,price,stock",
        f"A1,https://shoemart.example/s,{GTIN},10,yes",
        "A2,https://shoemart.example/t,,10,yes",
    ]
    source = make_price_source(shop)
    assert run(source, *lines).counts == {"skipped": 2}
    assert told(source) == [
        "skipped: There is no offer of “Sock” here yet, and this source adds none.",
        "skipped: Nothing here has its number or address.",
    ]
    assert run(make_price_source(shop, adds_offers=True), *lines).counts == {"created": 1, "skipped": 1}
    [offer] = product_by_id(product.id).offers
    assert (offer.external_id, offer.price_minor, offer.availability) == ("A1", 1000, Availability.IN_STOCK)
    assert offer.source is OfferSource.CSV


def test_row_that_may_be_about_several_things_is_skipped(shop: Merchant) -> None:
    product = make_product("Sock", gtin=GTIN)
    for size in ("S", "M"):
        make_offer(product, merchant=shop, external_id=size, url="https://shoemart.example/sock")
    gone = make_offer(make_product(), merchant=shop, external_id="old")
    archive_offer(gone, version=gone.version, by=None)
    db.session.commit()
    source = make_price_source(shop)
    run(
        source,
        "id,link,gtin,price",
        "X,https://shoemart.example/sock,,10",
        f"Y,,{GTIN},10",
        "old,,,10",
        "S,,,10",
        "S,,,11",
    )
    assert told(source) == [
        "skipped: Several offers have this address. Give them the merchant’s numbers, and the row one.",
        "skipped: Several offers are of “Sock”. Give them the merchant’s numbers, and the row one.",
        "skipped: The offer was archived, so nothing brings it back but an editor.",
        "skipped: Row 5 was about the same offer.",
    ]


def test_bad_row_leaves_its_offer_and_the_others_go_on(shop: Merchant) -> None:
    bad, good = (make_offer(make_product(), merchant=shop, external_id=name) for name in "AB")
    source = make_price_source(shop)
    report = run(source, "id,price", "A,much", "B,11")
    assert report.counts == {"failed": 1, "updated": 1}
    assert (seen(bad)[0], seen(good)[0]) == (2490, 1100)
    assert told(source) == ["failed: “much” is no price."]


def test_older_sighting_never_replaces_a_newer(shop: Merchant) -> None:
    offer = make_offer(make_product(), merchant=shop, external_id="A")
    run(make_price_source(shop), "id,price,observed_at", "A,5,2020-01-01")
    assert seen(offer)[0] == 2490


def test_price_in_another_currency_keeps_its_currency(shop: Merchant) -> None:
    offer = make_offer(make_product(), merchant=shop, external_id="A")
    run(make_price_source(shop), "id,price,currency", "A,5,EUR")
    assert (offer_by_id(offer.id).currency, seen(offer)[0]) == ("EUR", 500)


def test_offer_missing_from_a_file_is_gone_only_where_the_file_is_complete(shop: Merchant) -> None:
    kept, left, never = (make_offer(make_product(), merchant=shop, external_id=name) for name in "ABC")
    source = make_price_source(shop)
    complete = make_price_source(shop, is_complete=True)
    for each in (source, complete):
        run(each, "id,price", "A,5", "B,5")
    run(source, "id,price", "A,5")
    assert seen(left) == (500, Availability.IN_STOCK)
    assert run(complete, "id,price", "A,5").counts["gone"] == 1
    assert seen(left) == (None, Availability.GONE)
    assert (seen(kept)[1], seen(never)[1]) == (Availability.IN_STOCK, Availability.IN_STOCK)
    run(complete, "id,price", "A,5", "B,6")
    assert seen(left) == (600, Availability.UNKNOWN)


def test_complete_file_that_shrank_beyond_belief_changes_nothing(shop: Merchant) -> None:
    offers = [make_offer(make_product(), merchant=shop, external_id=str(number)) for number in range(5)]
    source = make_price_source(shop, is_complete=True)
    run(source, "id,price", *(f"{number},5" for number in range(5)))
    report = run(source, "id,price", "0,9", "1,9")
    assert report.outcome is RunOutcome.FAILED
    assert report.message.startswith("The file has 2 rows, the one before had 5. It looks cut short")
    assert [seen(offer)[0] for offer in offers] == [500] * 5


def test_file_that_cannot_be_read_to_its_end_changes_nothing_and_is_a_task_of_editors(shop: Merchant) -> None:
    offer = make_offer(make_product(), merchant=shop, external_id="A")
    source = make_price_source(shop, name="Daily", format=PriceFormat.FEED)
    whole = feed_of("<g:id>A</g:id><g:price>5 USD</g:price>")
    run_source(source.id, io.BytesIO(whole[:-12]))
    assert seen(offer)[0] == 2490
    assert price_source_by_id(source.id).state is SourceState.FAILING
    today, now = clock.now().date(), clock.now()
    editor, author = make_user(role="editor"), make_user(role="author")
    assert [t.kind for t in tasks_page(TaskFilter(whose=author), now=now, today=today).items] == []
    [task] = tasks_page(TaskFilter(whose=editor, kind=TaskKind.PRICES_FAILING), now=now, today=today).items
    assert "The file ends in the middle" in what_to_do(task)
    run_source(source.id, io.BytesIO(whole))
    assert price_source_by_id(source.id).state is SourceState.OK
    assert seen(offer)[0] == 500
    assert tasks_page(TaskFilter(), now=now, today=today).total == 0


def test_source_is_run_by_one_process_at_a_time_until_that_falls_silent(shop: Merchant) -> None:
    source = make_price_source(shop)
    with time_machine.travel("2026-03-01T08:00:00Z", tick=False) as time:
        lease = price_leases.take(source.id)
        db.session.commit()
        assert lease
        assert run_source(source.id, csv_file("id,price", "A,1")) is None
        time.shift(price_leases.LEASE)
        assert run_source(source.id, csv_file("id,price", "A,1")) is not None
        with pytest.raises(price_leases.LeaseLost):
            price_leases.keep(source.id, lease)


def test_killed_run_leaves_whole_batches_and_the_next_ends_it(shop: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    offers = [make_offer(make_product(), merchant=shop, external_id=str(number)) for number in range(5)]
    source = make_price_source(shop)
    lines = ["id,price", *(f"{number},5" for number in range(5))]
    monkeypatch.setattr(price_runs, "BATCH", 2)

    def killed(_self: object, report: object) -> None:
        if getattr(report, "number", 0) == 5:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(price_runs._Run, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            run_source(source.id, csv_file(*lines))
    assert [seen(offer)[0] for offer in offers] == [500, 500, 2490, 2490, 2490]
    with time_machine.travel(clock.now() + price_leases.LEASE + timedelta(minutes=1)):
        assert run(source, *lines).counts == {"unchanged": 2, "updated": 3}


def fetcher(stage: Stage) -> Fetcher:
    return Fetcher(agent="Crescendo", allowed=frozenset({stage.place}), patience=2)


def test_source_is_fetched_when_it_is_due_and_the_same_file_keeps_prices_fresh(shop: Merchant, stage: Stage) -> None:
    offer = make_offer(make_product(), merchant=shop, external_id="A")
    stage.plays["/prices"] = answer(200, b"id,price\nA,5", etag='"one"')
    with time_machine.travel("2026-12-01T08:00:00Z", tick=False) as time:
        make_price_source(shop, url=stage.address("/prices"), every_hours=6)
        assert [report.outcome for report in run_due_sources(fetcher(stage))] == [RunOutcome.OK]
        assert list(run_due_sources(fetcher(stage))) == []
        stage.plays["/prices"] = lambda scene: scene.say(304 if scene.headers["If-None-Match"] == '"one"' else 500)
        time.shift(timedelta(hours=6))
        assert [report.outcome for report in run_due_sources(fetcher(stage))] == [RunOutcome.SAME]
        assert (seen(offer)[0], offer_by_id(offer.id).observed_at) == (500, clock.now())


def test_file_that_says_something_else_tomorrow_is_read_again_though_it_is_the_same(
    shop: Merchant, stage: Stage
) -> None:
    stage.plays["/prices"] = answer(
        200,
        feed_of("<g:id>A</g:id><g:sale_price_effective_date>2026-01-01/2026-02-01</g:sale_price_effective_date>"),
        etag="1",
    )
    source = make_price_source(shop, url=stage.address("/prices"), format=PriceFormat.FEED)
    run_source(source.id, fetcher(stage))
    assert price_source_by_id(source.id).etag == ""


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/nowhere", "The file cannot be fetched. Its server answered with status 404."),
        ("/page", "This is XML or a web page, not CSV. If it is a feed, choose “XML feed”."),
    ],
)
def test_source_that_cannot_be_fetched_fails_and_is_tried_again_within_the_hour(
    shop: Merchant, stage: Stage, path: str, message: str
) -> None:
    offer = make_offer(make_product(), merchant=shop, external_id="A")
    stage.plays["/page"] = answer(200, b"<!doctype html><title>Sorry</title>")
    source = make_price_source(shop, url=stage.address(path), is_complete=True)
    [report] = run_due_sources(fetcher(stage))
    assert (report.outcome, report.message) == (RunOutcome.FAILED, message)
    assert seen(offer) == (2490, Availability.IN_STOCK)
    found = price_source_by_id(source.id)
    assert found.failing_since is not None
    assert found.next_run_at is not None
    assert found.next_run_at <= clock.now() + timedelta(hours=1)


def test_source_in_a_private_network_is_not_fetched(shop: Merchant, stage: Stage) -> None:
    source = make_price_source(shop, url=stage.address("/prices"))
    report = run_source(source.id, Fetcher(agent="Crescendo"))
    assert report is not None
    assert report.outcome is RunOutcome.FAILED
    assert stage.asked == {}
