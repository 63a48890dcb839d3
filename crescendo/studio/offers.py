"""Offers: what a product costs where, as somebody saw it."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, URLField
from wtforms.validators import Length

from ..catalog.actions import OfferInput, archive_offer, create_offer, update_offer
from ..catalog.models import Availability, Offer
from ..catalog.queries import merchants, offer_by_id, offers_page, product_choices
from ..foundation.errors import Rejected
from ..foundation.money import Money, is_currency, parse_amount
from ..presentation.navigation import pagination_of
from ..presentation.offers import AVAILABILITY_WORDS, offer_line
from ..presentation.reading import this_reading
from ..web.addresses import page_number
from ..web.forms import ChoiceField, options
from . import editors
from .access import me
from .saving import Difference, StudioForm, required, submit


class OfferForm(StudioForm):
    """A product at a merchant, as it is now."""

    product = ChoiceField("Product")
    merchant = ChoiceField("Merchant")
    url = URLField("Address at the merchant", [required("Enter the page where it is sold.")])
    price = StringField("Price", description="Empty: not known.", render_kw={"inputmode": "decimal"})
    currency = StringField(
        "Currency",
        [required("Enter a code such as USD."), Length(3, 3, "Enter a code of three letters, such as USD.")],
        render_kw={"size": 4},
    )
    availability = SelectField("Availability", choices=options(AVAILABILITY_WORDS.items()))
    external_id = StringField(
        "Merchant’s number", [Length(max=120)], description="What the merchant calls it. Empty: we number it."
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.product.offer(product_choices())
        self.merchant.offer([(merchant.id, merchant.name) for merchant in merchants()])

    def entry(self) -> OfferInput:
        """What the form says, for the domain, seen now."""
        currency = (self.currency.data or "").upper()
        if not is_currency(currency):
            raise Rejected({"currency": f"“{currency}” is no currency. Enter a code such as USD."})
        try:
            price = parse_amount(self.price.data, currency) if (self.price.data or "").strip() else None
        except ValueError as error:
            raise Rejected({"price": f"{error} Enter one such as 24.90."}) from error
        return OfferInput(
            product_id=self.product.data,
            merchant_id=self.merchant.data,
            url=self.url.data or "",
            currency=currency,
            availability=Availability(self.availability.data),
            external_id=self.external_id.data or "",
            price_minor=price,
        )


@editors.get("/offers/")
def offer_list() -> ResponseReturnValue:
    """Offers, the longest unseen first."""
    merchant, broken = request.args.get("merchant", type=int), request.args.get("broken") == "yes"
    page = offers_page(number=page_number(), merchant_id=merchant, broken=broken)
    query = {name: value for name in ("merchant", "broken") if (value := request.args.get(name, ""))}
    return render_template(
        "studio/offers.html",
        rows=[(offer, offer_line(offer, this_reading())) for offer in page.items],
        total=page.total,
        pagination=pagination_of(page, request.path, query.items()),
        merchant_options=[(merchant.id, merchant.name) for merchant in merchants()],
        chosen=merchant,
        broken=broken,
    )


@editors.get("/offers/new")
def new_offer() -> ResponseReturnValue:
    """A form for the product, merchant and address that the query names, if it names any."""
    values = {
        "product": request.args.get("product", type=int),
        "merchant": request.args.get("merchant", type=int),
        "url": request.args.get("url", ""),
        "currency": current_app.config["SETTINGS"].currency,
    }
    return _page(OfferForm(data=values), None)


@editors.post("/offers/new")
def create_new_offer() -> ResponseReturnValue:
    """Make the offer."""
    form = OfferForm()
    return submit(
        form,
        lambda: create_offer(form.entry(), by=me()),
        page=lambda _differences: _page(form, None),
        done="Offer saved.",
        to=_product_address,
    )


@editors.get("/offers/<int:offer_id>")
def offer(offer_id: int) -> ResponseReturnValue:
    """The form of an offer."""
    found = offer_by_id(offer_id)
    return _page(OfferForm(data=_values(found)), found)


@editors.post("/offers/<int:offer_id>")
def save_offer(offer_id: int) -> ResponseReturnValue:
    """Save the offer: what was entered counts as seen now."""
    found = offer_by_id(offer_id)
    form = OfferForm(data=_values(found))

    def act() -> Offer:
        update_offer(found, form.entry(), version=form.version.data, by=me())
        return found

    return submit(
        form,
        act,
        page=lambda differences: _page(form, offer_by_id(offer_id), differences),
        current=lambda: OfferForm(formdata=None, data=_values(offer_by_id(offer_id))),
        done="Offer saved.",
        to=_product_address,
    )


@editors.post("/offers/<int:offer_id>/archival")
def archive(offer_id: int) -> ResponseReturnValue:
    """Take the offer off every page."""
    found = offer_by_id(offer_id)
    form = StudioForm()

    def act() -> Offer:
        archive_offer(found, version=form.version.data, by=me())
        return found

    return submit(
        form,
        act,
        page=lambda _differences: _page(OfferForm(data=_values(found)), found),
        done="Offer archived.",
        to=_product_address,
    )


def _values(offer: Offer) -> dict[str, Any]:
    price = Money(offer.currency, offer.price_minor).amount if offer.price_minor is not None else ""
    return {
        "version": offer.version,
        "product": offer.product_id,
        "merchant": offer.merchant_id,
        "url": offer.url,
        "price": str(price),
        "currency": offer.currency,
        "availability": offer.availability.value,
        "external_id": offer.external_id,
    }


def _product_address(offer: Offer) -> str:
    return url_for("studio.editors.product", product_id=offer.product_id)


def _page(form: OfferForm, offer: Offer | None, differences: Sequence[Difference] = ()) -> str:
    return render_template(
        "studio/offer.html",
        form=form,
        offer=offer,
        is_guessed=request.args.get("guessed") == "yes",
        needs_merchant=not merchants(),
        differences=differences,
    )
