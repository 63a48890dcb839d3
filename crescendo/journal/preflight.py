"""What stands between an article and its readers: errors block publishing, warnings do not."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.address_queries import offers_at
from ..catalog.queries import merchants_by_host, product_ids_by_reference
from ..foundation.urls import address_key, host_of
from ..media.models import AltState
from ..media.queries import asset_by_id, assets_by_key
from .markup import Document, typed_prices
from .models import Revision
from .queries import guide_ids_by_reference


@dataclass(frozen=True)
class Finding:
    """Something to mend. `field` is the form field it concerns; `line` counts from 1 within the body, 0 outside it."""

    field: str
    line: int
    blocks: bool
    message: str


def preflight(revision: Revision, document: Document, *, hero_id: int | None) -> Sequence[Finding]:
    """Everything to mend before readers see `revision`, whose body reads as `document`: errors first, in order."""
    findings = [
        *_missing_fields(revision.title, revision.summary),
        *_prices_in_fields(revision.title, revision.summary),
        *_hero(hero_id),
        *(
            Finding(field="body", line=problem.line, blocks=problem.severity == "error", message=problem.message)
            for problem in document.problems
        ),
        *_unknown_products(document),
        *_unknown_guides(document),
        *_paid_links(document),
        *_pictures(document),
    ]
    return sorted(findings, key=lambda finding: (not finding.blocks, finding.line))


def _missing_fields(title: str, summary: str) -> list[Finding]:
    findings = []
    if not title.strip():
        findings.append(Finding("title", 0, blocks=True, message="Give the guide a title."))
    if not summary.strip():
        findings.append(
            Finding("summary", 0, blocks=False, message="Write a summary: lists and search results show it.")
        )
    return findings


def _prices_in_fields(title: str, summary: str) -> list[Finding]:
    advice = "will be wrong one day, and only the text below can show today’s price: say it without a number."
    return [
        Finding(field, 0, blocks=False, message=f"“{price}” {advice}")
        for field, text in (("title", title), ("summary", summary))
        for price in typed_prices(text)
    ]


def _hero(hero_id: int | None) -> list[Finding]:
    if hero_id is None:
        return [
            Finding("hero", 0, blocks=False, message="Choose a lead picture: cards and the page look bare without.")
        ]
    asset = asset_by_id(hero_id)
    if asset.alt_state is not AltState.UNDECIDED:
        return []
    message = f"Describe the lead picture “{asset.key}” under Media, or mark it as decorative."
    return [Finding("hero", 0, blocks=True, message=message)]


def _unknown_products(document: Document) -> list[Finding]:
    known = product_ids_by_reference({mention.slug for mention in document.mentions})
    return [
        Finding(
            "body",
            mention.line,
            blocks=True,
            message=f"There is no product “{mention.slug}”. Check its address under Products.",
        )
        for mention in document.mentions
        if mention.slug not in known
    ]


def _unknown_guides(document: Document) -> list[Finding]:
    links = [link for link in document.links if link.kind == "guide"]
    known = guide_ids_by_reference({link.target for link in links})
    return [
        Finding(
            "body",
            link.line,
            blocks=False,
            message=f"There is no guide “{link.target}”: the link stays plain text.",
        )
        for link in links
        if link.target not in known
    ]


def _paid_links(document: Document) -> list[Finding]:
    """Links to merchants who pay, where a link to the product would follow its offers."""
    links = [link for link in document.links if link.kind == "web"]
    addresses = {link.target for link in links}
    merchants = merchants_by_host(addresses)
    paid = [
        (link, merchant.name)
        for link in links
        if (merchant := merchants.get(host_of(link.target))) and merchant.relationship_.is_paid
    ]
    offers = offers_at({link.target for link, _name in paid})
    findings = []
    for link, name in paid:
        slugs = {offer.product.slug for offer in offers.get(address_key(link.target), [])}
        form = f"[{link.text or 'words'}](product:{slugs.pop() if len(slugs) == 1 else 'its-address'})"
        message = (
            f"{name} pays for this link. Link the product instead, {form}: clicks are counted then, and a sold-out"
        )
        findings.append(Finding("body", link.line, blocks=False, message=f"{message} offer falls back to another."))
    return findings


def _pictures(document: Document) -> list[Finding]:
    known = assets_by_key({picture.key for picture in document.pictures})
    findings = []
    for picture in document.pictures:
        asset = known.get(picture.key)
        if asset is None:
            message = f"There is no picture “{picture.key}”. Choose one under Media."
            findings.append(Finding("body", picture.line, blocks=True, message=message))
        elif asset.alt_state is AltState.UNDECIDED and not picture.alt:
            message = f"Describe the picture “{picture.key}” under Media, or mark it as decorative."
            findings.append(Finding("body", picture.line, blocks=True, message=message))
    return findings
