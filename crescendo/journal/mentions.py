"""Rows derived from a body: which products, guides, sources, questions and pictures it speaks of."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, literal, or_, select, update

from ..catalog.models import Availability, Offer, PriceObservation, Product, ProductStatus
from ..catalog.offers import leading_offer
from ..catalog.queries import observation_around, product_ids_by_reference, products_for_cards
from ..foundation import clock
from ..foundation.database import db
from ..media.models import Asset
from ..media.queries import assets_by_key
from .derived import (
    BodyLink,
    BodyPicture,
    BodyQuestion,
    BodySource,
    Evidence,
    LinkKind,
    Mention,
    MentionForm,
    MentionRole,
)
from .markup import Document, LinkRef, MentionRef, PictureRef
from .models import Article, Revision
from .queries import guide_ids_by_reference
from .verdicts import end_of

DERIVED = (Mention, BodyLink, BodySource, BodyQuestion, BodyPicture)
DerivedRow = Mention | BodyLink | BodySource | BodyQuestion | BodyPicture


@dataclass(frozen=True)
class _Seen:
    """What a product cost and whether it was in stock on the day of a verdict."""

    price_minor: int | None = None
    currency: str | None = None
    availability: Availability | None = None


def derive_rows(revision: Revision, document: Document) -> None:
    """Replace the rows of `revision` by those that follow from `document`, which is what its body reads as.

    References to things that do not exist leave no row; preflight tells the author of them.
    """
    rows = rows_from(revision, document)
    forget_rows(revision.id)
    db.session.add_all(rows)
    db.session.flush()


def rows_from(revision: Revision, document: Document) -> list[DerivedRow]:
    """The rows that follow from `document`, which is what the body of `revision` reads as; none is added."""
    products = product_ids_by_reference({mention.slug for mention in document.mentions})
    seen = _seen_on_the_day(revision, document, products)
    guides = guide_ids_by_reference({link.target for link in document.links if link.kind == LinkKind.GUIDE})
    assets = assets_by_key({picture.key for picture in document.pictures})
    return [
        *(
            _mention(revision, mention, products[mention.slug], seen.get((products[mention.slug], mention.verified_on)))
            for mention in document.mentions
            if mention.slug in products
        ),
        *_links(revision, document.links, guides),
        *(
            BodySource(revision_id=revision.id, number=source.number, text=source.text, url=next(iter(source.urls), ""))
            for source in document.sources
        ),
        *(
            BodyQuestion(revision_id=revision.id, position=each.position, text=each.text, answer=each.answer)
            for each in document.questions
        ),
        *(
            _picture(revision, picture, place, assets[picture.key])
            for place, picture in enumerate(document.pictures, start=1)
            if picture.key in assets
        ),
    ]


def adopt_links(article: Article) -> None:
    """Let links that were written before there was such an article lead to it."""
    to_guides = BodyLink.kind == literal(LinkKind.GUIDE, BodyLink.kind.type, literal_execute=True)  # as in the index
    db.session.execute(
        update(BodyLink)
        .where(to_guides, BodyLink.target == article.slug, BodyLink.article_id.is_(None))
        .values(article_id=article.id)
    )


def follow_merge(product: Product) -> None:
    """Let the places of a product that was merged be those of the one that took its place; back if it no longer is."""
    is_merged = product.status is ProductStatus.MERGED
    db.session.execute(
        update(Mention)
        .where(or_(Mention.product_id == product.id, Mention.reference == product.slug))
        .values(product_id=product.superseded_by_id if is_merged else product.id)
    )


def forget_rows(revision_id: int) -> None:
    """Remove the rows derived from a revision that is neither live nor a draft any more."""
    for model in DERIVED:
        db.session.execute(delete(model).where(model.revision_id == revision_id))


def _seen_on_the_day(
    revision: Revision, document: Document, products: dict[str, int]
) -> dict[tuple[int, date | None], _Seen]:
    """What was seen of each picked product on the day of its verdict: today, if the verdict is new."""
    picks = [mention for mention in document.mentions if mention.form == MentionForm.PICK]
    days = {(products[pick.slug], pick.verified_on) for pick in picks if pick.slug in products}
    if not days:
        return {}
    seen = _seen_before(revision.article_id)
    return seen | _seen_of(days - set(seen))


def _seen_before(article_id: int) -> dict[tuple[int, date | None], _Seen]:
    """What was seen on the days of the article's verdicts so far: a verdict keeps its day until it is dated anew."""
    rows = db.session.scalars(
        select(Mention)
        .join(Mention.revision)
        .where(Revision.article_id == article_id, Mention.form == MentionForm.PICK)
        .order_by(Mention.id)
    )
    return {(row.product_id, row.verified_on): _Seen(row.price_minor, row.currency, row.availability) for row in rows}


def _seen_of(days: set[tuple[int, date | None]]) -> dict[tuple[int, date | None], _Seen]:
    """What there is to see of the leading offers: now, or in their history where a verdict is of an earlier day."""
    now = clock.now()
    products = products_for_cards({product_id for product_id, _day in days})
    leading = {product.id: leading_offer(product, now=now) for product in products.values()}
    found = {}
    for product_id, day in days:
        offer: Offer | PriceObservation | None = leading.get(product_id)
        if isinstance(offer, Offer) and day is not None and day < now.date():
            offer = observation_around(offer, end_of(day)) or offer
        found[product_id, day] = _Seen(offer.price_minor, offer.currency, offer.availability) if offer else _Seen()
    return found


def _mention(revision: Revision, mention: MentionRef, product_id: int, seen: _Seen | None) -> Mention:
    seen = seen if seen is not None and mention.form == MentionForm.PICK else _Seen()
    return Mention(
        revision_id=revision.id,
        product_id=product_id,
        position=mention.position,
        reference=mention.slug,
        form=MentionForm(mention.form),
        role=MentionRole(mention.role or MentionRole.MENTION),
        verdict=mention.verdict,
        evidence=Evidence(mention.evidence) if mention.evidence else None,
        verified_on=mention.verified_on,
        pros=list(mention.pros),
        cons=list(mention.cons),
        price_minor=seen.price_minor,
        currency=seen.currency,
        availability=seen.availability,
    )


def _links(revision: Revision, links: tuple[LinkRef, ...], guides: dict[str, int]) -> list[BodyLink]:
    kept = [link for link in links if link.kind in set(LinkKind)]
    return [
        BodyLink(
            revision_id=revision.id,
            position=place,
            kind=LinkKind(link.kind),
            target=link.target,
            text=link.text,
            article_id=guides.get(link.target) if link.kind == LinkKind.GUIDE else None,
        )
        for place, link in enumerate(kept, start=1)
    ]


def _picture(revision: Revision, picture: PictureRef, place: int, asset: Asset) -> BodyPicture:
    return BodyPicture(
        revision_id=revision.id,
        position=place,
        asset_id=asset.id,
        reference=picture.key,
        is_described=bool(picture.alt),
    )
