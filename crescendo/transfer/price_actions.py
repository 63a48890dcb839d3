"""Changes to price sources by editors: what is read, from where, how often."""

from dataclasses import dataclass

from sqlalchemy import select

from ..accounts.actions import record
from ..accounts.models import User
from ..catalog.price_sources import PriceFormat, PriceSource
from ..foundation import clock
from ..foundation.database import claim, db
from ..foundation.errors import Rejected
from ..foundation.money import is_currency
from ..foundation.urls import is_web_address


@dataclass(frozen=True)
class SourceInput:
    """What an editor says of a source. Without a `url` its files are uploaded."""

    merchant_id: int
    name: str
    format: PriceFormat
    url: str = ""
    every_hours: int = 24
    currency: str = ""
    adds_offers: bool = False
    is_complete: bool = False


def create_price_source(entry: SourceInput, *, by: User | None) -> PriceSource:
    """The new source, due at once if it has an address; `Rejected` says what to change in `entry`."""
    source = PriceSource()
    _fill(source, entry)
    db.session.add(source)
    db.session.flush()
    record(by=by, verb="created", subject="price source", subject_id=source.id)
    return source


def update_price_source(source: PriceSource, entry: SourceInput, *, version: int, by: User | None) -> None:
    """Change `source` into `entry`; its file is read anew, even if it stayed the same."""
    claim(source, version)
    _fill(source, entry)
    db.session.flush()
    record(by=by, verb="updated", subject="price source", subject_id=source.id)


def delete_price_source(source: PriceSource, *, version: int, by: User | None) -> None:
    """Forget `source` and its runs; its offers stay, and their prices grow old."""
    claim(source, version)
    record(by=by, verb="deleted", subject="price source", subject_id=source.id, detail={"name": source.name})
    db.session.delete(source)
    db.session.flush()


def ask_for_prices(source: PriceSource, *, by: User | None) -> None:
    """Let the next round of fetching read this source, changed or not, whenever its time is."""
    source.next_run_at, source.etag, source.last_modified = clock.now(), "", ""
    db.session.flush()
    record(by=by, verb="asked for prices", subject="price source", subject_id=source.id)


def _fill(source: PriceSource, entry: SourceInput) -> None:
    name, url, currency = entry.name.strip(), entry.url.strip(), entry.currency.strip().upper()
    errors = {}
    if not name:
        errors["name"] = "Give the source a name."
    elif _is_taken(source, entry.merchant_id, name):
        errors["name"] = "This merchant has another source of this name."
    if url and not is_web_address(url):
        errors["url"] = "Enter a full address that begins with https://, or leave it empty and upload files."
    if currency and not is_currency(currency):
        errors["currency"] = f"“{currency}” is no currency. Enter a code such as USD, or leave it empty."
    if not 1 <= entry.every_hours <= 24 * 30:
        errors["every_hours"] = "Enter a number of hours from 1 to 720."
    if errors:
        raise Rejected(errors)
    if url != source.url:
        source.next_run_at, source.last_rows = (clock.now() if url else None), None
    source.merchant_id, source.name, source.format, source.url = entry.merchant_id, name, entry.format, url
    source.every_hours, source.currency = entry.every_hours, currency
    source.adds_offers, source.is_complete = entry.adds_offers, entry.is_complete
    source.etag = source.last_modified = ""


def _is_taken(source: PriceSource, merchant_id: int, name: str) -> bool:
    with db.session.no_autoflush:
        statement = select(PriceSource.id).where(PriceSource.merchant_id == merchant_id, PriceSource.name == name)
        holder = db.session.scalar(statement)
    return holder is not None and holder != source.id
