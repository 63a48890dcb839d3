"""Typing a merchant's prices: what is touched counts as seen now, and nothing of it when something is wrong."""

from collections.abc import Callable
from datetime import timedelta

from crescendo.catalog.models import Availability, Offer, OfferSource
from crescendo.foundation import clock
from crescendo.foundation.database import db
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.pages import Page, Pages

Browser = Callable[..., Pages]


def two_offers() -> tuple[Offer, Offer]:
    """Offers at one merchant that nobody has looked at for days, the sock longer than the boot."""
    shop, ago = make_merchant("Shoemart"), clock.now() - timedelta(days=9)
    sock = make_offer(make_product("Sock"), merchant=shop, price=2400, observed_at=ago)
    boot = make_offer(make_product("Boot"), merchant=shop, price=9000, observed_at=ago + timedelta(days=1))
    return sock, boot


def opened(browser: Pages, offer: Offer) -> Page:
    return browser.open(f"/studio/merchants/{offer.merchant_id}/prices")


def fresh(offer: Offer) -> Offer:
    db.session.expire_all()
    return db.session.get_one(Offer, offer.id)


def test_typed_prices_count_as_seen_now_and_the_rest_stays(sign_in: Browser) -> None:
    sock, boot = two_offers()
    seen_before = boot.observed_at
    form = opened(sign_in(), sock).form("rows-0-price")
    assert (form.values["rows-0-price"], form.values["rows-1-price"]) == ("24.00", "90.00")
    page = form.fill(**{"rows-0-price": "19,95", "rows-0-availability": "preorder"}).submit("Save").follow()
    assert "1 offer was seen now." in page.text
    sock = fresh(sock)
    assert (sock.price_minor, sock.availability, sock.source) == (1995, Availability.PREORDER, OfferSource.MANUAL)
    assert clock.now() - sock.observed_at < timedelta(minutes=1)
    assert fresh(boot).observed_at == seen_before


def test_tick_says_that_nothing_changed(sign_in: Browser) -> None:
    sock, _boot = two_offers()
    opened(sign_in(), sock).form("rows-0-price").fill(**{"rows-0-is_seen": "y"}).submit("Save")
    assert fresh(sock).price_minor == 2400
    assert clock.now() - fresh(sock).observed_at < timedelta(minutes=1)


def test_price_that_is_none_saves_nothing_and_stays_in_its_field(sign_in: Browser) -> None:
    sock, boot = two_offers()
    typed = {"rows-0-price": "25.00", "rows-1-price": "cheap"}
    page = opened(sign_in(), sock).form("rows-0-price").fill(**typed).submit("Save")
    assert page.status == 422
    assert "“cheap” is no price." in page.main
    assert page.form("rows-0-price").values["rows-0-price"] == "25.00"
    assert (fresh(sock).price_minor, fresh(boot).price_minor) == (2400, 9000)


def test_price_in_another_currency_than_the_offers_is_refused(sign_in: Browser) -> None:
    sock, _boot = two_offers()
    page = opened(sign_in(), sock).form("rows-0-price").fill(**{"rows-0-price": "19.95 EUR"}).submit("Save")
    assert page.status == 422
    assert "“19.95 EUR” is not in USD." in page.main


def test_offer_that_somebody_saved_meanwhile_is_not_overwritten(sign_in: Browser) -> None:
    sock, _boot = two_offers()
    form = opened(sign_in(), sock).form("rows-0-price")
    sock.price_minor, sock.version = 1000, sock.version + 1
    db.session.commit()
    page = form.fill(**{"rows-0-price": "19.95"}).submit("Save")
    assert page.status == 422
    assert "Somebody saved this offer meanwhile." in page.main
    assert fresh(sock).price_minor == 1000


def test_offer_of_another_merchant_cannot_be_smuggled_in(sign_in: Browser) -> None:
    sock, _boot = two_offers()
    other = make_offer(make_product("Hat"), merchant=make_merchant("Elsewhere"), price=500)
    form = opened(sign_in(), sock).form("rows-0-price")
    form.fill(**{"rows-0-offer": str(other.id), "rows-0-price": "1.00"}).submit("Save")
    assert fresh(other).price_minor == 500


def test_authors_do_not_type_prices(sign_in: Browser) -> None:
    sock, _boot = two_offers()
    assert opened(sign_in("author"), sock).status == 403


def test_merchant_without_offers_says_how_to_add_one(sign_in: Browser) -> None:
    shop = make_merchant("Shoemart")
    assert "Nothing here is sold at Shoemart yet." in sign_in().open(f"/studio/merchants/{shop.id}/prices").main
