"""The site as passkeys know it."""

from flask import current_app

from ..accounts.passkeys import Party


def the_party() -> Party:
    """This site."""
    settings = current_app.config["SETTINGS"]
    return Party(name=settings.site_name, url=settings.site_url)
