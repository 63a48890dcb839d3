"""Rows derived from a body: which products, guides, sources, questions and pictures it speaks of."""

from sqlalchemy import delete, update

from ..catalog.queries import product_ids_by_reference
from ..foundation.database import db
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
from .markup import Document, LinkRef, MentionRef
from .models import Article, Revision
from .queries import guide_ids_by_reference

DERIVED = (Mention, BodyLink, BodySource, BodyQuestion, BodyPicture)


def derive_rows(revision: Revision, document: Document) -> None:
    """Add the rows that follow from `document`, which is what the body of `revision` reads as.

    References to things that do not exist leave no row; preflight tells the author of them.
    """
    products = product_ids_by_reference({mention.slug for mention in document.mentions})
    guides = guide_ids_by_reference({link.target for link in document.links if link.kind == LinkKind.GUIDE})
    assets = assets_by_key({picture.key for picture in document.pictures})
    db.session.add_all(
        _mention(revision, mention, products[mention.slug]) for mention in document.mentions if mention.slug in products
    )
    db.session.add_all(_links(revision, document.links, guides))
    db.session.add_all(
        BodySource(revision_id=revision.id, number=source.number, text=source.text, url=next(iter(source.urls), ""))
        for source in document.sources
    )
    db.session.add_all(
        BodyQuestion(revision_id=revision.id, position=question.position, text=question.text, answer=question.answer)
        for question in document.questions
    )
    db.session.add_all(
        BodyPicture(revision_id=revision.id, position=place, asset_id=assets[picture.key].id, reference=picture.key)
        for place, picture in enumerate(document.pictures, start=1)
        if picture.key in assets
    )
    db.session.flush()


def adopt_links(article: Article) -> None:
    """Let links that were written before there was such an article lead to it."""
    db.session.execute(
        update(BodyLink)
        .where(BodyLink.kind == LinkKind.GUIDE, BodyLink.target == article.slug, BodyLink.article_id.is_(None))
        .values(article_id=article.id)
    )


def forget_rows(revision_id: int) -> None:
    """Remove the rows derived from a revision that is neither live nor a draft any more."""
    for model in DERIVED:
        db.session.execute(delete(model).where(model.revision_id == revision_id))


def _mention(revision: Revision, mention: MentionRef, product_id: int) -> Mention:
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
