"""Which offers there are, and what stands at the places of live guides."""

from collections.abc import Collection

from sqlalchemy import select

from ..catalog.models import Offer, ProductAlternative
from ..foundation.database import db
from ..journal.derived import Mention, MentionForm
from ..journal.models import Article
from .clicks import BlockForm

WITH_A_LINK = (MentionForm.CARD, MentionForm.PICK, MentionForm.COMPARISON)
Place = tuple[int, int, int]  # a guide, a position in it, an offer that is linked there


def offers_among(ids: Collection[int]) -> set[int]:
    """Those of these offers that there are."""
    return set(db.session.scalars(select(Offer.id).where(Offer.id.in_(ids))))


def forms_of_places(places: Collection[Place]) -> dict[Place, BlockForm]:
    """What stands at those of `places` where the live guide shows the offer’s product, or what it replaces."""
    if not places:
        return {}
    shown = _products_shown({article_id for article_id, _position, _offer in places})
    wanted = _products_of({offer_id for _article, _position, offer_id in places})
    found: dict[Place, BlockForm] = {}
    for place in places:
        article_id, position, offer_id = place
        here = shown.get((article_id, position), {})
        form = next((here[product] for product in wanted.get(offer_id, ()) if product in here), None)
        if form is not None:
            found[place] = form
    return found


def _products_shown(article_ids: Collection[int]) -> dict[tuple[int, int], dict[int, BlockForm]]:
    """By guide and position: the products with a link there. Position 0 is the list of all the guide’s products."""
    rows = db.session.execute(
        select(Article.id, Mention.position, Mention.product_id, Mention.form)
        .join(Mention, Mention.revision_id == Article.live_revision_id)
        .where(Article.id.in_(article_ids))
    )
    shown: dict[tuple[int, int], dict[int, BlockForm]] = {}
    for article_id, position, product_id, form in rows:
        shown.setdefault((article_id, 0), {})[product_id] = BlockForm.LIST
        if form in WITH_A_LINK:
            shown.setdefault((article_id, position), {})[product_id] = BlockForm(form)
    return shown


def _products_of(offer_ids: Collection[int]) -> dict[int, list[int]]:
    """By offer: its product first, then those that have it as an alternative."""
    products = {
        offer_id: [product_id]
        for offer_id, product_id in db.session.execute(
            select(Offer.id, Offer.product_id).where(Offer.id.in_(offer_ids))
        )
    }
    rows = db.session.execute(
        select(Offer.id, ProductAlternative.product_id)
        .join(ProductAlternative, ProductAlternative.alternative_id == Offer.product_id)
        .where(Offer.id.in_(offer_ids))
    )
    for offer_id, product_id in rows:
        products[offer_id].append(product_id)
    return products
