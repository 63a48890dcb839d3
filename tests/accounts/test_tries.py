"""How fast something may be tried."""

from datetime import timedelta

import pytest
import time_machine

from crescendo.accounts.tries import (
    FORGOTTEN_AFTER,
    LONGEST_WAIT,
    Allowance,
    count_try,
    forget_tries,
    take_back_try,
    wait_after,
)
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import TooSoon

pytestmark = pytest.mark.usefixtures("app")
DOOR = Allowance("door", 3)
HOUSE = Allowance("house", 5)


def tries(count: int, *allowances: Allowance) -> int:
    """How many of `count` tries at the same moment are let through."""
    through = 0
    for _number in range(count):
        try:
            count_try(allowances or [DOOR])
        except TooSoon:
            continue
        through += 1
    return through


@pytest.mark.parametrize(("count", "seconds"), [(2, 0), (3, 30), (4, 60), (5, 120), (8, 900), (1000, 900)])
def test_waits_grow_up_to_a_quarter_of_an_hour(count: int, seconds: int) -> None:
    assert wait_after(count, 3) == timedelta(seconds=seconds)


def test_after_the_free_tries_one_waits_and_is_told_how_long() -> None:
    with time_machine.travel(clock.now(), tick=False):
        assert tries(9) == 3
        with pytest.raises(TooSoon) as refusal:
            count_try([DOOR])
    assert refusal.value.seconds == 30


def test_waiting_is_enough_for_one_more_try() -> None:
    begun = clock.now()
    with time_machine.travel(begun, tick=False):
        tries(3)
    with time_machine.travel(begun + timedelta(seconds=30), tick=False):
        assert tries(5) == 1


def test_nobody_is_ever_shut_out_for_longer() -> None:
    moment = clock.now()
    for _try in range(30):
        with time_machine.travel(moment, tick=False):
            assert tries(1) == 1
        moment += LONGEST_WAIT


def test_tries_outlive_the_process_that_counted_them() -> None:
    with time_machine.travel(clock.now(), tick=False):
        tries(3)
        db.session.remove()
        db.engine.dispose()
        assert tries(1) == 0


def test_a_try_under_several_keys_waits_for_each_and_counts_under_none_while_it_waits() -> None:
    with time_machine.travel(clock.now(), tick=False):
        tries(3, DOOR)
        assert tries(1, DOOR, HOUSE) == 0
        assert tries(9, HOUSE) == 5


def test_getting_in_forgets_and_a_day_does_too() -> None:
    begun = clock.now()
    with time_machine.travel(begun, tick=False):
        tries(3)
        forget_tries([DOOR])
        assert tries(9) == 3
    with time_machine.travel(begun + FORGOTTEN_AFTER, tick=False):
        assert tries(9) == 3


def test_a_right_try_leaves_those_of_others_counted() -> None:
    with time_machine.travel(clock.now(), tick=False):
        tries(2)
        take_back_try([DOOR])
        assert tries(9) == 2
