"""Pictures that files name for products: noted with the products, and fetched by a run of their own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from sqlalchemy import Row, delete, func, select, update

from ...accounts.actions import record
from ...accounts.models import User
from ...catalog.actions import show_picture
from ...catalog.price_sources import RowOutcome
from ...catalog.queries import product_by_id
from ...foundation import clock
from ...foundation.database import db, insertion, reading, unit_of_work
from ...foundation.errors import Rejected
from ...foundation.fetching import Fetcher
from ...foundation.slugs import slug_from
from ...media.actions import add_asset
from ...media.models import Asset
from ...media.preparing import Prepared, prepare
from ...media.queries import assets_by_id
from ..fetched_pictures import Missing, describe_if_undecided, fetched_picture
from ..models import ImportKey, WantedPicture
from ..rows import Kept, PlannedRow, fingerprint_of
from ..run_queries import keys_of
from ..runs import Running
from .reading import ProductRow

_Wanted = Row[int, int, str, str]  # id, product, address, what it shows
KIND, SOURCE, PRODUCT = "picture", "pictures", "product"


def want_pictures(products: Sequence[tuple[int, ProductRow]]) -> None:
    """Note the pictures that rows name for their products, but for those that are noted already."""
    named = [(product_id, said) for product_id, said in products if said.pictures]
    if not named:
        return
    noted = defaultdict(set)
    rows = select(WantedPicture.product_id, WantedPicture.url)
    rows = rows.where(WantedPicture.product_id.in_([product_id for product_id, _said in named]))
    for product_id, url in db.session.execute(rows):
        noted[product_id].add(url)
    wanted = [
        {"product_id": product_id, "url": url, "alt": "" if place else said.picture_alt}
        for product_id, said in named
        for place, url in enumerate(said.pictures)
        if url not in noted[product_id]
    ]
    if wanted:
        db.session.execute(insertion(WantedPicture), wanted)


def wanted_pictures() -> tuple[int, int]:
    """How many pictures are to be fetched, and how many of them could not be had so far."""
    row = db.session.execute(select(func.count(), func.count(WantedPicture.tried_at)).select_from(WantedPicture)).one()
    return row[0], row[1]


def forget_wanted_pictures(*, by: User | None) -> None:
    """Let the pictures go that are not here yet."""
    db.session.execute(delete(WantedPicture))
    record(by=by, verb="forgot", subject="wanted pictures", subject_id=None)


def fetch_pictures(running: Running, fetcher: Fetcher, *, by: User | None) -> None:
    """Fetch all pictures that are wanted. What is here once is here; another run goes on with the rest."""
    with running.under_way():
        ids = db.session.scalars(select(WantedPicture.id).order_by(WantedPicture.id)).all()
        known = {key: each.local_id for key, each in keys_of(SOURCE, KIND).items()}
        db.session.rollback()
        running.expect({KIND: len(ids)}, source=SOURCE)
        running.apply(_rows(ids, known, fetcher, by), batch=1)


def _rows(ids: Iterable[int], known: dict[str, int], fetcher: Fetcher, by: User | None) -> Iterator[PlannedRow]:
    for number, wanted_id in enumerate(ids, 1):
        columns = (WantedPicture.id, WantedPicture.product_id, WantedPicture.url, WantedPicture.alt)
        wanted = db.session.execute(select(*columns).where(WantedPicture.id == wanted_id)).first()
        db.session.rollback()  # nothing is kept waiting while the picture is fetched
        if wanted is None:
            yield PlannedRow(KIND, number, str(wanted_id), "", RowOutcome.SKIPPED, "Its product is gone.")
        else:
            yield _row(number, wanted, known, fetcher, by)


def _row(number: int, wanted: _Wanted, known: dict[str, int], fetcher: Fetcher, by: User | None) -> PlannedRow:
    key = fingerprint_of(wanted.url)
    row = PlannedRow(KIND, number, key, wanted.url[-200:], RowOutcome.CREATED)
    is_here = bool(assets_by_id([known[key]])) if key in known else False
    with unit_of_work():
        db.session.execute(update(WantedPicture).where(WantedPicture.id == wanted.id).values(tried_at=clock.now()))
    try:
        picture = None if is_here else _prepared(fetcher, wanted.url)
    except (Missing, Rejected) as fault:
        return replace(row, outcome=RowOutcome.FAILED, reason=str(fault))

    def apply() -> Kept:
        [asset] = [_added(wanted.url, picture, by)] if picture else assets_by_id([known[key]]).values()
        describe_if_undecided(asset, wanted.alt, by=by)
        _show(wanted.product_id, asset.id, by)
        db.session.execute(delete(WantedPicture).where(WantedPicture.id == wanted.id))
        known[key] = asset.id
        return Kept(asset.id)

    return replace(row, apply=apply)


def _prepared(fetcher: Fetcher, url: str) -> Prepared:
    """The picture at `url`, with its files made, while nobody waits for either."""
    data = fetched_picture(fetcher, url)
    with reading():
        return prepare(data)


def _added(url: str, picture: Prepared, by: User | None) -> Asset:
    name = unquote(urlsplit(url).path).rpartition("/")[2] or "picture"
    return add_asset(picture=picture, filename=name, by=by, key=slug_from(name.rpartition(".")[0])[:80])


def _show(product_id: int, asset_id: int, by: User | None) -> None:
    """Give the product the picture. That is no edit which would keep a newer file from changing the product."""
    product = product_by_id(product_id)
    before = product.version
    show_picture(product, asset_id, by=by)
    keys = update(ImportKey).where(ImportKey.kind == PRODUCT, ImportKey.local_id == product_id)
    db.session.execute(keys.where(ImportKey.version == before).values(version=product.version))
