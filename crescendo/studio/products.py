"""The form of a product, which is the editors'."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..catalog.actions import create_product, update_product
from ..catalog.models import Product, ProductStatus
from ..catalog.offers import ranked
from ..catalog.queries import brands, product_by_id
from ..foundation import clock
from ..foundation.urls import product_path
from ..journal.desk_queries import articles_mentioning
from ..journal.product_removal import remove_product
from ..presentation.offers import offer_line
from ..presentation.reading import this_reading
from . import editors
from .access import me
from .moves import tell_of_move
from .product_form import ProductForm, product_entry
from .rows import article_rows
from .saving import Difference, StudioForm, submit


@editors.get("/products/new")
def new_product() -> ResponseReturnValue:
    """An empty form."""
    category = request.args.get("category", type=int)
    return _page(ProductForm.of(None, data={"category": category}), None)


@editors.post("/products/new")
def create() -> ResponseReturnValue:
    """Make the product."""
    form = ProductForm.of(None)
    return submit(
        form,
        lambda: create_product(product_entry(form, by=me()), by=me()),
        page=lambda _differences: _page(form, None),
        done="Product saved. Add what its category asks for, and offers.",
        to=_address,
    )


@editors.get("/products/<int:product_id>")
def product(product_id: int) -> ResponseReturnValue:
    """The form of a product, with its offers and the guides that speak of it."""
    found = product_by_id(product_id)
    return _page(ProductForm.of(found), found)


@editors.post("/products/<int:product_id>")
def save(product_id: int) -> ResponseReturnValue:
    """Save the product."""
    found = product_by_id(product_id)
    form = ProductForm.of(found)
    return submit(
        form,
        lambda: update_product(
            product_by_id(product_id), product_entry(form, by=me()), version=form.version.data, by=me()
        ),
        page=lambda differences: _page(form, product_by_id(product_id), differences),
        current=lambda: ProductForm.of(product_by_id(product_id), formdata=None),
        done="Product saved.",
        to=lambda _none: url_for("studio.editors.product", product_id=product_id),
        address=_public_address(found),
    )


@editors.get("/products/<int:product_id>/deletion")
def confirm_product_deletion(product_id: int) -> ResponseReturnValue:
    """Ask before a product is deleted, or say which guides speak of it."""
    found = product_by_id(product_id)
    return _deletion_page(StudioForm(formdata=None, data={"version": found.version}), found)


@editors.post("/products/<int:product_id>/deletion")
def delete(product_id: int) -> ResponseReturnValue:
    """Delete a product that no guide speaks of."""
    found, form = product_by_id(product_id), StudioForm()
    return submit(
        form,
        lambda: remove_product(found, version=form.version.data, by=me()),
        page=lambda _differences: _deletion_page(form, product_by_id(product_id)),
        done="Product deleted.",
        to=lambda _none: url_for("studio.product_list"),
    )


def _deletion_page(form: StudioForm, product: Product) -> str:
    guides = article_rows(articles_mentioning(product.id))
    return render_template("studio/product_deletion.html", form=form, product=product, guides=guides)


def _public_address(product: Product) -> str:
    """Where readers find `product`; nowhere when another one took its place."""
    return "" if product.status is ProductStatus.MERGED else product_path(product.slug)


def _address(product: Product) -> str:
    return url_for("studio.editors.product", product_id=product.id)


def _page(form: ProductForm, product: Product | None, differences: Sequence[Difference] = ()) -> str:
    reading = this_reading()
    offers = ranked(product.offers, currency=reading.currency, now=clock.now()) if product else []
    if product:
        tell_of_move(form.slug, product_path, product.slug)
    return render_template(
        "studio/product.html",
        form=form,
        product=product,
        brands=brands(),
        address=product_path(product.slug) if product else None,
        offers=[offer_line(offer, reading) for offer in offers],
        mentions=article_rows(articles_mentioning(product.id)) if product else [],
        differences=differences,
    )
