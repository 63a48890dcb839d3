"""Merging a product into another, which is shown with all that follows before it is done."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from ..catalog.actions import merge_product
from ..catalog.models import Product
from ..catalog.queries import product_by_id, product_ids_by_reference
from ..journal.desk_queries import articles_mentioning
from . import editors
from .access import me
from .rows import article_rows
from .saving import StudioForm, required, submit


class MergerForm(StudioForm):
    """The product that stays, by its address."""

    into = StringField(
        "Merge into",
        [required("Name the product that stays.")],
        description="The address of the product that stays, such as norrel-steady-20.",
        render_kw={"spellcheck": "false", "autocapitalize": "none"},
    )


@editors.get("/products/<int:product_id>/merger")
def plan_merger(product_id: int) -> ResponseReturnValue:
    """Ask for the product that stays, then show what would follow."""
    found = product_by_id(product_id)
    form = MergerForm(formdata=None, data={"version": found.version, "into": request.args.get("into", "").strip()})
    if not form.into.data:
        return _page(form, found, None)
    other = _named(form.into.data)
    if other is None or other.id == found.id:
        form.into.errors = [f"There is no other product {form.into.data}."]
        return _page(form, found, None), 422
    return _page(form, found, other)


@editors.post("/products/<int:product_id>/merger")
def merge(product_id: int) -> ResponseReturnValue:
    """Merge the product into the other."""
    found, form = product_by_id(product_id), MergerForm()
    other = _named(form.into.data or "") or found
    return submit(
        form,
        lambda: merge_product(found, into=other, version=form.version.data, by=me()),
        page=lambda _differences: _page(form, product_by_id(product_id), None),
        done=f"{found.full_name} was merged into this product.",
        to=lambda _none: url_for("studio.editors.product", product_id=other.id),
    )


def _named(slug: str) -> Product | None:
    ids = product_ids_by_reference([slug])
    return product_by_id(ids[slug]) if slug in ids else None


def _page(form: MergerForm, product: Product, other: Product | None) -> str:
    known = {value.attribute_id for value in other.attribute_values} if other else set()
    return render_template(
        "studio/product_merger.html",
        form=form,
        product=product,
        other=other,
        guides=article_rows(articles_mentioning(product.id)),
        offers=[offer for offer in product.offers if offer.archived_at is None],
        facts=[value.attribute.label for value in product.attribute_values if value.attribute_id not in known],
    )
