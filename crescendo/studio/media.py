"""The media library: pictures with what readers who cannot see them are told."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import MultipleFileField
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from ..foundation.errors import Rejected
from ..media.actions import add_asset, describe_asset
from ..media.models import AltState, Asset
from ..media.queries import asset_by_id, assets_page
from ..presentation.navigation import pagination_of
from ..presentation.pictures import picture_of
from ..web.addresses import page_number
from ..web.forms import options
from . import studio
from .access import me
from .saving import Difference, StudioForm, submit

ALT_WORDS = {
    AltState.TEXT: "This text describes it",
    AltState.DECORATIVE: "It is decoration and says nothing",
    AltState.UNDECIDED: "Not decided yet",
}
FOCUS = [("0.0", "Start"), ("0.25", "Near the start"), ("0.5", "Middle"), ("0.75", "Near the end"), ("1.0", "End")]


class UploadForm(StudioForm):
    """New pictures."""

    pictures = MultipleFileField(
        "Pictures", description="JPEG, PNG, WebP, AVIF or GIF, up to 30 MB each.", render_kw={"accept": "image/*"}
    )


class AssetForm(StudioForm):
    """What is said of a picture."""

    alt_state = RadioField("For readers who cannot see it", choices=options(ALT_WORDS.items()))
    alt_text = TextAreaField("Description", [Length(max=500)], render_kw={"rows": 3})
    credit = StringField("Credit", [Length(max=200)])
    focal_x = SelectField("Focal point, from the left", choices=options(FOCUS))
    focal_y = SelectField(
        "Focal point, from the top", choices=options(FOCUS), description="Stays in view when cropped."
    )


@studio.get("/media/")
def asset_list() -> ResponseReturnValue:
    """The library, newest first."""
    return _list_page(UploadForm(formdata=None))


@studio.post("/media/")
def upload() -> ResponseReturnValue:
    """Add pictures; what is wrong with one is said, and then none is added."""
    form = UploadForm()
    return submit(
        form,
        lambda: _add_all(form),
        page=lambda _differences: _list_page(form),
        done="Added. Describe each picture for readers who cannot see it.",
        to=lambda added: _asset_address(added[0]) if len(added) == 1 else url_for("studio.asset_list"),
    )


@studio.get("/media/<int:asset_id>")
def asset(asset_id: int) -> ResponseReturnValue:
    """A picture and the form that describes it."""
    found = asset_by_id(asset_id)
    return _page(AssetForm(data=_values(found)), found)


@studio.post("/media/<int:asset_id>")
def save_asset(asset_id: int) -> ResponseReturnValue:
    """Save what is said of the picture."""
    found = asset_by_id(asset_id)
    form = AssetForm(data=_values(found))
    return submit(
        form,
        lambda: describe_asset(
            found,
            alt_state=AltState(form.alt_state.data),
            alt_text=form.alt_text.data or "",
            credit=form.credit.data or "",
            focal=(float(form.focal_x.data), float(form.focal_y.data)),
            version=form.version.data,
            by=me(),
        ),
        page=lambda differences: _page(form, asset_by_id(asset_id), differences),
        current=lambda: AssetForm(formdata=None, data=_values(asset_by_id(asset_id))),
        done="Picture saved.",
        to=lambda _none: url_for("studio.asset_list"),
    )


def _add_all(form: UploadForm) -> list[Asset]:
    files = [file for file in form.pictures.data or [] if file and file.filename]
    if not files:
        raise Rejected({"pictures": "Choose at least one picture."})
    added = []
    for file in files:
        try:
            added.append(add_asset(data=file.read(), filename=file.filename, by=me()))
        except Rejected as rejection:
            reasons = " ".join(rejection.errors.values())
            raise Rejected({"pictures": f"{file.filename}: {reasons}"}) from rejection
    return added


def _asset_address(asset: Asset) -> str:
    return url_for("studio.asset", asset_id=asset.id)


def _values(asset: Asset) -> dict[str, Any]:
    return {
        "version": asset.version,
        "alt_state": asset.alt_state.value,
        "alt_text": asset.alt_text,
        "credit": asset.credit,
        "focal_x": str(round(asset.focal_x * 4) / 4),
        "focal_y": str(round(asset.focal_y * 4) / 4),
    }


def _list_page(form: UploadForm) -> str:
    words = request.args.get("q", "")[:200]
    page = assets_page(number=page_number(), words=words)
    return render_template(
        "studio/media.html",
        form=form,
        assets=[(asset, picture_of(asset)) for asset in page.items],
        total=page.total,
        words=words,
        pagination=pagination_of(page, url_for("studio.asset_list"), [("q", words)] if words else ()),
    )


def _page(form: AssetForm, asset: Asset, differences: Sequence[Difference] = ()) -> str:
    return render_template(
        "studio/asset.html", form=form, asset=asset, picture=picture_of(asset), differences=differences
    )
