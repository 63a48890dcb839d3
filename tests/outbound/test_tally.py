"""Counts wait in memory and are written together; whatever happens then, nobody who counts is disturbed."""

import os
from collections import Counter
from collections.abc import Mapping
from datetime import date
from threading import Event

import pytest

from crescendo.outbound import tally as tallying
from crescendo.outbound.tally import MissedSearch, Note, Tally

WORDS = MissedSearch(day=date(2026, 11, 24), words="gloves")
OTHERS = MissedSearch(day=date(2026, 11, 24), words="mittens")


class Book:
    """Where counts are written, while it is open."""

    def __init__(self) -> None:
        self.counts: Counter[Note] = Counter()
        self.is_open = True
        self.was_written = Event()

    def write(self, counts: Mapping[Note, int]) -> None:
        if not self.is_open:
            raise OSError("The book is shut.")
        self.counts.update(counts)
        self.was_written.set()


def test_same_thing_many_times_is_written_once() -> None:
    book = Book()
    tally = Tally(book.write, pause=None)
    for _time in range(3):
        tally.add(WORDS)
    tally.settle()
    tally.settle()
    assert book.counts == {WORDS: 3}


def test_counts_are_written_by_themselves_a_moment_later() -> None:
    book = Book()
    Tally(book.write, pause=0.01).add(WORDS)
    assert book.was_written.wait(10)
    assert book.counts == {WORDS: 1}


def test_what_cannot_be_written_is_kept_for_the_next_time(caplog: pytest.LogCaptureFixture) -> None:
    book = Book()
    tally = Tally(book.write, pause=None)
    book.is_open = False
    tally.add(WORDS)
    assert not tally.settle()
    assert "could not be written" in caplog.text
    book.is_open = True
    tally.add(WORDS)
    assert tally.settle()
    assert book.counts == {WORDS: 2}


def test_more_than_can_wait_is_dropped_and_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tallying, "MOST", 1)
    book = Book()
    tally = Tally(book.write, pause=None)
    for note in (WORDS, OTHERS, WORDS):
        tally.add(note)
    tally.settle()
    assert book.counts == {WORDS: 2}
    assert "1 clicks or searches were not counted" in caplog.text


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_child_process_writes_what_it_counted_and_nothing_of_its_parent() -> None:
    book = Book()
    tally = Tally(book.write, pause=None)
    tally.add(WORDS)
    child = os.fork()
    if child == 0:
        tally.add(OTHERS)
        tally.settle()
        os._exit(0 if book.counts == {OTHERS: 1} else 1)
    _pid, status = os.waitpid(child, 0)
    tally.settle()
    assert os.waitstatus_to_exitcode(status) == 0
    assert book.counts == {WORDS: 1}
