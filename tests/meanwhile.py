"""What somebody else does at the site while Argon2 judges or hashes a password."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from argon2 import PasswordHasher

from crescendo.foundation.database import db

on_sqlite = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@contextmanager
def somebody_writes(statement: str = "UPDATE users SET name = name") -> Iterator[list[str]]:
    """Names each password that is judged or hashed in the block; somebody else has written then, without waiting.

    For the application on SQLite, which has one writer at a time: `database is locked` says that somebody had to wait.
    """
    taken: list[str] = []
    place = db.engine.url.database or ""

    def meanwhile(method: str) -> Any:
        slow = getattr(PasswordHasher, method)

        def work(self: PasswordHasher, *given: str) -> Any:
            with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as somebody:
                somebody.execute(statement)
            taken.append(given[-1])
            return slow(self, *given)

        return work

    with pytest.MonkeyPatch.context() as patched:
        for method in ("verify", "hash"):
            patched.setattr(PasswordHasher, method, meanwhile(method))
        yield taken
