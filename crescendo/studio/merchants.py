"""Merchants: who sells, what they are to us, and for how long their prices may be shown."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from ..catalog.disclosing import programme_versions
from ..catalog.merchants import Merchant, Relationship
from ..catalog.queries import merchant_by_id, merchants
from ..catalog.shelves import MerchantInput, create_merchant, update_merchant
from ..web.forms import options
from . import editors
from .access import me
from .saving import Difference, StudioForm, required, submit

HOUR = 3600  # seconds
RELATIONSHIP_WORDS = {
    Relationship.NONE: "None: we earn nothing",
    Relationship.AFFILIATE: "Affiliate: we earn a share of what readers spend",
    Relationship.SPONSORED: "Sponsored: we are paid to show it",
    Relationship.OWN_SHOP: "Our own shop",
}


class MerchantForm(StudioForm):
    """Everything an editor says of a merchant."""

    name = StringField("Name", [required("Give the merchant a name."), Length(max=80)])
    relationship = SelectField(
        "What they are to us",
        choices=options(RELATIONSHIP_WORDS.items()),
        description="Links are marked and the disclosure is shown accordingly.",
    )
    hosts = TextAreaField(
        "Host names",
        [required("Enter at least one host name, such as shop.example.org.")],
        description="One to a line. Links in guides to these sites are marked like offers.",
        render_kw={"rows": 3, "spellcheck": "false"},
    )
    programme = TextAreaField(
        "Sentence for the disclosure",
        [Length(max=300)],
        description="Where the merchant’s terms demand one.",
        render_kw={"rows": 2},
    )
    country = StringField(
        "Country",
        [Length(max=2, message="Enter a code of two letters.")],
        description="A code such as US.",
        render_kw={"size": 3},
    )
    price_hours = IntegerField(
        "Show prices for",
        [InputRequired("Enter a number of hours."), NumberRange(1, 24 * 366)],
        description="Hours after a price was seen.",
        default=24,
    )
    shows_prices = BooleanField("Prices of this merchant may be shown", default=True)
    position = IntegerField(
        "Order", [InputRequired("Enter a number.")], description="Among equal offers, lower comes first.", default=0
    )

    def entry(self) -> MerchantInput:
        """What the form says, for the domain."""
        return MerchantInput(
            name=self.name.data or "",
            relationship=Relationship(self.relationship.data),
            hosts=(self.hosts.data or "").replace(",", "\n").split("\n"),
            price_ttl=(self.price_hours.data or 0) * HOUR,
            country=self.country.data or "",
            programme=self.programme.data or "",
            shows_prices=self.shows_prices.data,
            position=self.position.data or 0,
        )


@editors.get("/merchants/")
def merchant_list() -> ResponseReturnValue:
    """All merchants."""
    return render_template("studio/merchants.html", merchants=merchants(), words=RELATIONSHIP_WORDS)


@editors.get("/merchants/new")
def new_merchant() -> ResponseReturnValue:
    """A form, for the host that `?host=` names."""
    return _page(MerchantForm(data={"hosts": request.args.get("host", ""), "shows_prices": True}), None)


@editors.post("/merchants/new")
def create_new_merchant() -> ResponseReturnValue:
    """Make the merchant."""
    form = MerchantForm()
    return submit(
        form,
        lambda: create_merchant(form.entry(), by=me()),
        page=lambda _differences: _page(form, None),
        done="Merchant saved.",
        to=_after_making,
    )


@editors.get("/merchants/<int:merchant_id>")
def merchant(merchant_id: int) -> ResponseReturnValue:
    """The form of a merchant."""
    found = merchant_by_id(merchant_id)
    return _page(MerchantForm(data=_values(found)), found)


@editors.post("/merchants/<int:merchant_id>")
def save_merchant(merchant_id: int) -> ResponseReturnValue:
    """Save the merchant."""
    found = merchant_by_id(merchant_id)
    form = MerchantForm(data=_values(found))
    return submit(
        form,
        lambda: update_merchant(found, form.entry(), version=form.version.data, by=me()),
        page=lambda differences: _page(form, merchant_by_id(merchant_id), differences),
        current=lambda: MerchantForm(formdata=None, data=_values(merchant_by_id(merchant_id))),
        done="Merchant saved.",
        to=lambda _none: url_for("studio.editors.merchant_list"),
    )


def _after_making(_merchant: Merchant) -> str:
    """Back to the link that was pasted when the merchant was found missing, or to all merchants."""
    link = request.args.get("link", "")
    return url_for("studio.editors.pasted_link", url=link) if link else url_for("studio.editors.merchant_list")


def _values(merchant: Merchant) -> dict[str, Any]:
    return {
        "version": merchant.version,
        "name": merchant.name,
        "relationship": merchant.relationship_.value,
        "hosts": "\n".join(host.host for host in merchant.hosts),
        "programme": merchant.programme,
        "country": merchant.country,
        "price_hours": merchant.price_ttl // HOUR,
        "shows_prices": merchant.shows_prices,
        "position": merchant.position,
    }


def _page(form: MerchantForm, merchant: Merchant | None, differences: Sequence[Difference] = ()) -> str:
    versions = programme_versions(merchant) if merchant else ()
    return render_template(
        "studio/merchant.html", form=form, merchant=merchant, versions=versions, differences=differences
    )
