"""Which passwords are good enough."""

import pytest

from crescendo.accounts.passwords import fault_in


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password123!",
        "iloveyou1234",
        "qwertyuiop123",
        "123456789012",
        "abcabcabcabc",
        "letmeinletmein",
        "trustno1trustno1",
    ],
)
def test_password_that_many_have_is_refused(password: str) -> None:
    assert "soon be guessed" in (fault_in(password) or "")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "four plain words here", "只 有 我 知 道 的 密 码 啊", "x7Qp-2mVz_91"]
)
def test_any_signs_will_do(password: str) -> None:
    assert fault_in(password) is None


def test_own_name_and_address_make_no_password() -> None:
    known = ["ed.wilberforce@example.org", "Edith Wilberforce"]
    assert fault_in("edith wilberforce") is None
    assert "soon be guessed" in (fault_in("Edith Wilberforce", known=known) or "")


def test_twelve_characters_are_enough_and_eleven_are_not() -> None:
    assert fault_in("x7Qp-2mVz_91") is None
    assert "at least 12" in (fault_in("x7Qp-2mVz_9") or "")
