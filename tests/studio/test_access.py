"""Who may enter which part of the studio."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.pages import Pages

EDITORS_ONLY = ("/studio/offers/", "/studio/merchants/", "/studio/categories/", "/studio/tags/", "/studio/products/new")
EVERYBODY = (
    "/studio/",
    "/studio/articles/",
    "/studio/articles/new",
    "/studio/impact/",
    "/studio/links/",
    "/studio/media/",
    "/studio/products/",
    "/studio/authors/",
)


def test_no_part_of_the_studio_is_public(app: Flask, pages: Pages) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/studio/")]
    guarded = [rule for rule in rules if "setup" not in rule.rule]
    assert len(guarded) > 30
    for rule in guarded:
        address = rule.rule.replace("<int:", "<").split("<")[0] + ("1" if "<" in rule.rule else "")
        if "GET" in (rule.methods or ()):
            page = pages.open(address)
            assert (page.status, page.location.split("?")[0]) == (302, "/login"), address


def test_sign_in_leads_back_to_where_one_wanted_to_go(pages: Pages, sign_in: Callable[..., Pages]) -> None:
    sign_in(email="ed@example.org")
    form = pages.open("/studio/media/").follow().form()
    page = form.fill(email="ed@example.org", password="correct horse").submit("Sign in")
    assert page.location == "/studio/media/"


@pytest.mark.parametrize("address", EDITORS_ONLY)
def test_authors_may_not_enter_the_editors_part(sign_in: Callable[..., Pages], address: str) -> None:
    assert sign_in("author").open(address).status == 403


@pytest.mark.parametrize("role", ["author", "editor", "owner"])
@pytest.mark.parametrize("address", EVERYBODY)
def test_everybody_signed_in_may_write(sign_in: Callable[..., Pages], role: str, address: str) -> None:
    assert sign_in(role).open(address).status == 200


@pytest.mark.parametrize("address", EDITORS_ONLY)
def test_editors_may_enter_their_part(sign_in: Callable[..., Pages], address: str) -> None:
    assert sign_in("editor").open(address).status == 200


def test_gallery_shows_every_component_to_who_works_on_the_look(sign_in: Callable[..., Pages]) -> None:
    assert sign_in().open("/studio/gallery").status == 200


def test_studio_is_never_cached(sign_in: Callable[..., Pages]) -> None:
    assert sign_in().open("/studio/").response.headers["Cache-Control"] == "private, no-store"


def test_form_without_its_token_is_refused(app: Flask, sign_in: Callable[..., Pages]) -> None:
    page = sign_in().send("/studio/tags/", {"name": "Forged"})
    assert page.status == 400
