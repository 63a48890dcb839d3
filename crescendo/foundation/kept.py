"""What public answers read of the database, read once for each content version and shared by all of them."""

from collections.abc import Callable, Collection, Hashable
from functools import wraps
from typing import ParamSpec, TypeVar

from .database import let_go_of_rows
from .freshness import Memory, NextChange

Asked = ParamSpec("Asked")
Found = TypeVar("Found")
Key = TypeVar("Key", bound=Hashable)


def kept(size: int, *, until: NextChange | None = None) -> Callable[[Callable[Asked, Found]], Callable[Asked, Found]]:
    """Let a query be asked once with the same arguments by answers that may be kept, and each time by all others.

    The last `size` results are kept. Their rows are parted from the session, so that threads may share them: what was
    not loaded with them cannot be loaded later, and nobody may change them. `until` says when the clock next changes
    them; the argument `now` is no part of the question.
    """

    def keeping(find: Callable[Asked, Found]) -> Callable[Asked, Found]:
        memory = Memory(size, let_go=let_go_of_rows)

        @wraps(find)
        def found(*given: Asked.args, **named: Asked.kwargs) -> Found:
            key = given, tuple((name, value) for name, value in named.items() if name != "now")
            return memory.recall(key, lambda: find(*given, **named), until=until)

        return found

    return keeping


def kept_each(
    size: int, *, until: NextChange | None = None
) -> Callable[[Callable[..., dict[Key, Found]]], Callable[..., dict[Key, Found]]]:
    """The same of a query for several things by keys, its first argument: it is asked for those not at hand alone."""

    def keeping(find: Callable[..., dict[Key, Found]]) -> Callable[..., dict[Key, Found]]:
        memory = Memory(size, let_go=let_go_of_rows)

        @wraps(find)
        def found(keys: Collection[Key], **named: object) -> dict[Key, Found]:
            kind = tuple((name, value) for name, value in named.items() if name != "now")
            return memory.recall_each(kind, keys, lambda missing: find(missing, **named), until=until)

        return found

    return keeping
