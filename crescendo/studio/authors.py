"""Author profiles: an editor keeps them all, everybody their own."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from ..accounts.permissions import is_editor, require_editor
from ..accounts.queries import users
from ..foundation.urls import author_path
from ..journal.bylines import AuthorInput, create_author, update_author
from ..journal.desk_queries import author_by_id, authors
from ..journal.models import AuthorProfile
from ..media.queries import asset_choices
from ..web.forms import ChoiceField
from . import studio
from .access import me
from .moves import tell_of_move
from .saving import Difference, StudioForm, required, submit


class AuthorForm(StudioForm):
    """What readers learn of an author."""

    name = StringField("Name", [required("Give the author a name."), Length(max=80)])
    slug = StringField("Address", description="Empty: made from the name.", render_kw={"spellcheck": "false"})
    role = StringField("Role", [Length(max=120)], description="One line below the name.")
    bio = TextAreaField("Profile", description="Short Markdown.", render_kw={"rows": 8})
    picture = ChoiceField("Picture", empty="No picture")
    user = ChoiceField("Account", empty="None", description="Who writes under this name.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.picture.offer(asset_choices())
        self.user.offer([(user.id, f"{user.name} ({user.email})") for user in users()])

    def entry(self) -> AuthorInput:
        """What the form says, for the domain."""
        return AuthorInput(
            name=self.name.data or "",
            slug=(self.slug.data or "").strip(),
            role=self.role.data or "",
            bio=self.bio.data or "",
            picture_id=self.picture.data,
            user_id=self.user.data if is_editor(me()) else me().id,
        )


@studio.get("/authors/")
def author_list() -> ResponseReturnValue:
    """All author profiles."""
    return render_template("studio/authors.html", authors=authors(), may_edit=is_editor(me()))


@studio.get("/authors/new")
def new_author() -> ResponseReturnValue:
    """An empty form."""
    require_editor(me())
    return _page(AuthorForm(), None)


@studio.post("/authors/new")
def create_new_author() -> ResponseReturnValue:
    """Make the profile."""
    require_editor(me())
    form = AuthorForm()
    return submit(
        form,
        lambda: create_author(form.entry(), by=me()),
        page=lambda _differences: _page(form, None),
        done="Author saved.",
        to=lambda _made: url_for("studio.author_list"),
    )


@studio.get("/authors/<int:author_id>")
def author(author_id: int) -> ResponseReturnValue:
    """The form of a profile."""
    found = _own(author_id)
    return _page(AuthorForm(data=_values(found)), found)


@studio.post("/authors/<int:author_id>")
def save_author(author_id: int) -> ResponseReturnValue:
    """Save the profile."""
    found = _own(author_id)
    form = AuthorForm(data=_values(found))
    return submit(
        form,
        lambda: update_author(found, form.entry(), version=form.version.data, by=me()),
        page=lambda differences: _page(form, author_by_id(author_id), differences),
        current=lambda: AuthorForm(formdata=None, data=_values(author_by_id(author_id))),
        done="Author saved.",
        to=lambda _none: url_for("studio.author_list"),
        address=author_path(found.slug),
    )


def _own(author_id: int) -> AuthorProfile:
    found = author_by_id(author_id)
    if found.user_id != me().id:
        require_editor(me())
    return found


def _values(author: AuthorProfile) -> dict[str, Any]:
    return {
        "version": author.version,
        "name": author.name,
        "slug": author.slug,
        "role": author.role,
        "bio": author.bio,
        "picture": author.picture_id,
        "user": author.user_id,
    }


def _page(form: AuthorForm, author: AuthorProfile | None, differences: Sequence[Difference] = ()) -> str:
    if author:
        tell_of_move(form.slug, author_path, author.slug)
    return render_template(
        "studio/author.html",
        form=form,
        author=author,
        address=author_path(author.slug) if author else None,
        may_edit=is_editor(me()),
        differences=differences,
    )
