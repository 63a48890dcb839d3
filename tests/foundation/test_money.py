"""Amounts as authors type them and readers see them."""

import pytest

from crescendo.foundation.money import Money, parse_amount


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("24.90", "USD", 2490),
        ("24,90", "EUR", 2490),
        ("1,299.00", "USD", 129900),
        ("1.299,00", "EUR", 129900),
        ("1 299", "USD", 129900),
        ("0", "USD", 0),
        ("1995", "JPY", 1995),
    ],
)
def test_amount_is_read_as_it_is_written(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("cheap", "USD"),
        ("-1", "USD"),
        ("1.999", "USD"),
        ("1.5", "JPY"),
        ("", "USD"),
        ("NaN", "USD"),
        ("99999999999999", "USD"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        parse_amount(text, currency)


@pytest.mark.parametrize(
    ("money", "locale", "written"),
    [
        (Money("USD", 1995), "en_US", "$19.95"),
        (Money("JPY", 1995), "en_US", "¥1,995"),
        (Money("EUR", 5), "en_GB", "€0.05"),
    ],
)
def test_amount_is_written_as_readers_expect(money: Money, locale: str, written: str) -> None:
    assert money.format(locale) == written
