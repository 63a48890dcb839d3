"""Password hashing (Argon2id with the library's recommended cost) and the rule for new passwords."""

from collections.abc import Sequence
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from .models import NO_PASSWORD

MIN_LENGTH = 12
MAX_LENGTH = 200  # a bound on the work that one request can cause
ADVICE = f"At least {MIN_LENGTH} characters. A few unrelated words are easy to keep in mind."

_ENOUGH_GUESSES = 10**7  # someone who guesses by lists of known passwords and words needs at least so many
_JUDGED = 72  # characters that are judged: whatever comes after them makes a password only better

_hasher = PasswordHasher()
_turn = BoundedSemaphore(2)  # each hash takes 64 MB while it is made, and there are many threads that could make one


def hash_password(password: str) -> str:
    with _turn:
        return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether `password` is the one that was hashed; as slow for an account that has none."""
    has_one, decoy = password_hash != NO_PASSWORD, _decoy()
    try:
        with _turn:
            _hasher.verify(password_hash if has_one else decoy, password)
    except (VerificationError, InvalidHashError):
        return False
    return has_one


def waste_time(password: str) -> None:
    """Spend what a check costs, so that an unknown account answers as slowly as a known one."""
    matches(NO_PASSWORD, password)


def fault_in(password: str, *, known: Sequence[str] = ()) -> str | None:
    """What is wrong with a new password, in words for its author; None when nothing is.

    `known` is what anybody would try first for this person, such as their name.
    """
    if len(password) < MIN_LENGTH:
        return f"Use at least {MIN_LENGTH} characters. A few unrelated words make a good password."
    if len(password) > MAX_LENGTH:
        return f"Use at most {MAX_LENGTH} characters."
    if _is_soon_guessed(password, known):
        return "This password would soon be guessed: it is much used, or a pattern. Take a few unrelated words."
    return None


def _is_soon_guessed(password: str, known: Sequence[str]) -> bool:
    from zxcvbn import zxcvbn  # its word lists take a moment to load, and most processes never judge a password

    return bool(zxcvbn(password[:_JUDGED], user_inputs=list(known))["guesses"] < _ENOUGH_GUESSES)


@cache
def _decoy() -> str:
    """What is compared where there is nothing to compare. Making it takes its time, so the first check of all does."""
    return hash_password("a password that nobody has")
