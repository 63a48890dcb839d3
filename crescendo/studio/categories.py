"""Categories, and the attributes that their products can have."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from ..catalog.attributes import Attribute, AttributeKind, Better
from ..catalog.queries import attribute_by_id, attributes_of, categories, category_by_id
from ..catalog.shelves import (
    AttributeInput,
    CategoryInput,
    create_attribute,
    create_category,
    update_attribute,
    update_category,
)
from ..catalog.taxonomy import Category, FieldColour
from ..foundation.urls import category_path
from ..web.forms import options
from . import editors
from .access import me
from .moves import tell_of_move
from .saving import Difference, StudioForm, required, submit

KIND_WORDS = {
    AttributeKind.NUMBER: "A number",
    AttributeKind.TEXT: "A few words",
    AttributeKind.YES_NO: "Yes or no",
    AttributeKind.CHOICE: "One of a list",
}
BETTER_WORDS = {Better.NONE: "Neither is better", Better.HIGHER: "More is better", Better.LOWER: "Less is better"}


class CategoryForm(StudioForm):
    """Everything an editor says of a category."""

    name = StringField("Name", [required("Give the category a name."), Length(max=80)])
    slug = StringField("Address", description="Empty: made from the name.", render_kw={"spellcheck": "false"})
    description = TextAreaField("Description", render_kw={"rows": 3})
    colour = SelectField(
        "Color",
        choices=options([(colour.value, colour.value.capitalize()) for colour in FieldColour]),
        description="The muted color behind its pictures and labels.",
    )
    position = IntegerField("Order", [InputRequired("Enter a number.")], description="Lower comes first.", default=0)

    def entry(self) -> CategoryInput:
        """What the form says, for the domain."""
        return CategoryInput(
            name=self.name.data or "",
            slug=(self.slug.data or "").strip(),
            description=self.description.data or "",
            colour=FieldColour(self.colour.data),
            position=self.position.data or 0,
        )


class AttributeForm(StudioForm):
    """Everything an editor says of an attribute."""

    label = StringField("Label", [required("Give it a label, such as Brim width."), Length(max=80)])
    key = StringField(
        "Key",
        [required("Enter a short name, such as brim-width.")],
        description="What guides call it by, as in spec:product/brim-width.",
        render_kw={"spellcheck": "false", "autocapitalize": "none"},
    )
    kind = SelectField("What it is", choices=options(KIND_WORDS.items()))
    unit = StringField("Unit", [Length(max=20)], description="For numbers, such as mm.")
    choices = TextAreaField("Choices", description="For lists, one to a line.", render_kw={"rows": 4})
    better = SelectField("Which is better", choices=options(BETTER_WORDS.items()))
    position = IntegerField("Order", [InputRequired("Enter a number.")], description="Lower comes first.", default=0)

    def entry(self) -> AttributeInput:
        """What the form says, for the domain."""
        return AttributeInput(
            key=(self.key.data or "").strip(),
            label=self.label.data or "",
            kind=AttributeKind(self.kind.data),
            unit=self.unit.data or "",
            better=Better(self.better.data),
            choices=[line.strip() for line in (self.choices.data or "").splitlines() if line.strip()],
            position=self.position.data or 0,
        )


@editors.get("/categories/")
def category_list() -> ResponseReturnValue:
    """All categories."""
    return render_template("studio/categories.html", categories=categories(), base=category_path(""))


@editors.get("/categories/new")
def new_category() -> ResponseReturnValue:
    """An empty form."""
    return _category_page(CategoryForm(), None)


@editors.post("/categories/new")
def create_new_category() -> ResponseReturnValue:
    """Make the category."""
    form = CategoryForm()
    return submit(
        form,
        lambda: create_category(form.entry(), by=me()),
        page=lambda _differences: _category_page(form, None),
        done="Category saved.",
        to=lambda made: url_for("studio.editors.category", category_id=made.id),
    )


@editors.get("/categories/<int:category_id>")
def category(category_id: int) -> ResponseReturnValue:
    """The form of a category, with its attributes."""
    found = category_by_id(category_id)
    return _category_page(CategoryForm(data=_category_values(found)), found)


@editors.post("/categories/<int:category_id>")
def save_category(category_id: int) -> ResponseReturnValue:
    """Save the category."""
    found = category_by_id(category_id)
    form = CategoryForm(data=_category_values(found))
    return submit(
        form,
        lambda: update_category(found, form.entry(), version=form.version.data, by=me()),
        page=lambda differences: _category_page(form, category_by_id(category_id), differences),
        current=lambda: CategoryForm(formdata=None, data=_category_values(category_by_id(category_id))),
        done="Category saved.",
        to=lambda _none: url_for("studio.editors.category_list"),
        address=category_path(found.slug),
    )


@editors.get("/categories/<int:category_id>/attributes/new")
def new_attribute(category_id: int) -> ResponseReturnValue:
    """An empty form."""
    return _attribute_page(AttributeForm(), category_by_id(category_id), None)


@editors.post("/categories/<int:category_id>/attributes/new")
def create_new_attribute(category_id: int) -> ResponseReturnValue:
    """Make the attribute."""
    form, found = AttributeForm(), category_by_id(category_id)
    return submit(
        form,
        lambda: create_attribute(found, form.entry(), by=me()),
        page=lambda _differences: _attribute_page(form, found, None),
        done="Attribute saved.",
        to=lambda _made: url_for("studio.editors.category", category_id=category_id),
    )


@editors.get("/attributes/<int:attribute_id>")
def attribute(attribute_id: int) -> ResponseReturnValue:
    """The form of an attribute."""
    found = attribute_by_id(attribute_id)
    return _attribute_page(AttributeForm(data=_attribute_values(found)), found.category, found)


@editors.post("/attributes/<int:attribute_id>")
def save_attribute(attribute_id: int) -> ResponseReturnValue:
    """Save the attribute."""
    found = attribute_by_id(attribute_id)
    category_id, form = found.category_id, AttributeForm(data=_attribute_values(found))
    return submit(
        form,
        lambda: update_attribute(found, form.entry(), version=form.version.data, by=me()),
        page=lambda differences: _attribute_page(form, category_by_id(category_id), found, differences),
        current=lambda: AttributeForm(formdata=None, data=_attribute_values(attribute_by_id(attribute_id))),
        done="Attribute saved.",
        to=lambda _none: url_for("studio.editors.category", category_id=category_id),
    )


def _category_values(category: Category) -> dict[str, Any]:
    return {
        "version": category.version,
        "name": category.name,
        "slug": category.slug,
        "description": category.description,
        "colour": category.colour.value,
        "position": category.position,
    }


def _attribute_values(attribute: Attribute) -> dict[str, Any]:
    return {
        "version": attribute.version,
        "label": attribute.label,
        "key": attribute.key,
        "kind": attribute.kind.value,
        "unit": attribute.unit,
        "choices": "\n".join(attribute.choices),
        "better": attribute.better.value,
        "position": attribute.position,
    }


def _category_page(form: CategoryForm, category: Category | None, differences: Sequence[Difference] = ()) -> str:
    if category:
        tell_of_move(form.slug, category_path, category.slug)
    return render_template(
        "studio/category.html",
        form=form,
        category=category,
        address=category_path(category.slug) if category else None,
        attributes=attributes_of(category.id) if category else [],
        kinds=KIND_WORDS,
        differences=differences,
    )


def _attribute_page(
    form: AttributeForm,
    category: Category,
    attribute: Attribute | None,
    differences: Sequence[Difference] = (),
) -> str:
    return render_template(
        "studio/attribute.html", form=form, category=category, attribute=attribute, differences=differences
    )
