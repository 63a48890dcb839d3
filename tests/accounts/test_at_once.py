"""What several requests do at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

from sqlalchemy import select

from crescendo.accounts.models import Role, User
from crescendo.accounts.one_time import make_token, use_token
from crescendo.accounts.proofs import Purpose, Tries
from crescendo.accounts.queries import users
from crescendo.accounts.second_step import accept_recovery_code
from crescendo.accounts.team import disable
from crescendo.accounts.tries import Allowance, count_try
from crescendo.foundation.database import db, unit_of_work
from crescendo.foundation.errors import Rejected, TooSoon
from crescendo.web.application import Crescendo
from tests.factories.accounts import make_user, set_up_app

MANY = 8


def at_once(app: Crescendo, act: Callable[[int], bool]) -> int:
    """How many of many threads that begin together succeed."""
    start, done = Barrier(MANY), []

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            done.append(act(number))
            db.session.remove()

    db.session.rollback()
    threads = [Thread(target=run, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done)


def test_many_tries_at_once_are_all_counted(app: Crescendo) -> None:
    def act(_number: int) -> bool:
        try:
            count_try([Allowance("door", 3), Allowance("house", 5)])
        except TooSoon:
            return False
        return True

    assert at_once(app, act) == 3


def test_token_is_used_by_one(app: Crescendo) -> None:
    token = make_token(purpose=Purpose.RESET, user=make_user())
    db.session.commit()

    def act(_number: int) -> bool:
        with unit_of_work():
            return use_token(token, Purpose.RESET) is not None

    assert at_once(app, act) == 1


def test_recovery_code_is_used_by_one(app: Crescendo) -> None:
    user = make_user()
    _secret, codes = set_up_app(user)
    user_id = user.id

    def act(_number: int) -> bool:
        with unit_of_work():
            return accept_recovery_code(user=db.session.get_one(User, user_id), code=codes[0])

    assert at_once(app, act) == 1


def test_owners_who_leave_at_once_leave_one(app: Crescendo) -> None:
    ids = [make_user().id for _owner in range(MANY)]

    def act(number: int) -> bool:
        try:
            with unit_of_work():
                disable(user=db.session.get_one(User, ids[number]), by=None)
        except Rejected:
            return False
        return True

    assert at_once(app, act) == MANY - 1
    assert [user.role for user in users() if user.is_enabled] == [Role.OWNER]


def test_no_try_is_lost(app: Crescendo) -> None:
    def act(_number: int) -> bool:
        count_try([Allowance("door", 100)])
        return True

    at_once(app, act)
    at_once(app, act)
    assert db.session.scalar(select(Tries.count)) == 2 * MANY
