"""What options of commands name, with a refusal that lists what there is."""

import click

from ..catalog.address_queries import merchant_by_slug
from ..catalog.queries import categories, category_by_slug, merchants
from ..foundation.errors import NotFound
from ..foundation.money import is_currency


def category_named(slug: str) -> int:
    """The number of the category with this address."""
    try:
        return category_by_slug(slug).id
    except NotFound as error:
        known = ", ".join(each.slug for each in categories()) or "none yet"
        raise click.ClickException(f"There is no category “{slug}”. There are: {known}.") from error


def merchant_named(slug: str) -> int:
    """The number of the merchant with this address."""
    try:
        return merchant_by_slug(slug).id
    except NotFound as error:
        known = ", ".join(each.slug for each in merchants()) or "none yet"
        raise click.ClickException(f"There is no merchant “{slug}”. There are: {known}.") from error


def currency_named(text: str) -> str:
    """The code of the currency."""
    if not is_currency(text.upper()):
        raise click.ClickException(f"“{text}” is no currency. Write a code such as USD.")
    return text.upper()
