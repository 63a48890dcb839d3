"""Amounts of money: integer minor units and an ISO 4217 code."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision, list_currencies

MOST_MINOR = 2_000_000_000  # what databases keep in a whole number of usual size


@dataclass(frozen=True, order=True)
class Money:
    """`minor` counts the currency's smallest unit: 1995 USD is $19.95, 1995 JPY is ¥1,995."""

    currency: str
    minor: int

    @property
    def amount(self) -> Decimal:
        """The amount in major units."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    @lru_cache(maxsize=4096)  # noqa: B019 (nothing but numbers is kept)
    def format(self, locale: str) -> str:
        """As a reader writes it: `$19.95`."""
        return format_currency(self.amount, self.currency, locale=locale)


def is_currency(code: str) -> bool:
    """Whether `code` is a currency's ISO 4217 code."""
    return code in list_currencies()


def parse_amount(text: str, currency: str) -> int:
    """The minor units in `text`, such as `1,299.00`, `1299,00` or `1 299`; `ValueError` when it is no price."""
    digits = text.strip().replace(" ", "").replace("\u00a0", "")
    if "," in digits and "." in digits:
        thousands = "," if digits.rindex(".") > digits.rindex(",") else "."
        digits = digits.replace(thousands, "")
    digits = digits.replace(",", ".")
    try:
        minor = Decimal(digits).scaleb(get_currency_precision(currency))
    except InvalidOperation as error:
        raise ValueError(f"“{text}” is not an amount.") from error
    if not minor.is_finite() or minor < 0 or minor != minor.to_integral_value():
        raise ValueError(f"“{text}” is not an amount of {currency}.")
    if minor > MOST_MINOR:
        raise ValueError(f"“{text}” is too large an amount.")
    return int(minor)
