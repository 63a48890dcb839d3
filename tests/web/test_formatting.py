"""How pages write numbers."""

from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from flask import Flask

from crescendo.web.formatting import install_formatting


@pytest.mark.parametrize(("language", "written"), [("en", "12,345"), ("de", "12.345")])
def test_numbers_are_grouped_as_the_language_does(language: str, written: str) -> None:
    app = Flask(__name__)
    install_formatting(app, locale=Locale(language), timezone=ZoneInfo("UTC"))
    assert app.jinja_env.from_string("{{ 12345 | number }}").render() == written
