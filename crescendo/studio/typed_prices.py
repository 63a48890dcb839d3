"""Typing a merchant's prices: the offers that nobody has looked at for longest, all on one page."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, SelectField, StringField
from wtforms.validators import Length

from ..catalog.models import Availability, Offer
from ..catalog.queries import merchant_by_id, offers_of_merchant, offers_page
from ..foundation.database import attempt
from ..foundation.errors import Rejected
from ..foundation.money import Money
from ..presentation.navigation import pagination_of
from ..presentation.offers import AVAILABILITY_WORDS
from ..transfer.typed_prices import TypedPrice, apply_typed_prices
from ..web.addresses import page_number
from ..web.forms import options
from . import editors
from .access import me
from .saving import NumberField, StudioForm


class OfferRow(Form):
    """An offer as it is typed; `was` is what stood in its fields when the page was opened."""

    offer = NumberField()
    version = NumberField()
    was = HiddenField()
    price = StringField("Price", [Length(max=40)])
    availability = SelectField("Availability", choices=options(AVAILABILITY_WORDS.items()))
    is_seen = BooleanField("Seen now")

    @property
    def is_touched(self) -> bool:
        return bool(self.is_seen.data) or self.was.data != _both(self.price.data or "", self.availability.data)


class TypedForm(StudioForm):
    rows = FieldList(FormField(OfferRow), max_entries=50)


@editors.get("/merchants/<int:merchant_id>/prices")
def type_prices(merchant_id: int) -> ResponseReturnValue:
    """The merchant's offers with their prices, the longest unseen first."""
    page = offers_page(number=page_number(), merchant_id=merchant_id)
    form = TypedForm(formdata=None, data={"rows": [_values(offer) for offer in page.items]})
    return render_template(
        "studio/typed_prices.html",
        merchant=merchant_by_id(merchant_id),
        form=form,
        rows=list(zip(page.items, form.rows, strict=True)),
        pagination=pagination_of(page, request.path, ()),
    )


@editors.post("/merchants/<int:merchant_id>/prices")
def save_typed_prices(merchant_id: int) -> ResponseReturnValue:
    """Take what was changed or ticked as seen now; nothing of it when something is wrong."""
    form, merchant = TypedForm(), merchant_by_id(merchant_id)
    offers = offers_of_merchant(merchant_id, {row.offer.data or 0 for row in form.rows})
    rows = [(offers[row.offer.data], row) for row in form.rows if row.offer.data in offers]
    if form.validate() and (count := _taken(merchant_id, rows)) is not None:
        flash(f"{count} {'offer was' if count == 1 else 'offers were'} seen now.")
        return redirect(url_for("studio.editors.type_prices", merchant_id=merchant_id), code=303)
    page = render_template("studio/typed_prices.html", merchant=merchant, form=form, rows=rows, pagination=None)
    return page, 422


def _taken(merchant_id: int, rows: list[tuple[Offer, OfferRow]]) -> int | None:
    """How many offers were seen; None when something is wrong, which then stands at the rows."""
    typed = [
        TypedPrice(offer, row.version.data, (row.price.data or "").strip(), Availability(row.availability.data))
        for offer, row in rows
        if row.is_touched
    ]
    try:
        with attempt():
            apply_typed_prices(typed, merchant_id=merchant_id, by=me())
    except Rejected as rejection:
        for offer, row in rows:
            row.price.errors = [*row.price.errors, *filter(None, [rejection.errors.get(str(offer.id))])]
        return None
    return len(typed)


def _values(offer: Offer) -> dict[str, object]:
    price = str(Money(offer.currency, offer.price_minor).amount) if offer.price_minor is not None else ""
    return {
        "offer": offer.id,
        "version": offer.version,
        "was": _both(price, offer.availability.value),
        "price": price,
        "availability": offer.availability.value,
    }


def _both(price: str, availability: str) -> str:
    return f"{price.strip()} {availability}"
