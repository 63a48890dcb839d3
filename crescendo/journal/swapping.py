"""Putting one product in the place of another in many guides at once, and undoing it in one step.

Each guide gets new revisions and loses none. What readers see changes at once; an unfinished draft is changed as well,
and stays a draft.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..accounts.actions import record
from ..accounts.models import User
from ..accounts.permissions import is_editor
from ..catalog.models import Product
from ..catalog.values import stated, written
from ..foundation import clock
from ..foundation.database import attempt, claim, db
from ..foundation.errors import NotPermitted, Rejected
from ..foundation.signals import article_changed
from .actions import go_live
from .bulk_queries import articles_by_ids
from .markup import read_body
from .markup.swapping import Stand, kept_warnings, swapped
from .mentions import derive_rows, forget_rows
from .models import Article, Revision, RevisionKind
from .ownership import may_change
from .product_swaps import ProductSwap
from .publishing import moment_of
from .revisions import RevisionTexts, add_revision, texts_of
from .swap_queries import references_to, revisions_in_full

SAVED_SINCE = "somebody saved it since"


@dataclass(frozen=True)
class TextChange:
    """A body before and after."""

    before: str
    after: str


@dataclass(frozen=True)
class SwapPlan:
    """What a swap would do to a guide: to what readers see, and to its draft. Both None: nothing.

    `warnings` counts picks that warn against the product and stay.
    """

    article: Article
    live: TextChange | None
    draft: TextChange | None
    warnings: int


@dataclass(frozen=True)
class SwapOutcome:
    """What was done; None when nothing was. `left` are guides that stay as they are, each with the reason."""

    done: ProductSwap | None
    left: Sequence[tuple[Article, str]]


def plan_swap(old: Product, new: Product, articles: Iterable[Article]) -> list[SwapPlan]:
    """What putting `new` in the place of `old` would do to these guides."""
    chosen, slugs, stand = list(articles), references_to(old), stand_of(new)
    texts = revisions_in_full([key for one in chosen for key in (one.live_revision_id, one.draft_revision_id)])

    def change(revision_id: int | None) -> TextChange | None:
        if revision_id is None or revision_id not in texts:
            return None
        before = texts[revision_id].body
        after = swapped(before, slugs, stand, old_name=old.name)
        return TextChange(before, after) if after != before else None

    return [
        SwapPlan(
            article=article,
            live=change(article.live_revision_id),
            draft=change(article.draft_revision_id),
            warnings=kept_warnings(texts[article.live_revision_id].body, slugs) if article.live_revision_id else 0,
        )
        for article in chosen
    ]


def stand_of(product: Product) -> Stand:
    """`product`, loaded with its attributes, as the texts of guides name it."""
    facts = {value.attribute.key: stated(value.attribute, written(value)) for value in product.attribute_values}
    return Stand(product.slug, product.full_name, facts)


def swap_products(old: Product, new: Product, versions: Mapping[int, int], *, by: User) -> SwapOutcome:
    """Put `new` in the place of `old` in the guides whose ids and versions were shown.

    A guide is left as it is when somebody saved it since, when it is another's, or when preflight blocks it.
    """
    if old.id == new.id:
        raise Rejected({"with": "A product cannot take its own place. Choose another."})
    done, left = [], []
    plans = {plan.article.id: plan for plan in plan_swap(old, new, articles_by_ids(versions, lock=True))}
    for article_id, plan in plans.items():
        article = plan.article
        before = {"live_before": article.live_revision_id, "draft_before": article.draft_revision_id}
        if obstacle := _obstacle(plan, versions[article_id], by):
            left.append((article, obstacle))
            continue
        try:
            with attempt():
                _swap(plan, by=by)
        except Rejected as rejection:
            left.append((article, f"it cannot be published: {str(rejection).rstrip('.')}"))
            db.session.refresh(article)
            continue
        after = {"live_after": article.live_revision_id, "draft_after": article.draft_revision_id}
        done.append({"article": article_id, **before, **after})
    return SwapOutcome(_kept(old, new, done, by=by) if done else None, left)


def reverse_swap(swap: ProductSwap, *, by: User) -> SwapOutcome:
    """Undo `swap`: the former texts come back as new revisions, unless a guide was changed since.

    `NotPermitted` for whoever neither made it nor is an editor, `Rejected` when it is undone already.
    """
    if not (is_editor(by) or swap.made_by_id == by.id):
        raise NotPermitted
    if swap.reversed_at is not None:
        raise Rejected({"": "This swap was undone already."})
    was = {guide["article"]: guide for guide in swap.guides}
    texts = revisions_in_full([guide[key] for guide in swap.guides for key in ("live_before", "draft_before")])
    left = []
    for article in articles_by_ids(was, lock=True):
        guide = was[article.id]
        is_same = (article.live_revision_id, article.draft_revision_id) == (guide["live_after"], guide["draft_after"])
        is_kept = {guide["live_before"], guide["draft_before"]} - {None} <= set(texts)
        if not (is_same and is_kept):
            left.append((article, "it was changed since" if not is_same else "its former text is no longer kept"))
            continue
        claim(article, article.version)
        _bring_back(article, texts.get(guide["live_before"]), texts.get(guide["draft_before"]), guide, by=by)
    swap.reversed_at = clock.now()
    db.session.flush()
    record(by=by, verb="reversed", subject="product_swap", subject_id=swap.id)
    return SwapOutcome(swap, left)


def _obstacle(plan: SwapPlan, version: int, by: User) -> str:
    if plan.article.version != version:
        return SAVED_SINCE
    if not may_change(plan.article, by):
        return "it is somebody else’s"
    return "" if plan.live or plan.draft else "nothing in it is a place for the other product"


def _swap(plan: SwapPlan, *, by: User) -> None:
    article, draft = plan.article, plan.article.draft_revision
    claim(article, article.version)
    live_texts = _with_body(article.live_revision, plan.live)
    draft_texts = _with_body(draft, plan.draft)
    if live_texts is not None:
        _set_draft_aside(article)
        _show(article, live_texts, kind=RevisionKind.PUBLISH, by=by)
    if draft_texts is not None:
        _add_draft(article, draft_texts, kind=RevisionKind.MANUAL, by=by)
    elif draft is not None and article.draft_revision is None:
        article.draft_revision = draft
        derive_rows(draft, read_body(draft.body))
    _settle(article, by=by)


def _bring_back(
    article: Article, live: Revision | None, draft: Revision | None, was: Mapping[str, int | None], *, by: User
) -> None:
    """Make the texts of these revisions the live and the draft one again, where they changed."""
    current = article.draft_revision
    if live is not None and was["live_before"] != was["live_after"]:
        _set_draft_aside(article)
        _show(article, texts_of(live), kind=RevisionKind.RESTORE, by=by, checked=False)
    if draft is not None and was["draft_before"] != was["draft_after"]:
        _add_draft(article, texts_of(draft), kind=RevisionKind.RESTORE, by=by)
    elif current is not None and draft is not None and article.draft_revision is None:
        article.draft_revision = current
        derive_rows(current, read_body(current.body))
    _settle(article, by=by)


def _with_body(revision: Revision | None, change: TextChange | None) -> RevisionTexts | None:
    return replace(texts_of(revision), body=change.after) if revision is not None and change is not None else None


def _set_draft_aside(article: Article) -> None:
    """Let the next revision follow what readers see, not the draft, whose rows are made anew when it comes back."""
    if article.draft_revision is not None:
        forget_rows(article.draft_revision.id)
        article.draft_revision = None
        db.session.flush()


def _show(article: Article, texts: RevisionTexts, *, kind: RevisionKind, by: User, checked: bool = True) -> None:
    document = read_body(texts.body)
    add_revision(article, texts, document, kind=kind, by=by)
    if checked:
        go_live(article)
        return
    former, article.live_revision, article.draft_revision = article.live_revision, article.draft_revision, None
    if former is not None:
        forget_rows(former.id)


def _add_draft(article: Article, texts: RevisionTexts, *, kind: RevisionKind, by: User) -> None:
    add_revision(article, texts, read_body(texts.body), kind=kind, by=by)


def _settle(article: Article, *, by: User) -> None:
    article.updated_at = moment_of(article, clock.now())
    db.session.flush()
    article_changed.send(article)
    record(by=by, verb="swapped", subject="article", subject_id=article.id)


def _kept(old: Product, new: Product, guides: list[dict[str, int | None]], *, by: User) -> ProductSwap:
    swap = ProductSwap(
        old_product_id=old.id, new_product_id=new.id, guides=guides, made_at=clock.now(), made_by_id=by.id
    )
    db.session.add(swap)
    db.session.flush()
    record(by=by, verb="swapped", subject="product", subject_id=old.id, detail={"for": new.slug, "swap": swap.id})
    return swap
