"""The media library: all pictures, and new ones."""

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import MultipleFileField

from ..foundation.database import reading
from ..foundation.errors import Rejected
from ..journal.pictures import library_counts, library_page
from ..media.actions import add_asset
from ..media.models import Asset
from ..media.preparing import Prepared, prepare
from ..media.queries import LibraryFilters, LibraryOrder
from ..presentation.navigation import pagination_of
from ..presentation.pictures import picture_of
from ..web.addresses import page_number
from . import studio
from .access import me
from .saving import StudioForm

ORDER_WORDS = {
    LibraryOrder.NEWEST: "Newest first",
    LibraryOrder.OLDEST: "Oldest first",
    LibraryOrder.NAME: "By name",
}
LACKS = ("undescribed", "uncredited", "unused")


class UploadForm(StudioForm):
    """New pictures."""

    pictures = MultipleFileField(
        "Pictures",
        description="JPEG, PNG, WebP, AVIF or GIF, up to 30 MB each.",
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"},
    )


@dataclass(frozen=True)
class Uploaded:
    """What became of the files of one upload."""

    added: list[Asset]
    refused: list[str]  # for each file its name and what to do


@studio.get("/media/")
def asset_list() -> ResponseReturnValue:
    """The library as the address narrows and sorts it."""
    return _list_page(UploadForm(formdata=None))


@studio.post("/media/")
def upload() -> ResponseReturnValue:
    """Add pictures. What is wrong with one is said, and the others are added nonetheless."""
    form = UploadForm()
    valid = form.validate()
    uploaded = _add_all(form) if valid else Uploaded([], [])
    if request.accept_mimetypes.best == "application/json":
        return _as_data(uploaded)
    if not uploaded.added:
        if valid:
            form.pictures.errors = uploaded.refused or ["Choose at least one picture."]
        return _list_page(form), 422
    _tell(uploaded)
    alone = len(uploaded.added) == 1 and not uploaded.refused
    return redirect(_asset_address(uploaded.added[0]) if alone else url_for("studio.asset_list"), code=303)


def _add_all(form: UploadForm) -> Uploaded:
    prepared, refused = list[tuple[Prepared, str]](), list[str]()
    with reading():  # drawing takes its time, and nobody who writes may wait for it
        for file in form.pictures.data or []:
            if not (file and file.filename):
                continue
            try:
                prepared.append((prepare(file.read()), file.filename))
            except Rejected as rejection:
                refused.append(f"{file.filename[:80]}: {' '.join(rejection.errors.values())}")
    return Uploaded([add_asset(picture=picture, filename=name, by=me()) for picture, name in prepared], refused)


def _as_data(uploaded: Uploaded) -> ResponseReturnValue:
    """The same for a script that sends one file a request."""
    if not uploaded.added:
        return jsonify(refused=uploaded.refused or ["Reload the page and add the picture again."]), 422
    added = uploaded.added[0]
    return jsonify(name=added.key, address=_asset_address(added)), 201


def _tell(uploaded: Uploaded) -> None:
    count = len(uploaded.added)
    flash(f"{count} pictures added." if count > 1 else "Added. Describe the picture for readers who cannot see it.")
    for refusal in uploaded.refused[:10]:  # messages travel in a cookie, which has little room
        flash(f"Not added: {refusal}")


def _asset_address(asset: Asset) -> str:
    return url_for("studio.asset", asset_id=asset.id)


def _filters() -> LibraryFilters:
    order = request.args.get("sort", "")
    return LibraryFilters(
        words=request.args.get("q", "").strip()[:200],
        sort=LibraryOrder(order) if order in set(LibraryOrder) else LibraryOrder.NEWEST,
        **{name: request.args.get(name) == "yes" for name in LACKS},
    )


def _parameters(filters: LibraryFilters) -> list[tuple[str, str]]:
    chosen = [(name, "yes") for name in LACKS if getattr(filters, name)]
    words = [("q", filters.words)] if filters.words else []
    return [*words, *chosen, *([("sort", filters.sort.value)] if filters.sort is not LibraryOrder.NEWEST else [])]


def _list_page(form: UploadForm) -> str:
    filters = _filters()
    page = library_page(filters, number=page_number())
    return render_template(
        "studio/media.html",
        form=form,
        assets=[(asset, picture_of(asset)) for asset in page.items],
        total=page.total,
        counts=library_counts(),
        filters=filters,
        orders=ORDER_WORDS,
        pagination=pagination_of(page, url_for("studio.asset_list"), _parameters(filters)),
    )
