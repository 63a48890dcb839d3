"""Posts and pages of an export become guides, with their dates, and their old addresses lead to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...catalog.price_sources import RowOutcome
from ...foundation.urls import guide_path
from ...journal.actions import ArticleInput, admit_article, create_article, save_draft
from ...journal.models import Article, RevisionKind
from ...redirects.actions import move
from ...redirects.models import RedirectReason
from ..documents import Loss, Unreadable
from ..guide_rows import guide_row
from ..rows import Kept, PlannedRow, fingerprint_of
from .bodies import converted
from .footnotes import with_footnotes
from .index import site_path
from .moving import Move, free_slug
from .queries import guide_slugs_by_id, taken_guide_slugs
from .shelves import UNSORTED, author_id, category_id
from .texts import Texts, summary_of, title_of
from .wxr import WxrItem

_PUBLIC = {"publish", "future"}
_DRAFTS = {"draft", "pending", "private"}
_LONGEST_PATH = 500


@dataclass(frozen=True)
class _Guide:
    """Everything that a guide is made of, before its shelves and picture have numbers here."""

    texts: Texts
    body: str
    category: str
    tags: tuple[str, ...]
    hero: str


def is_guide(moving: Move, kind: str, status: str) -> bool:
    """Whether items of this type and state become guides."""
    is_wanted = kind == "post" or (kind == "page" and bool(moving.options.pages))
    return is_wanted and status in _PUBLIC | _DRAFTS


def name_guides(moving: Move) -> None:
    """Give every guide its slug before the first is made: they link to each other."""
    things = [(number, thing) for number, thing in moving.index.things.items() if is_guide(moving, *thing[:2])]
    known = {number: key.local_id for number, _thing in things if (key := moving.known("guide", number))}
    here, taken = guide_slugs_by_id(known.values()), taken_guide_slugs()
    for number, thing in things:
        moving.guides[number] = here.get(known.get(number, 0)) or free_slug(thing.name, f"guide-{number}", taken)


def guide_rows(moving: Move, items: Iterable[WxrItem]) -> Iterator[PlannedRow]:
    """A row for each post, and for each page where pages are wanted."""
    for item in items:
        if is_guide(moving, item.type, item.status):
            yield _row(moving, item)


def _row(moving: Move, item: WxrItem) -> PlannedRow:
    row = PlannedRow("guide", item.number, item.id, item.title[:200] or item.id, RowOutcome.FAILED, item.fault)
    if item.fault:
        return row
    try:
        guide, losses = _guide(moving, item)
    except Unreadable as error:
        return replace(row, reason=str(error))
    known = moving.known("guide", item.id)
    fingerprint = fingerprint_of(guide, item.status, item.published_at, item.modified_at)
    return guide_row(
        replace(row, name=guide.texts.title, losses=losses, fingerprint=fingerprint),
        known,
        create=lambda: _created(moving, item, guide),
        update=lambda article: _updated(moving, item, guide, article),
    )


def _guide(moving: Move, item: WxrItem) -> tuple[_Guide, tuple[Loss, ...]]:
    title, title_losses = title_of(item)
    content, note_losses = with_footnotes(item.content, item.meta.get("footnotes", ""))
    body = converted(moving, content)
    category, tags, shelf_losses = _shelves(moving, item)
    hero, hero_losses = _hero(moving, item)
    losses = [*title_losses, *shelf_losses, *hero_losses, *_state_losses(item), *_address_losses(item)]
    losses += [*body.losses, *note_losses]
    summary, seo_title, seo_description = summary_of(item)
    texts = Texts(title, summary, seo_title, seo_description)
    return _Guide(texts, body.body, category, tags, hero), tuple(losses)


def _shelves(moving: Move, item: WxrItem) -> tuple[str, tuple[str, ...], list[Loss]]:
    """The one category that a guide is in, its tags, and what becomes of further categories."""
    if item.type == "page":
        return moving.options.pages, (), []
    tags = [name for taxonomy, _slug, name in item.terms if taxonomy == "post_tag"]
    found = {slug: name for taxonomy, slug, name in item.terms if taxonomy == "category"}
    known = [slug for slug in found if slug in moving.index.site.categories and slug != UNSORTED]
    if not known:
        return moving.options.category, tuple(tags), []
    parents = {moving.index.site.categories[slug].parent for slug in known}
    chosen = next((slug for slug in known if slug not in parents), known[0])
    others = [found[slug] for slug in known if slug != chosen]
    why = "A guide is in one category here; it is a tag now."
    return chosen, (*tags, *others), [Loss(f"the category “{name}”", "its categories", why) for name in others]


def _hero(moving: Move, item: WxrItem) -> tuple[str, list[Loss]]:
    number = item.meta.get("_thumbnail_id", "")
    if not number or number in moving.pictures:
        return number, []
    attachment = moving.index.attachments.get(number)
    name = attachment.path.rpartition("/")[2] if attachment else f"number {number}"
    return "", [Loss("its lead picture", name, "The picture could not be had: see the row of the picture.")]


def _state_losses(item: WxrItem) -> list[Loss]:
    losses = []
    if item.status == "private":
        losses.append(Loss("that it was private", "its state", "Guides are public or drafts: it is a draft."))
    if item.password:
        losses.append(Loss("its password", "its state", "Guides have no passwords: it is a draft."))
    if item.status in _PUBLIC and item.published_at is None:
        losses.append(Loss("its date", "its state", "The file has none, so it is a draft."))
    return losses


def _address_losses(item: WxrItem) -> list[Loss]:
    if item.status != "publish" or _old_path(item):
        return []
    return [Loss("its address", item.link, "An address without a path of its own cannot lead here.")]


def _old_path(item: WxrItem) -> str:
    path = site_path(item.link)
    return path if path.startswith("/") and len(path) <= _LONGEST_PATH else ""


def _entry(moving: Move, item: WxrItem, guide: _Guide) -> ArticleInput:
    return ArticleInput(
        title=guide.texts.title,
        slug=moving.guides[item.id],
        category_id=category_id(moving, guide.category),
        author_id=author_id(moving, item.author),
        summary=guide.texts.summary,
        body=guide.body,
        tags=guide.tags,
        hero_id=moving.pictures[guide.hero][0] if guide.hero else None,
        seo_title=guide.texts.seo_title,
        seo_description=guide.texts.seo_description,
    )


def _created(moving: Move, item: WxrItem, guide: _Guide) -> Kept:
    article = create_article(_entry(moving, item, guide), by=moving.by, kind=RevisionKind.IMPORT)
    _admit(item, article)
    return Kept(article.id, article.version)


def _updated(moving: Move, item: WxrItem, guide: _Guide, article: Article) -> Kept:
    save_draft(article, _entry(moving, item, guide), version=article.version, by=moving.by)
    _admit(item, article)
    return Kept(article.id, article.version)


def _admit(item: WxrItem, article: Article) -> None:
    """Show the guide as it was shown there, and let its old address lead to it."""
    published_at, modified_at = item.published_at, item.modified_at
    if item.status not in _PUBLIC or item.password or published_at is None:
        return
    is_revised = modified_at is not None and modified_at.date() > published_at.date()
    admit_article(article, publish_at=published_at, revised_at=modified_at if is_revised else None)
    target, path = guide_path(article.slug), _old_path(item)
    if path and path != target:
        move(path=path, target=target, reason=RedirectReason.IMPORTED)
