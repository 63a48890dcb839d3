"""The form of a product. Its last fields are the attributes that its category asks for."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from ..accounts.models import User
from ..catalog.actions import ProductInput
from ..catalog.attributes import Attribute, AttributeKind
from ..catalog.models import Product, ProductStatus
from ..catalog.queries import attributes_of, categories, product_ids_by_reference, slugs_of
from ..catalog.values import NO, YES, written
from ..foundation.errors import Rejected
from ..media.actions import add_asset
from ..media.preparing import Prepared, prepare
from ..media.queries import assets_by_key
from ..web.forms import ChoiceField, ListField, options
from .saving import StudioForm, required

STATUS_WORDS = {
    ProductStatus.ACTIVE: "Active",
    ProductStatus.DISCONTINUED: "Discontinued by its maker",
    ProductStatus.RECALLED: "Recalled: a banner in every guide, and no way to buy",
    ProductStatus.MERGED: "Merged into another product",
}


class ProductForm(StudioForm):
    """Everything an editor says of a product, apart from its offers."""

    name = StringField(
        "Name", [required("Give the product a name."), Length(max=120)], description="Without the brand."
    )
    slug = StringField(
        "Address",
        description="The last part of its address, and what guides call it by. Empty: made from brand and name.",
        render_kw={"spellcheck": "false", "autocapitalize": "none"},
    )
    brand = StringField(
        "Brand",
        [required("Say who makes it."), Length(max=80)],
        description="A new one is created.",
        render_kw={"list": "brands"},
    )
    category = ChoiceField("Category", description="Decides which facts are asked for below.")
    summary = StringField("In one line", [Length(max=300)], description="Why one would want it. Cards show this.")
    description = TextAreaField("Description", description="Short Markdown.", render_kw={"rows": 8})
    pictures = ListField("Pictures", description="Their names under Media, the main one first, separated by commas.")
    uploads = MultipleFileField("Add pictures", render_kw={"accept": "image/*"})
    model = StringField("Model", [Length(max=80)])
    gtin = StringField("GTIN", description="The number under its bar code.", render_kw={"inputmode": "numeric"})
    mpn = StringField("Maker’s number", [Length(max=80)])
    alternatives = ListField(
        "Alternatives",
        description="Addresses of products to offer where this one is sold out, first choice first, with commas.",
    )
    status = SelectField("Status", choices=options(STATUS_WORDS.items()))
    recall_notice = TextAreaField("Recall notice", [Length(max=500)], render_kw={"rows": 2})
    superseded_by = StringField("Replaced by", description="The address of the product that takes its place.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.category.offer([(category.id, category.name) for category in categories()])
        self.prepared: list[tuple[Prepared, str]] = []  # the new pictures, once they are prepared, and their names

    @classmethod
    def of(cls, product: Product | None, **kwargs: Any) -> "ProductForm":
        """The form of `product` (None: of a new one) with the attributes of its category."""
        if product is not None:
            kwargs["data"] = product_values(product)
        attributes = attributes_of(product.category_id) if product else []
        fields = {f"attribute-{attribute.key}": _attribute_field(attribute) for attribute in attributes}
        return type("ProductForm", (cls,), fields)(**kwargs)

    def has_files(self) -> bool:
        return any(file and file.filename for file in self.uploads.data or [])

    def prepare(self) -> None:
        try:
            self.prepared = [
                (prepare(file.read()), file.filename) for file in self.uploads.data if file and file.filename
            ]
        except Rejected as rejection:
            raise Rejected({"uploads": " ".join(rejection.errors.values())}) from rejection

    @property
    def attributes(self) -> list[Field]:
        """The fields for attributes."""
        return [field for field in self if field.name.startswith("attribute-")]


def _attribute_field(attribute: Attribute) -> Field:
    label = f"{attribute.label} ({attribute.unit})" if attribute.unit else attribute.label
    choices = {
        AttributeKind.YES_NO: [("", "Not known"), (YES, "Yes"), (NO, "No")],
        AttributeKind.CHOICE: [("", "Not known"), *((choice, choice) for choice in attribute.choices)],
    }.get(attribute.kind)
    if choices is None:
        mode = "decimal" if attribute.kind is AttributeKind.NUMBER else "text"
        return StringField(label, render_kw={"inputmode": mode})
    return SelectField(label, choices=options(choices))


def product_values(product: Product) -> dict[str, Any]:
    """What the form of a saved product holds."""
    others = slugs_of([product.superseded_by_id] if product.superseded_by_id else [])
    values = {f"attribute-{value.attribute.key}": written(value) for value in product.attribute_values}
    return {
        **values,
        "version": product.version,
        "name": product.name,
        "slug": product.slug,
        "brand": product.brand.name,
        "category": product.category_id,
        "summary": product.summary,
        "description": product.description,
        "pictures": [picture.asset.key for picture in product.pictures],
        "model": product.model,
        "gtin": product.gtin,
        "mpn": product.mpn,
        "alternatives": [alternative.alternative.slug for alternative in product.alternatives],
        "status": product.status.value,
        "recall_notice": product.recall_notice,
        "superseded_by": others[0] if others else "",
    }


def product_entry(form: ProductForm, *, by: User) -> ProductInput:
    """What the form says, for the domain; uploads become pictures. `Rejected` names what does not exist."""
    errors: dict[str, str] = {}
    pictures = _pictures(form.pictures.data, errors)
    wanted = [*form.alternatives.data, *filter(None, [(form.superseded_by.data or "").strip()])]
    known = product_ids_by_reference(wanted)
    if unknown := [slug for slug in form.alternatives.data if slug not in known]:
        errors["alternatives"] = f"There is no product {', '.join(unknown)}."
    successor = (form.superseded_by.data or "").strip()
    if successor and successor not in known:
        errors["superseded_by"] = f"There is no product {successor}."
    if errors:
        raise Rejected(errors)
    texts = ("name", "brand", "slug", "model", "gtin", "mpn", "summary", "description", "recall_notice")
    return ProductInput(
        **{name: (form[name].data or "").strip() for name in texts},
        category_id=form.category.data,
        status=ProductStatus(form.status.data),
        superseded_by_id=known.get(successor),
        picture_ids=[*pictures, *(add_asset(picture=new, filename=name, by=by).id for new, name in form.prepared)],
        alternative_ids=[known[slug] for slug in form.alternatives.data],
        attributes={field.name.removeprefix("attribute-"): field.data or "" for field in form.attributes},
    )


def _pictures(keys: list[str], errors: dict[str, str]) -> list[int]:
    known = assets_by_key(keys)
    if unknown := [key for key in keys if key not in known]:
        errors["pictures"] = f"There is no picture {', '.join(unknown)}."
    return [known[key].id for key in keys if key in known]
