"""All reading of price sources and their runs, and of what a row of a file may be about."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from ..catalog.merchants import Merchant
from ..catalog.models import Availability, Offer, Product, ProductStatus
from ..catalog.price_sources import PriceRun, PriceRunRow, PriceSource, SourceOffer
from ..catalog.queries import LISTED
from ..catalog.taxonomy import Brand
from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.urls import address_key

RUNS_KEPT = 30  # of each source
ROWS_KEPT = 200  # of each run


def price_sources() -> Sequence[PriceSource]:
    """All sources with their merchants: those that fail first, then by merchant and name."""
    statement = select(PriceSource).join(PriceSource.merchant).options(joinedload(PriceSource.merchant))
    order = (PriceSource.failing_since.is_(None), Merchant.name, PriceSource.name)
    return db.session.scalars(statement.order_by(*order)).all()


def price_source_by_id(source_id: int) -> PriceSource:
    """The source with its merchant, as it is now; `NotFound` when there is none."""
    statement = select(PriceSource).where(PriceSource.id == source_id).options(joinedload(PriceSource.merchant))
    source = db.session.scalar(statement.execution_options(populate_existing=True))
    if source is None:
        raise NotFound
    return source


def due_sources(now: datetime) -> Sequence[int]:
    """The ids of sources whose time has come and that nobody is running, the longest waiting first."""
    statement = select(PriceSource.id).where(
        PriceSource.url != "",
        PriceSource.next_run_at <= now,
        or_(PriceSource.leased_until.is_(None), PriceSource.leased_until <= now),
    )
    return db.session.scalars(statement.order_by(PriceSource.next_run_at, PriceSource.id)).all()


def fetched_sources() -> Sequence[int]:
    """The ids of all sources that are fetched from an address."""
    return db.session.scalars(select(PriceSource.id).where(PriceSource.url != "").order_by(PriceSource.id)).all()


def last_runs(source_id: int) -> Sequence[PriceRun]:
    """The runs of a source, newest first."""
    statement = select(PriceRun).where(PriceRun.source_id == source_id)
    return db.session.scalars(statement.order_by(PriceRun.id.desc()).limit(RUNS_KEPT)).all()


def run_by_id(source_id: int, run_id: int) -> PriceRun:
    """The run of this source; `NotFound` when there is none."""
    run = db.session.scalar(select(PriceRun).where(PriceRun.id == run_id, PriceRun.source_id == source_id))
    if run is None:
        raise NotFound
    return run


def rows_of(run_id: int) -> Sequence[PriceRunRow]:
    """The rows that a run could not use, in the order of the file."""
    statement = select(PriceRunRow).where(PriceRunRow.run_id == run_id)
    return db.session.scalars(statement.order_by(PriceRunRow.number)).all()


def offers_of_source(source_id: int) -> int:
    """How many current offers a source speaks of."""
    statement = select(func.count()).select_from(SourceOffer).join(Offer, SourceOffer.offer_id == Offer.id)
    return db.session.scalar(statement.where(SourceOffer.source_id == source_id, Offer.archived_at.is_(None))) or 0


def left_out(source_id: int, *, run_id: int, limit: int) -> Sequence[Offer]:
    """Current offers that this source spoke of before, and not in the run; those that have gone already aside."""
    statement = (
        select(Offer)
        .join(SourceOffer, SourceOffer.offer_id == Offer.id)
        .where(
            SourceOffer.source_id == source_id,
            SourceOffer.run_id != run_id,
            Offer.archived_at.is_(None),
            Offer.availability != Availability.GONE,
        )
    )
    return db.session.scalars(statement.order_by(Offer.id).limit(limit)).all()


def found_in_run(source_id: int, *, run_id: int, above: int, limit: int) -> Sequence[Offer]:
    """Current offers above an id that were found in the run."""
    statement = (
        select(Offer)
        .join(SourceOffer, SourceOffer.offer_id == Offer.id)
        .where(SourceOffer.source_id == source_id, SourceOffer.run_id == run_id, Offer.archived_at.is_(None))
    )
    return db.session.scalars(statement.where(Offer.id > above).order_by(Offer.id).limit(limit)).all()


def offers_at_address(*, merchant_id: int, url: str) -> Sequence[Offer]:
    """Current offers of the merchant at this address, however it is spelled."""
    statement = select(Offer).where(Offer.merchant_id == merchant_id, Offer.address_key == address_key(url))
    return db.session.scalars(statement.where(Offer.archived_at.is_(None)).limit(2)).all()


def offers_of_product(*, merchant_id: int, product_id: int) -> Sequence[Offer]:
    """Offers of the product at the merchant, current ones first."""
    statement = select(Offer).where(Offer.merchant_id == merchant_id, Offer.product_id == product_id)
    return db.session.scalars(statement.order_by(Offer.archived_at.is_not(None), Offer.id)).all()


def products_with_gtin(gtin: str) -> Sequence[Product]:
    """Products with this number; one of 12 digits and the same with zeros before it are one number."""
    spellings = {gtin, *(gtin.lstrip("0").zfill(length) for length in (8, 12, 13, 14))}
    return db.session.scalars(select(Product).where(Product.gtin.in_(spellings), _is_sold()).limit(2)).all()


def products_with_mpn(mpn: str, *, brand: str) -> Sequence[Product]:
    """Products that their maker, `brand` where it is known, gave this number."""
    statement = select(Product).where(func.lower(Product.mpn) == mpn.lower(), _is_sold())
    if brand:
        statement = statement.join(Product.brand).where(func.lower(Brand.name) == brand.lower())
    return db.session.scalars(statement.limit(2)).all()


def _is_sold() -> ColumnElement[bool]:
    return Product.status.in_([status for status in LISTED if status is not ProductStatus.RECALLED])
