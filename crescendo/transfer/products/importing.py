"""Importing a file of products: read to its end first, then applied by the hundred."""

from collections import Counter
from typing import IO

from ...accounts.models import User
from ...foundation import clock
from ..price_rows import Unreadable
from ..run_queries import keys_of
from ..runs import Running
from .files import NO_ROWS, ProductFile, open_products
from .making import Maker
from .planning import Planner
from .plans import OFFER, PRODUCT, ProductOptions
from .reading import Reader

BATCH = 500  # rows of one transaction
SOURCE = "products"  # of files that nobody gave another name


def import_products(file: IO[bytes], running: Running, options: ProductOptions, *, by: User | None) -> None:
    """Import all rows. `Unreadable` when the file cannot be read to its end: nothing is changed then."""
    with running.under_way() as run:
        products = open_products(file)
        reader = Reader(options.mapping, options.currency, clock.now())
        running.expect(_expected(products, reader))
        maker = Maker(options.currency, products.source, by)
        planner = Planner(reader, options, maker, {kind: keys_of(run.source, kind) for kind in (PRODUCT, OFFER)})
        apply = running.apply_all_or_nothing if options.is_all_or_nothing else running.apply
        apply(planner.plans(products.rows()), batch=BATCH, together=maker.create_together)


def _expected(products: ProductFile, reader: Reader) -> dict[str, int]:
    """How many rows are about a product first, and how many about another offer of it."""
    seen, counts = set[str](), Counter[str]()
    for row in products.rows():
        key = reader.key_of(row)
        counts[OFFER if key in seen else PRODUCT] += 1
        seen |= {key} - {""}
    if not counts:
        raise Unreadable(NO_ROWS)
    return counts
