"""What is to become of each row of a file of products, by what it says and what is here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from operator import attrgetter

from ...catalog.actions import ProductInput, check_product
from ...catalog.attributes import Attribute, AttributeKind
from ...catalog.models import Product
from ...catalog.price_sources import RowOutcome
from ...catalog.queries import product_by_id
from ...catalog.values import NO, YES, read_value, written
from ...foundation.errors import NotFound, Rejected
from ...foundation.urls import address_key
from ..documents import Loss, Unreadable
from ..rows import EDITED, PlannedRow, fingerprint_of
from ..run_queries import Known
from ..table_file import plain_name
from .files import SourceRow
from .here import Here
from .making import Maker
from .plans import OFFER, PRODUCT, PlannedOffer, ProductOptions, ProductPlan
from .reading import LeftOut, ProductRow, Reader, Unusable

NOT_OURS = 0  # a version that no product has: of those whose texts did not come from a file
_HALF = 32  # characters of a fingerprint that are of the product; the rest are of its offer
_OF_PRODUCT = attrgetter(
    *("key", "name", "brand", "category", "summary", "description", "model", "gtin", "mpn", "status", "facts"),
    *("pictures", "picture_alt"),
)
_ANSWERS = {"1": YES, "true": YES, "y": YES, "0": NO, "false": NO, "n": NO}


class Planner:
    """Plans the rows of one file, in their order. `known` are the rows of earlier runs, by kind and key."""

    def __init__(
        self, reader: Reader, options: ProductOptions, maker: Maker, known: Mapping[str, Mapping[str, Known]]
    ) -> None:
        self._reader, self._options, self._maker, self._known = reader, options, maker, known
        self._here = Here()
        self._first: dict[str, int] = {}  # the number of the row that each key came with first
        self._products: dict[str, str] = {}  # keys of rows that are products, and the keys that these go by
        self._offered: set[tuple[str, str]] = set()  # keys of products, and of addresses where this file offers them
        self._gtins: dict[str, str] = {}  # keys of products of this file, by their GTINs

    def plans(self, rows: Iterable[SourceRow]) -> Iterator[PlannedRow]:
        """A plan for each row."""
        for row in rows:
            yield self._plan(row)

    def _plan(self, row: SourceRow) -> PlannedRow:
        key = self._reader.key_of(row)
        first = self._first.setdefault(key, row.number) if key else row.number
        is_first = first == row.number
        kind, own = PRODUCT if is_first else OFFER, key or f"row {row.number}"
        name = self._reader.name_of(row) or own
        plan = ProductPlan(kind, row.number, own, name, RowOutcome.FAILED, product_key=key)
        try:
            said = self._reader.read(row, is_first=is_first)
            planned = self._of_product(plan, said) if is_first else self._of_offer(plan, said, first)
        except LeftOut as why:
            return replace(plan, outcome=RowOutcome.SKIPPED, reason=str(why), losses=())
        except (Unusable, Unreadable) as why:
            return replace(plan, reason=str(why), cells=row.texts)
        except Rejected as rejection:
            return replace(plan, reason=" ".join(rejection.errors.values()), cells=row.texts)
        self._products.setdefault(key, planned.product_key)
        return planned

    # Products ---------------------------------------------------------------------------------------------------------

    def _of_product(self, plan: ProductPlan, said: ProductRow) -> ProductPlan:
        offer, losses = self._offer(said)
        fingerprint = fingerprint_of(*_OF_PRODUCT(said))[:_HALF] + _fingerprint(offer)
        plan = replace(plan, said=said, offer=offer, fingerprint=fingerprint, losses=(*said.losses, *losses))
        if (known := self._known[PRODUCT].get(plan.key)) is not None:
            return self._again(plan, said, known)
        if (found := self._found(said, offer)) is not None:
            product_key, why = found
            plan = replace(plan, product_key=product_key, version=NOT_OURS, reason=why, said=None)
            plan = replace(plan, local_id=self._maker.ids.get(product_key))
            unchanged = replace(plan, outcome=RowOutcome.UNCHANGED)
            return self._with_offer(plan, offer, new=RowOutcome.UPDATED) if offer else unchanged
        return self._new(plan, said)

    def _new(self, plan: ProductPlan, said: ProductRow) -> ProductPlan:
        brand, category_id, losses = said.brand or self._options.brand, *self._category(said)
        if not brand:
            raise Unusable("The row says no brand. Fill it in, or choose one for rows without.")
        facts, lost = self._facts(category_id, said.facts)
        slug, is_plain = self._here.free_slug(f"{brand} {said.name}")
        entry = ProductInput(
            name=said.name,
            brand=brand,
            category_id=category_id,
            slug=slug,
            model=said.model,
            gtin=said.gtin,
            mpn=said.mpn,
            summary=said.summary,
            description=said.description,
            status=said.status,
            attributes=facts,
        )
        check_product(entry)
        if said.gtin:
            self._gtins[said.gtin] = plan.key
        if plan.offer:
            self._offered.add((plan.key, address_key(plan.offer.url)))
        why = "" if is_plain else "Another product has this name. If both are one, merge them."
        plan = replace(plan, entry=entry, reason=why, losses=(*plan.losses, *losses, *lost), outcome=RowOutcome.CREATED)
        return replace(plan, apply=partial(self._maker.create, plan))

    def _again(self, plan: ProductPlan, said: ProductRow, known: Known) -> ProductPlan:
        """A row of an earlier run: only what it says otherwise now counts, and only where nobody edited it here."""
        self._maker.ids[plan.key] = known.local_id
        plan = replace(plan, local_id=known.local_id)
        if known.fingerprint == plan.fingerprint:
            return replace(plan, outcome=RowOutcome.UNCHANGED, losses=())
        try:
            product = product_by_id(known.local_id)
        except NotFound:
            return replace(plan, outcome=RowOutcome.SKIPPED, reason="It was deleted here since it was imported.")
        is_same = known.fingerprint[:_HALF] == plan.fingerprint[:_HALF]
        is_open = plan.offer is not None and not (plan.offer.known and plan.offer.known.is_archived)
        if not is_open or known.fingerprint[_HALF:] == plan.fingerprint[_HALF:]:
            plan = replace(plan, offer=None)
        if not is_same and product.version == known.version:
            entry, losses = self._edited(product, said)
            plan = replace(plan, entry=entry, losses=(*plan.losses, *losses))
        elif plan.offer is None:
            unchanged = replace(plan, outcome=RowOutcome.UNCHANGED, losses=())
            return unchanged if is_same else replace(unchanged, outcome=RowOutcome.SKIPPED, reason=EDITED)
        else:
            fingerprint = known.fingerprint[:_HALF] + plan.fingerprint[_HALF:]
            why = "" if is_same else f"{EDITED} Only its offer was brought up to date."
            plan = replace(plan, said=None, fingerprint=fingerprint, version=known.version, reason=why)
        plan = replace(plan, outcome=RowOutcome.UPDATED)
        return replace(plan, apply=partial(self._maker.update, plan))

    def _edited(self, product: Product, said: ProductRow) -> tuple[ProductInput, list[Loss]]:
        """`product` as the row says it is now. What has no column stays as it is."""
        mapped = set(self._options.mapping.values())
        before = {value.attribute.key: written(value) for value in product.attribute_values}
        category_id, losses = self._category(said) if "category" in mapped else (product.category_id, [])
        facts, lost = self._facts(category_id, said.facts)
        entry = ProductInput(
            name=said.name,
            brand=said.brand or product.brand.name,
            category_id=category_id,
            model=said.model if "model" in mapped else product.model,
            gtin=said.gtin if "gtin" in mapped else product.gtin,
            mpn=said.mpn if "mpn" in mapped else product.mpn,
            summary=said.summary if "summary" in mapped else product.summary,
            description=said.description if mapped & {"description", "markdown"} else product.description,
            status=said.status if "status" in mapped else product.status,
            recall_notice=product.recall_notice,
            superseded_by_id=product.superseded_by_id,
            picture_ids=[picture.asset_id for picture in product.pictures],
            alternative_ids=[each.alternative_id for each in product.alternatives],
            attributes=before | facts,
        )
        return entry, [*losses, *lost]

    # Offers -----------------------------------------------------------------------------------------------------------

    def _found(self, said: ProductRow, offer: PlannedOffer | None) -> tuple[str, str] | None:
        """A product that is the row's, though no run brought it: its key, and how that is known."""
        if offer is not None and offer.known is not None:
            return self._here_as(offer.known.product_id), "Its offer was here already."
        if said.gtin in self._gtins:
            return self._gtins[said.gtin], f"An earlier row has the GTIN {said.gtin}, so it is one product."
        if said.gtin and (product_id := self._here.gtins.get(said.gtin)):
            return self._here_as(product_id), f"A product with the GTIN {said.gtin} was here already; its texts stay."
        return None

    def _here_as(self, product_id: int) -> str:
        """The key by which a product that is here goes."""
        self._maker.ids[f"#{product_id}"] = product_id
        return f"#{product_id}"

    def _of_offer(self, plan: ProductPlan, said: ProductRow, first: int) -> ProductPlan:
        """A later row with the key of a product: another offer of it."""
        if plan.key not in self._products:
            raise Unusable(f"Row {first}, which is about the same product, could not be used.")
        offer, losses = self._offer(replace(said, has_number=False))
        if offer is None:
            raise LeftOut(f"Row {first} is about the same product.")
        key, product_key = f"{plan.key} {address_key(offer.url)[:20]}", self._products[plan.key]
        plan = replace(plan, key=key, product_key=product_key, offer=offer, fingerprint=_fingerprint(offer))
        known = self._known[OFFER].get(key)
        plan = replace(plan, losses=(*said.losses, *losses), local_id=self._maker.ids.get(product_key))
        if known is not None and known.fingerprint == plan.fingerprint:
            return replace(plan, outcome=RowOutcome.UNCHANGED)
        return self._with_offer(plan, offer, new=RowOutcome.CREATED)

    def _with_offer(self, plan: ProductPlan, offer: PlannedOffer, *, new: RowOutcome) -> ProductPlan:
        place = plan.product_key, address_key(offer.url)
        if offer.known is None and place in self._offered:
            raise LeftOut("An earlier row offers it at the same address.")
        self._offered.add(place)
        if offer.known is not None and offer.known.is_archived:
            raise LeftOut("The offer was archived, so nothing brings it back but an editor.")
        if offer.known is not None and offer.known.product_id != self._maker.ids.get(plan.product_key):
            raise Unusable("The offer at this address is of another product here.")
        if not offer.has_news:
            return replace(plan, outcome=RowOutcome.UNCHANGED)
        plan = replace(plan, outcome=RowOutcome.UPDATED if offer.known else new)
        apply = self._maker.create if plan.outcome is RowOutcome.CREATED else self._maker.update
        return replace(plan, apply=partial(apply, plan))

    def _offer(self, said: ProductRow) -> tuple[PlannedOffer | None, list[Loss]]:
        if not said.url:
            price = f"{said.price.amount} {said.price.currency}" if said.price else ""
            why = "The row has no address that an offer could lead to."
            return None, [Loss(f"its price of {price}", "its offer", why)] if price else []
        merchant_id = self._here.merchant_called(said.merchant)
        if merchant_id is None and not said.merchant:
            merchant_id = self._options.merchant_id
        if merchant_id is None:
            merchant_id = self._here.merchant_at(said.url)
        number = said.key if said.has_number else ""
        known = self._here.offer(merchant_id, number, said.url)
        offer = PlannedOffer(merchant_id, said.merchant, said.url, number, said.price, said.availability, known)
        return offer, []

    # What a product is made of ----------------------------------------------------------------------------------------

    def _category(self, said: ProductRow) -> tuple[int, list[Loss]]:
        found = self._here.category(said.category) if said.category else None
        if found is not None:
            return found, []
        if self._options.category_id is not None:
            why = "There is no category of this name here, so it went into the chosen one."
            return self._options.category_id, [Loss("its category", f"“{said.category}”", why)] if said.category else []
        if said.category:
            raise Unusable(f"There is no category “{said.category}” here. Make it first, or choose one for such rows.")
        raise Unusable("The row names no category. Fill it in, or choose one for rows without.")

    def _facts(self, category_id: int, facts: Mapping[str, str]) -> tuple[dict[str, str], list[Loss]]:
        """What `facts` answer of the questions of a category, and those that answer none."""
        by_name, answers, losses = self._here.attributes(category_id), dict[str, str](), list[Loss]()
        for name, text in facts.items():
            attribute, where = by_name.get(plain_name(name)), f"its fact “{name}”"
            if attribute is None:
                losses.append(Loss(f"“{text}”", where, "Products of its category have no such fact."))
                continue
            answer = _answer(attribute, text)
            try:
                read_value(attribute, answer)
            except ValueError as error:
                losses.append(Loss(f"“{text}”", where, str(error)))
            else:
                answers[attribute.key] = answer
        return answers, losses


def _answer(attribute: Attribute, text: str) -> str:
    """`text` as an author would type it: without the unit, as one of the choices, as yes or no."""
    if attribute.kind is AttributeKind.NUMBER and attribute.unit:
        return text.removesuffix(attribute.unit).strip()
    if attribute.kind is AttributeKind.YES_NO:
        return _ANSWERS.get(text.lower(), text.lower())
    if attribute.kind is AttributeKind.CHOICE:
        return next((each for each in attribute.choices if each.lower() == text.lower()), text)
    return text


def _fingerprint(offer: PlannedOffer | None) -> str:
    said = (offer.url, offer.number, offer.merchant_name, offer.price, offer.availability) if offer else ()
    return fingerprint_of(*said)[:_HALF]
