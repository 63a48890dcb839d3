"""Applying what is planned for rows: new products and offers together, changes one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError

from ...accounts.models import User
from ...catalog.actions import OfferInput, create_offer, update_product
from ...catalog.bulk import NewProduct, add_offers, add_products
from ...catalog.merchants import Relationship
from ...catalog.models import Availability, OfferSource
from ...catalog.queries import merchants, merchants_by_host, offer_by_id, product_by_id
from ...catalog.shelves import MerchantInput, create_merchant
from ...catalog.sightings import Sighting, record_sighting
from ...foundation import clock
from ...foundation.errors import Rejected
from ...foundation.slugs import slug_from
from ...foundation.urls import host_of
from ..rows import Kept
from .plans import PlannedOffer, ProductPlan
from .wanted import want_pictures

DAY = 86_400  # seconds
_TAKEN = "Somebody else took its address or its number meanwhile. Import the file again."


@dataclass
class Maker:
    """Makes what the rows of one file say. `ids` are the products by their rows' keys, as far as they are here."""

    currency: str
    source: OfferSource
    by: User | None
    ids: dict[str, int] = field(default_factory=dict)

    def create_together(self, plans: Sequence[ProductPlan]) -> list[Kept]:
        """Put in the products and offers of `plans`, all of which are new, in a few statements."""
        sellers = self._merchants(plan.offer for plan in plans)
        fresh = [plan for plan in plans if plan.entry is not None]
        new = [
            NewProduct(plan.entry, [self._entry(0, plan.offer, sellers)] if plan.offer else [])
            for plan in fresh
            if plan.entry is not None
        ]
        made = add_products(new, by=self.by) if new else []
        ids = self.ids | {plan.product_key: product_id for plan, product_id in zip(fresh, made, strict=True)}
        want_pictures([(product_id, plan.said) for product_id, plan in zip(made, fresh, strict=True) if plan.said])
        offers = [
            self._entry(ids[plan.product_key], plan.offer, sellers)
            for plan in plans
            if plan.entry is None and plan.offer is not None
        ]
        if offers:
            add_offers(offers, by=self.by)
        self.ids = ids
        return [Kept(ids[plan.product_key], 1 if plan.version is None else plan.version) for plan in plans]

    def create(self, plan: ProductPlan) -> Kept:
        """Put in what one plan says. Where that fails, somebody did something since it was made."""
        try:
            [kept] = self.create_together([plan])
        except IntegrityError as error:
            raise Rejected({"": _TAKEN}) from error
        return kept

    def update(self, plan: ProductPlan) -> Kept:
        """Bring the product of `plan` up to date, and its offer."""
        product = product_by_id(self.ids[plan.product_key])
        if plan.entry is not None:
            update_product(product, plan.entry, version=product.version, by=self.by)
        if plan.said is not None:
            want_pictures([(product.id, plan.said)])
        if plan.offer is not None and plan.offer.has_news:
            self._bring(product.id, plan.offer)
        return Kept(product.id, product.version if plan.version is None else plan.version)

    def _bring(self, product_id: int, offer: PlannedOffer) -> None:
        if offer.known is None:
            create_offer(self._entry(product_id, offer, self._merchants([offer])), by=self.by)
            return
        found = offer_by_id(offer.known.id)
        seen = Sighting(
            observed_at=clock.now(),
            price_minor=offer.price.minor if offer.price else found.price_minor,
            currency=offer.price.currency if offer.price else found.currency,
            availability=offer.availability,
            source=self.source,
            url=offer.url,
            external_id=offer.number,
        )
        record_sighting(found, seen, by=self.by)

    def _entry(self, product_id: int, offer: PlannedOffer, sellers: dict[str, int]) -> OfferInput:
        return OfferInput(
            product_id=product_id,
            merchant_id=offer.merchant_id or sellers[host_of(offer.url)],
            url=offer.url,
            currency=offer.price.currency if offer.price else self.currency,
            availability=offer.availability or Availability.UNKNOWN,
            external_id=offer.number,
            price_minor=offer.price.minor if offer.price else None,
            source=self.source,
        )

    def _merchants(self, offers: Iterable[PlannedOffer | None]) -> dict[str, int]:
        """The merchants of `offers` that name none of ours, by host. New ones are taken to pay for links."""
        unnamed = {host_of(offer.url): offer for offer in offers if offer is not None and offer.merchant_id is None}
        if not unnamed:
            return {}
        found = {host: merchant.id for host, merchant in merchants_by_host([o.url for o in unnamed.values()]).items()}
        called = {merchant.slug: merchant.id for merchant in merchants()}
        for host, offer in unnamed.items():
            name = (offer.merchant_name or host)[:80]
            if host not in found and slug_from(name) in called:
                found[host] = called[slug_from(name)]
            elif host not in found:
                entry = MerchantInput(name=name, relationship=Relationship.AFFILIATE, hosts=[host], price_ttl=DAY)
                found[host] = called[slug_from(name)] = create_merchant(entry, by=self.by).id
        return found
