"""Tags."""

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import Length

from ..foundation.urls import tag_path
from ..journal.bylines import create_tag, delete_tag, update_tag
from ..journal.desk_queries import tag_by_id, tags_with_counts
from ..journal.models import Tag
from . import editors
from .access import me
from .moves import tell_of_move
from .saving import Difference, StudioForm, required, submit


class TagForm(StudioForm):
    """A tag's name and address."""

    name = StringField("Name", [required("Give the tag a name."), Length(max=80)])
    slug = StringField("Address", description="Empty: made from the name.", render_kw={"spellcheck": "false"})


@editors.get("/tags/")
def tag_list() -> ResponseReturnValue:
    """All tags, with a form for a new one."""
    return _list_page(TagForm())


@editors.post("/tags/")
def create_new_tag() -> ResponseReturnValue:
    """Make the tag."""
    form = TagForm()
    return submit(
        form,
        lambda: create_tag(name=form.name.data or "", slug=(form.slug.data or "").strip(), by=me()),
        page=lambda _differences: _list_page(form),
        done="Tag saved.",
        to=lambda _made: url_for("studio.editors.tag_list"),
    )


@editors.get("/tags/<int:tag_id>")
def tag(tag_id: int) -> ResponseReturnValue:
    """The form of a tag."""
    found = tag_by_id(tag_id)
    return _page(_form(found), found)


@editors.post("/tags/<int:tag_id>")
def save_tag(tag_id: int) -> ResponseReturnValue:
    """Save the tag."""
    found = tag_by_id(tag_id)
    form = _form(found)
    return submit(
        form,
        lambda: update_tag(
            found,
            name=form.name.data or "",
            slug=(form.slug.data or "").strip() or found.slug,
            version=form.version.data,
            by=me(),
        ),
        page=lambda differences: _page(form, tag_by_id(tag_id), differences),
        current=lambda: _form(tag_by_id(tag_id), formdata=None),
        done="Tag saved.",
        to=lambda _none: url_for("studio.editors.tag_list"),
        address=tag_path(found.slug),
    )


@editors.post("/tags/<int:tag_id>/deletion")
def remove_tag(tag_id: int) -> ResponseReturnValue:
    """Take the tag off every guide and forget it."""
    found, form = tag_by_id(tag_id), StudioForm()
    return submit(
        form,
        lambda: delete_tag(found, version=form.version.data, by=me()),
        page=lambda _differences: _page(_form(found), found),
        done="Tag deleted.",
        to=lambda _none: url_for("studio.editors.tag_list"),
    )


def _form(tag: Tag, **kwargs: None) -> TagForm:
    return TagForm(data={"version": tag.version, "name": tag.name, "slug": tag.slug}, **kwargs)


def _list_page(form: TagForm) -> str:
    return render_template("studio/tags.html", tags=tags_with_counts(), form=form, base=tag_path(""))


def _page(form: TagForm, tag: Tag, differences: Sequence[Difference] = ()) -> str:
    tell_of_move(form.slug, tag_path, tag.slug)
    return render_template("studio/tag.html", form=form, tag=tag, differences=differences)
