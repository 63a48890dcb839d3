"""One picture: what readers who cannot see it are told, where it is used, another file for it, its end."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from ..foundation.errors import Rejected
from ..journal.pictures import PictureUse, UserKind, delete_picture, uses_of
from ..media.actions import describe_asset, replace_asset
from ..media.models import AltState, Asset
from ..media.preparing import Prepared, prepare
from ..media.queries import asset_by_id
from ..presentation.pictures import picture_of
from ..web.forms import options
from . import studio
from .access import me, require_own_picture
from .saving import Difference, StudioForm, submit

ALT_WORDS = {
    AltState.TEXT: "This text describes it",
    AltState.DECORATIVE: "It is decoration and says nothing",
    AltState.UNDECIDED: "Not decided yet",
}
FOCUS = [("0.0", "Start"), ("0.25", "Near the start"), ("0.5", "Middle"), ("0.75", "Near the end"), ("1.0", "End")]


class AssetForm(StudioForm):
    """What is said of a picture."""

    alt_state = RadioField("For readers who cannot see it", choices=options(ALT_WORDS.items()))
    alt_text = TextAreaField("Description", [Length(max=500)], render_kw={"rows": 3})
    credit = StringField("Credit", [Length(max=200)])
    focal_x = SelectField("Focal point, from the left", choices=options(FOCUS))
    focal_y = SelectField("Focal point, from the top", choices=options(FOCUS))


class ReplacementForm(StudioForm):
    """Another file for a picture."""

    file = FileField("File", render_kw={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"})
    shows_other = BooleanField("It shows something else: the description has to be written anew")
    picture: Prepared | None = None  # once it is prepared

    def has_files(self) -> bool:
        return bool(self.file.data)

    def prepare(self) -> None:
        self.picture = prepare(self.file.data.read())


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


@studio.get("/media/<int:asset_id>/replacement")
def replacement(asset_id: int) -> ResponseReturnValue:
    """The form for another file."""
    found = asset_by_id(asset_id)
    require_own_picture(found)
    return _replacement_page(ReplacementForm(formdata=None, data={"version": found.version}), found)


@studio.post("/media/<int:asset_id>/replacement")
def replace_picture(asset_id: int) -> ResponseReturnValue:
    """Put another file in the place of the picture."""
    found = asset_by_id(asset_id)
    require_own_picture(found)
    form = ReplacementForm()
    return submit(
        form,
        lambda: _replace(asset_by_id(asset_id), form),
        page=lambda _differences: _replacement_page(form, asset_by_id(asset_id)),
        done="Replaced. Every page that uses the picture shows the new file.",
        to=lambda _none: url_for("studio.asset", asset_id=asset_id),
    )


@studio.get("/media/<int:asset_id>/deletion")
def confirm_deletion(asset_id: int) -> ResponseReturnValue:
    """Ask before a picture is deleted, or say what uses it."""
    found = asset_by_id(asset_id)
    require_own_picture(found)
    return _deletion_page(StudioForm(formdata=None, data={"version": found.version}), found)


@studio.post("/media/<int:asset_id>/deletion")
def remove_picture(asset_id: int) -> ResponseReturnValue:
    """Delete a picture that nothing uses."""
    found = asset_by_id(asset_id)
    require_own_picture(found)
    form = StudioForm()
    return submit(
        form,
        lambda: delete_picture(found, version=form.version.data, by=me()),
        page=lambda _differences: _deletion_page(form, asset_by_id(asset_id)),
        done="Picture deleted.",
        to=lambda _none: url_for("studio.asset_list"),
    )


def _replace(asset: Asset, form: ReplacementForm) -> None:
    require_own_picture(asset)  # still, after the time that drawing took
    if form.picture is None:
        raise Rejected({"file": "Choose a file."})
    replace_asset(
        asset,
        picture=form.picture,
        filename=form.file.data.filename or "",
        shows_other=form.shows_other.data,
        version=form.version.data,
        by=me(),
    )


def _values(asset: Asset) -> dict[str, Any]:
    return {
        "version": asset.version,
        "alt_state": asset.alt_state.value,
        "alt_text": asset.alt_text,
        "credit": asset.credit,
        "focal_x": str(round(asset.focal_x * 4) / 4),
        "focal_y": str(round(asset.focal_y * 4) / 4),
    }


def _links(asset: Asset) -> list[tuple[PictureUse, str]]:
    """What uses `asset`, each with the address of its form."""
    addresses = {
        UserKind.GUIDE: lambda row_id: url_for("studio.article", article_id=row_id),
        UserKind.PRODUCT: lambda row_id: url_for("studio.editors.product", product_id=row_id),
        UserKind.AUTHOR: lambda row_id: url_for("studio.author", author_id=row_id),
    }
    return [(use, addresses[use.kind](use.id)) for use in uses_of(asset)]


def _replacement_page(form: ReplacementForm, asset: Asset) -> str:
    return render_template("studio/asset_replacement.html", form=form, asset=asset, picture=picture_of(asset))


def _deletion_page(form: StudioForm, asset: Asset) -> str:
    return render_template(
        "studio/asset_deletion.html", form=form, asset=asset, picture=picture_of(asset), uses=_links(asset)
    )


def _page(form: AssetForm, asset: Asset, differences: Sequence[Difference] = ()) -> str:
    return render_template(
        "studio/asset.html",
        form=form,
        asset=asset,
        picture=picture_of(asset),
        uses=_links(asset),
        differences=differences,
    )
