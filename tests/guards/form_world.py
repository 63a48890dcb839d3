"""A site where every form of the studio stands on some page, and which can be brought back to how it was."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import select

from crescendo.accounts.models import User
from crescendo.accounts.proofs import Passkey
from crescendo.catalog.models import Availability, Product
from crescendo.catalog.queries import product_by_slug
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.bulk import Change, change_articles
from crescendo.journal.bulk_changes import ChangeKind
from crescendo.journal.desk_queries import profile_of
from crescendo.journal.models import Tag
from crescendo.journal.swapping import swap_products
from crescendo.outbound.link_actions import accept_link, collect_links
from crescendo.outbound.links import CheckedLink
from crescendo.transfer.models import ImportKind, RunState, WantedPicture
from crescendo.transfer.runs import prepare_run
from crescendo.transfer.waiting import keep_file, run_waiting_imports
from crescendo.web.application import Crescendo
from tests.factories.accounts import PASSWORD, make_user, set_up_app
from tests.factories.catalog import make_attribute, make_category, make_merchant, make_offer, make_product
from tests.factories.journal import make_draft, make_guide, make_scheduled, revise
from tests.factories.media import make_asset
from tests.factories.prices import make_price_source
from tests.factories.products import product_csv
from tests.pages import Pages

Numbers = dict[str, list[int]]
Rows = dict[str, list[tuple[Any, ...]]]
OPTIONS = {  # of an import of products
    "samples": {"name": ["Alpine"], "brand": ["Norrel"]},
    "mapping": {"name": "name", "brand": "brand"},
    "currency": "USD",
    "category": 0,
    "merchant": 0,
    "brand": "",
    "is_all_or_nothing": False,
    "fetches_pictures": False,
}


class FormWorld:
    """The site of `app`, on SQLite: who is signed in, and which rows there are for each number in an address."""

    def __init__(self, app: Crescendo) -> None:
        self.app = app
        ann = make_user(role="author", email="ann@example.org", name="Ann")
        ed = make_user(role="owner", email="ed@example.org", name="Ed")
        self.browsers = {"author": _signed_in(app, ann), "owner": _signed_in(app, ed)}
        self.numbers = {**_shelves(), **_writing(ann), **_imports(app, ed), **_people(app, ann, ed)}
        self._folder = app.config["SETTINGS"].data / "imports"
        self._place = db.engine.url.database or ""
        self._kept = sqlite3.connect(":memory:")
        self._kept_files: dict[Path, bytes] = {}

    def keep(self) -> None:
        """Remember how everything is."""
        db.session.remove()
        with closing(sqlite3.connect(self._place)) as site:
            site.backup(self._kept)
        self._kept_files = {path: path.read_bytes() for path in self._folder.iterdir()}

    def bring_back(self) -> None:
        """Let everything be as it was."""
        db.session.remove()
        with closing(sqlite3.connect(self._place)) as site:
            self._kept.backup(site)
        for path in self._folder.iterdir():
            path.unlink()
        for path, data in self._kept_files.items():
            path.write_bytes(data)

    def rows(self) -> Rows:
        """Every row of every table, but for the number by which each state of the content is known: it is random."""
        with closing(sqlite3.connect(self._place)) as site:
            names = [name for (name,) in site.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            names.remove("content_version")
            return {name: sorted(site.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}

    def close(self) -> None:
        """Let go of what was remembered."""
        self._kept.close()


def _signed_in(app: Crescendo, user: User) -> Pages:
    browser = Pages(app)
    browser.open("/login").form().fill(email=user.email, password=PASSWORD).submit("Sign in")
    return browser


def _people(app: Crescendo, ann: User, ed: User) -> Numbers:
    """Ed has an app and a passkey, Cy has an app; Ann and Ed are signed in elsewhere, too; somebody is disabled."""
    cy, gone = make_user(role="author"), make_user(role="author")
    _signed_in(app, ann)
    _signed_in(app, ed)
    for user in (ed, cy):
        set_up_app(user)
    gone.disabled_at = clock.now()
    key = Passkey(user_id=ed.id, credential="b2Y", public_key=b"", sign_count=0, name="Phone", created_at=clock.now())
    db.session.add(key)
    db.session.commit()
    return {"user_id": [ann.id, ed.id, cy.id, gone.id], "passkey_id": [key.id]}


def _shelves() -> Numbers:
    category, _another = make_category("Footwear", slug="footwear"), make_category("Belts")
    attribute = make_attribute(category)
    merchant = make_merchant("Hilltop")
    old, new, idle = (make_product(name, category=category, slug=name.lower()) for name in ("Old", "New", "Idle"))
    offers = [
        make_offer(old, merchant=merchant, availability=Availability.OUT_OF_STOCK),
        make_offer(new, merchant=merchant),
    ]
    source = make_price_source(merchant, url="https://hilltop.example/prices.csv")
    return {
        "category_id": [category.id],
        "attribute_id": [attribute.id],
        "merchant_id": [merchant.id],
        "product_id": [old.id, new.id, idle.id],
        "offer_id": [offer.id for offer in offers],
        "source_id": [source.id],
    }


def _writing(ann: User) -> Numbers:
    profile = profile_of(ann)
    assert profile is not None
    entry: dict[str, Any] = {"author": profile, "by": ann, "tags": ["wool"]}
    body = "::product[old]\n\nA [shop](https://elsewhere.example/) and [another](https://accepted.example/)."
    live = make_guide("Boots", body=body, **entry)
    draft = revise(make_draft("Belts", **entry), title="Belts, again")
    later = make_scheduled("Hats", publish_at=clock.now() + timedelta(days=9), **entry)
    change_articles(Change(ChangeKind.ADD_TAG, None, "felt"), {draft.id: draft.version}, by=ann)
    swapped = make_guide("Socks", body="::product[old]", **entry)
    old, new = (product_by_slug(slug) for slug in ("old", "new"))
    swap_products(old, new, {swapped.id: swapped.version}, by=ann)
    picture = make_asset(alt="A hat")
    picture.created_by_id = ann.id
    collect_links()
    accepted = db.session.scalars(select(CheckedLink).where(CheckedLink.host == "accepted.example")).one()
    accept_link(accepted, until=clock.now().date(), today=clock.now().date(), reason="It is back soon.", by=ann)
    db.session.commit()
    return {
        "article_id": [live.id, draft.id, later.id],
        "number": [1, 2],
        "author_id": [profile.id],
        "asset_id": [picture.id],
        "tag_id": list(db.session.scalars(select(Tag.id))),
        "link_id": list(db.session.scalars(select(CheckedLink.id))),
    }


def _imports(app: Crescendo, ed: User) -> Numbers:
    """One that waits for a decision, one that was tried and can follow, and one that has not begun."""
    folder, runs = app.config["SETTINGS"].data / "imports", []
    for state in (RunState.WAITING, RunState.UNDECIDED, RunState.WAITING):
        run = prepare_run(
            ImportKind.PRODUCTS,
            filename="shop.csv",
            is_dry_run=True,
            by=ed,
            options=OPTIONS,
            state=state,
        )
        keep_file(folder, run, BytesIO(product_csv({"name": "Alpine", "brand": "Norrel"})))
        db.session.commit()
        runs.append(run.id)
        if len(runs) == 1:
            list(run_waiting_imports(folder, fetcher=app.config["SETTINGS"].fetcher, currency="USD"))
    product = db.session.scalar(select(Product.id).limit(1))
    db.session.add(WantedPicture(product_id=product, url="https://elsewhere.example/a.jpg"))
    db.session.commit()
    return {"run_id": runs}
