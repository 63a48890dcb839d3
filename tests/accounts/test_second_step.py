"""Codes of an authenticator app, and the recovery codes that stand in for it."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from crescendo.accounts.models import User
from crescendo.accounts.proofs import RecoveryCode
from crescendo.accounts.second_step import (
    accept_code,
    accept_recovery_code,
    authenticator_of,
    new_secret,
    recovery_codes_left,
    renew_codes,
    turn_off,
    turn_on,
)
from crescendo.foundation.database import db
from crescendo.foundation.errors import Rejected
from tests.factories.accounts import make_user

pytestmark = pytest.mark.usefixtures("app")
NOON = datetime(2026, 11, 2, 12, 0, 10, tzinfo=UTC)
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of RFC 6238, appendix B


def code_at(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def with_app(secret: str) -> tuple[User, list[str]]:
    """A user whose app was set up two minutes before noon, and their recovery codes."""
    user, begun = make_user(), NOON - timedelta(minutes=2)
    with time_machine.travel(begun, tick=False):
        codes = turn_on(user=user, secret=secret, sealed_secret="sealed", code=code_at(secret, begun))
    db.session.commit()
    return user, codes


@pytest.mark.parametrize(("second", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    assert pyotp.TOTP(RFC_SECRET).at(second) == code


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(0, True), (-30, True), (30, True), (-60, False), (60, False), (-3600, False)]
)
def test_code_is_taken_within_one_step(seconds: int, is_taken: bool) -> None:
    secret = new_secret()
    user, _codes = with_app(secret)
    with time_machine.travel(NOON, tick=False):
        code = code_at(secret, NOON + timedelta(seconds=seconds))
        assert accept_code(user=user, secret=secret, code=code) is is_taken


def test_code_with_a_blank_in_it_is_the_same_code() -> None:
    secret = new_secret()
    user, _codes = with_app(secret)
    code = code_at(secret, NOON)
    with time_machine.travel(NOON, tick=False):
        assert accept_code(user=user, secret=secret, code=f" {code[:3]} {code[3:]} ")


def test_code_is_taken_once_and_none_from_before_it() -> None:
    secret = new_secret()
    user, _codes = with_app(secret)
    now, before = code_at(secret, NOON), code_at(secret, NOON - timedelta(seconds=30))
    with time_machine.travel(NOON, tick=False):
        taken = [accept_code(user=user, secret=secret, code=code) for code in (now, now, before)]
    assert taken == [True, False, False]


def test_code_that_set_the_app_up_signs_nobody_in() -> None:
    secret, user = new_secret(), make_user()
    with time_machine.travel(NOON, tick=False):
        code = code_at(secret, NOON)
        turn_on(user=user, secret=secret, sealed_secret="sealed", code=code)
        assert not accept_code(user=user, secret=secret, code=code)


@pytest.mark.parametrize("code", ["", "000000", "12345", "１２３４５６", "x" * 40])
def test_wrong_code_sets_nothing_up(code: str) -> None:
    user = make_user()
    with pytest.raises(Rejected):
        turn_on(user=user, secret=RFC_SECRET, sealed_secret="sealed", code=code)
    assert authenticator_of(user) is None


def test_recovery_codes_work_once_each_and_however_they_are_typed() -> None:
    user, codes = with_app(new_secret())
    assert len(set(codes)) == 10
    assert accept_recovery_code(user=user, code=f" {codes[0].upper().replace('-', ' ')}")
    assert not accept_recovery_code(user=user, code=codes[0])
    assert recovery_codes_left(user) == 9


def test_recovery_code_of_somebody_else_opens_nothing() -> None:
    _user, codes = with_app(new_secret())
    assert not accept_recovery_code(user=make_user(), code=codes[0])


def test_database_never_learns_a_recovery_code() -> None:
    _user, codes = with_app(new_secret())
    stored = " ".join(db.session.scalars(select(RecoveryCode.code_hash)))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_new_recovery_codes_end_the_old_ones() -> None:
    user, codes = with_app(new_secret())
    renewed = renew_codes(user=user)
    assert not accept_recovery_code(user=user, code=codes[0])
    assert accept_recovery_code(user=user, code=renewed[0])


def test_without_the_app_there_is_no_recovery_code() -> None:
    user, codes = with_app(new_secret())
    assert turn_off(user=user, by=user)
    assert authenticator_of(user) is None
    assert not accept_recovery_code(user=user, code=codes[0])
