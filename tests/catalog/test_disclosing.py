"""What must be said before paid links, in versions that nobody can take away."""

import pytest

from crescendo.catalog.disclosing import (
    FIRST_SENTENCES,
    keep_programme,
    programme_versions,
    sentence_about,
    sentence_versions,
    write_sentence,
)
from crescendo.catalog.merchants import Relationship
from crescendo.catalog.queries import merchant_by_id
from crescendo.foundation.database import db
from crescendo.foundation.errors import Conflict, Rejected
from tests.factories.accounts import make_user
from tests.factories.catalog import make_merchant

pytestmark = pytest.mark.usefixtures("app")
AFFILIATE = Relationship.AFFILIATE
NEW = "We earn a share of what you spend after following a link."


def said(relationship: Relationship) -> str:
    merchant = make_merchant(relationship=relationship)
    db.session.expire_all()
    return sentence_about(merchant_by_id(merchant.id))


def test_each_kind_of_paid_link_has_a_sentence_of_its_own_from_the_start() -> None:
    assert said(AFFILIATE) == FIRST_SENTENCES[AFFILIATE]
    assert said(Relationship.SPONSORED) == FIRST_SENTENCES[Relationship.SPONSORED] != FIRST_SENTENCES[AFFILIATE]
    assert said(Relationship.NONE) == said(Relationship.OWN_SHOP) == ""


def test_each_change_is_a_version_with_its_author_and_the_newest_counts() -> None:
    user = make_user(name="Ada")
    write_sentence(AFFILIATE, NEW, number=0, by=user)
    write_sentence(AFFILIATE, f"{NEW} Really.", number=1, by=user)
    write_sentence(AFFILIATE, f"{NEW} Really.", number=2, by=user)
    assert [(each.number, each.text) for each in sentence_versions(AFFILIATE)] == [(2, f"{NEW} Really."), (1, NEW)]
    assert sentence_versions(AFFILIATE)[0].written_by is user
    assert said(AFFILIATE) == f"{NEW} Really."
    assert said(Relationship.SPONSORED) == FIRST_SENTENCES[Relationship.SPONSORED]


@pytest.mark.parametrize("text", ["", "   ", "Ads.", "x" * 501])
def test_sentence_cannot_be_blanked(text: str) -> None:
    with pytest.raises(Rejected, match="Readers must be told"):
        write_sentence(AFFILIATE, text, number=0, by=None)


def test_two_people_never_overwrite_each_others_sentence() -> None:
    write_sentence(AFFILIATE, NEW, number=0, by=None)
    with pytest.raises(Conflict):
        write_sentence(AFFILIATE, f"{NEW} Really.", number=0, by=None)


def test_programme_of_a_merchant_is_kept_in_versions() -> None:
    merchant = make_merchant(relationship=AFFILIATE, programme="As a partner we earn.")
    for text in ("As a partner we earn.", "We earn as a partner.", ""):
        merchant.programme = text
        keep_programme(merchant, by=None)
    assert [each.text for each in programme_versions(merchant)] == [
        "",
        "We earn as a partner.",
        "As a partner we earn.",
    ]
