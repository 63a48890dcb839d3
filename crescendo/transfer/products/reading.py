"""What a row of a file says of a product, once it is decided what its columns hold."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from ...catalog.gtin import is_gtin
from ...catalog.models import NAME_LENGTH, SHORT_LENGTH, SUMMARY_LENGTH, Availability, ProductStatus
from ...foundation.money import Money
from ...foundation.slugs import slug_from
from ...foundation.urls import address_key, is_web_address
from ..documents import Loss, Resolver, convert_html
from ..plain_words import plain, shortened
from ..price_rows import RawRow, availability_of, price_of
from ..table_file import plain_name
from .columns import ATTRIBUTE, fact_columns
from .files import SourceRow

KEY_LENGTH, URL_LENGTH = 120, 2000  # characters
MOST_PICTURES = 20  # of a product
_MARKUP = re.compile(r"<[A-Za-z/!]|&#?\w+;")
_STATES = {"": ProductStatus.ACTIVE, "active": ProductStatus.ACTIVE, "discontinued": ProductStatus.DISCONTINUED}
_BETWEEN_PICTURES = re.compile(r"\s*[,|\n]\s*(?=https?://)|\s+(?=https?://)")


class Unusable(Exception):
    """The row cannot become a product; the message says what to change in it."""


class LeftOut(Exception):
    """The row is no product of its own; the message says why."""


@dataclass(frozen=True)
class ProductRow:
    """A row, understood. Texts are empty where it says nothing; `facts` are by the key or the name of an attribute."""

    number: int
    key: str
    name: str
    brand: str
    category: str
    summary: str
    description: str
    model: str
    gtin: str
    mpn: str
    status: ProductStatus
    facts: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    picture_alt: str = ""
    merchant: str = ""
    url: str = ""
    price: Money | None = None
    availability: Availability | None = None
    has_number: bool = False  # whether `key` is a number of the file's own
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads rows by what was decided of their columns. `currency` is that of prices that name none."""

    mapping: Mapping[str, str]
    currency: str
    now: datetime
    _facts_in: list[tuple[str, str]] = field(init=False)  # columns that hold the name and the value of a fact

    def __post_init__(self) -> None:
        object.__setattr__(self, "_facts_in", fact_columns(self.mapping))

    def key_of(self, row: SourceRow) -> str:
        """What the row goes by in newer versions of the file; empty when nothing in it could serve."""
        said = self._said(row)
        own = said("key") or _digits(said("gtin")) or address_key(said("url"))[:40]
        return own or (slug_from(f"{said('brand')} {said('name')}") if said("name") else "")

    def name_of(self, row: SourceRow) -> str:
        """What the row calls the product, for a report."""
        return plain(self._said(row)("name"))

    def read(self, row: SourceRow, *, is_first: bool) -> ProductRow:
        """What `row` says; `Unusable` or `LeftOut` when that is no product. Only the first of a key needs a name."""
        if row.fault:
            raise Unusable(row.fault)
        said, losses, key = self._said(row), list[Loss](), self.key_of(row)
        if plain_name(said("kind").split(",")[0]) == "variation":
            raise LeftOut("It is a variation; the product that it belongs to is one product here.")
        name = plain(said("name")) or ("" if is_first else key)
        if not name:
            raise Unusable("The row has no name.")
        for label, text, length in (("name", name, NAME_LENGTH), ("number", key, KEY_LENGTH)):
            if len(text) > length:
                raise Unusable(f"The {label} “{shortened(text, 60)}” is longer than {length} characters.")
        return ProductRow(
            number=row.number,
            key=key,
            name=name,
            brand=self._short(said, "brand", losses),
            category=plain(said("category")),
            summary=_summary(plain(said("summary")), losses),
            description=_description(said, losses),
            model=self._short(said, "model", losses),
            gtin=_gtin(said("gtin"), losses),
            mpn=self._short(said, "mpn", losses),
            status=_status(said("status")),
            facts=self._facts(row),
            pictures=_pictures(self._all(row, "pictures"), losses),
            picture_alt=shortened(plain(said("picture_alt")), 300),
            merchant=self._short(said, "merchant", losses),
            url=_url(said("url")),
            price=self._price(row, said),
            availability=_stock(said("availability")),
            has_number=bool(said("key")),
            losses=tuple(losses),
        )

    def _said(self, row: SourceRow) -> Callable[[str], str]:
        texts = {self.mapping.get(column, ""): texts[0] for column, texts in reversed(row.texts.items()) if texts}
        return lambda name: texts.get(name, "").strip()

    def _all(self, row: SourceRow, wanted: str) -> list[str]:
        return [text for column, texts in row.texts.items() if self.mapping.get(column) == wanted for text in texts]

    def _short(self, said: Callable[[str], str], name: str, losses: list[Loss]) -> str:
        text = plain(said(name))
        if len(text) > SHORT_LENGTH:
            losses.append(Loss(f"the end of “{shortened(text, 60)}”", name, f"It may have {SHORT_LENGTH} characters."))
        return shortened(text, SHORT_LENGTH)

    def _price(self, row: SourceRow, said: Callable[[str], str]) -> Money | None:
        names = ("price", "sale_price", "sale_dates", "currency")
        try:
            return price_of(RawRow(row.number, {name: said(name) for name in names}), self.currency, self.now)
        except ValueError as error:
            raise Unusable(str(error)) from error

    def _facts(self, row: SourceRow) -> dict[str, str]:
        def text(column: str) -> str:
            return plain(next(iter(row.texts.get(column, ())), ""))

        named = {text(name): text(value) for name, value in self._facts_in if text(name)}
        own = {
            field.removeprefix(ATTRIBUTE): text(column)
            for column, field in self.mapping.items()
            if field.startswith(ATTRIBUTE)
        }
        return {name: value for name, value in (named | own).items() if value}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _gtin(text: str, losses: list[Loss]) -> str:
    digits = _digits(text)
    if not text or is_gtin(digits):
        return digits
    losses.append(Loss(f"the number {shortened(text, 40)}", "its GTIN", "It is no valid GTIN."))
    return ""


def _summary(text: str, losses: list[Loss]) -> str:
    if len(text) > SUMMARY_LENGTH:
        why = f"It may have {SUMMARY_LENGTH} characters."
        losses.append(Loss("the end of its summary", text[SUMMARY_LENGTH - 20 :][:60], why))
    return shortened(text, SUMMARY_LENGTH)


def _description(said: Callable[[str], str], losses: list[Loss]) -> str:
    if markdown := said("markdown"):
        return markdown
    text = said("description").replace("\\n", "\n")  # as WooCommerce writes the end of a line
    if not text:
        return ""
    if not _MARKUP.search(text):
        text = "".join(f"<p>{'<br>'.join(escape(part).split(chr(10)))}</p>" for part in re.split(r"\n\s*\n", text))
    converted = convert_html(text, resolve=Resolver())
    losses.extend(converted.losses)
    return converted.body


def _status(text: str) -> ProductStatus:
    if text.lower() not in _STATES:
        raise Unusable(f"“{shortened(text, 60)}” is no state of a product. Write active or discontinued.")
    return _STATES[text.lower()]


def _pictures(texts: list[str], losses: list[Loss]) -> tuple[str, ...]:
    addresses = dict.fromkeys(each for text in texts for each in _BETWEEN_PICTURES.split(text.strip()) if each)
    usable = [each for each in addresses if is_web_address(each) and len(each) <= URL_LENGTH]
    losses.extend(
        Loss(f"the picture {shortened(each, 80)}", "its pictures", "It is no address of a web page.")
        for each in addresses
        if each not in usable
    )
    if len(usable) > MOST_PICTURES:
        why = f"A product takes {MOST_PICTURES} from a file."
        losses.append(Loss(f"{len(usable) - MOST_PICTURES} pictures", "its pictures", why))
    return tuple(usable[:MOST_PICTURES])


def _url(text: str) -> str:
    if text and not (is_web_address(text) and len(text) <= URL_LENGTH):
        raise Unusable(f"“{shortened(text, 60)}” is no address of a web page.")
    return text


def _stock(text: str) -> Availability | None:
    try:
        return availability_of(text)
    except ValueError as error:
        raise Unusable(str(error)) from error
