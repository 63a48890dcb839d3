"""Which passwords are good enough."""

import subprocess
import sys

import pytest

from crescendo.accounts.passwords import fault_in

MANY_AT_ONCE = """
import resource
from concurrent.futures import ThreadPoolExecutor
from crescendo.accounts.passwords import hash_password
with ThreadPoolExecutor(12) as people:
    list(people.map(hash_password, ["a password that nobody has"] * 12))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_many_who_sign_in_at_once_take_the_memory_of_two() -> None:
    told = subprocess.run([sys.executable, "-c", MANY_AT_ONCE], capture_output=True, check=True, text=True)
    assert int(told.stdout) < 400  # MB; twelve at once would take 768 for their hashes alone


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
