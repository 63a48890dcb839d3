"""What somebody else does at the site while something takes its time: a password is hashed, or a picture drawn."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any

import pytest
from argon2 import PasswordHasher

from crescendo.foundation.database import db
from crescendo.media import storage

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
            _write(place, statement)
            taken.append(given[-1])
            return slow(self, *given)

        return work

    with pytest.MonkeyPatch.context() as patched:
        for method in ("verify", "hash"):
            patched.setattr(PasswordHasher, method, meanwhile(method))
        yield taken


@contextmanager
def somebody_writes_while_drawing(statement: str = "UPDATE users SET name = name") -> Iterator[list[str]]:
    """Names each file of a picture that is made in the block; somebody else has written then, without waiting."""
    made: list[str] = []
    place, write, in_turn = db.engine.url.database or "", storage.write, Lock()

    def meanwhile(path: str, data: bytes) -> None:
        with in_turn:  # files are made at once, and somebody would wait for themselves
            _write(place, statement)
        made.append(path)
        write(path, data)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(storage, "write", meanwhile)
        yield made


def _write(place: str, statement: str) -> None:
    with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as somebody:
        somebody.execute(statement)
