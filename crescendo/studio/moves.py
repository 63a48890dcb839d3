"""Addresses that change: what an author is told beforehand, beside the field, and afterwards."""

from collections.abc import Callable

from wtforms import Field

from ..redirects.queries import target_of


def tell_of_move(field: Field, path: Callable[[str], str], slug: str) -> None:
    """Let the help of `field` say what becomes of `path(slug)`, which readers know, when it is changed.

    The words for both cases go with the field, so that a script can show the right ones while one types.
    """
    old = path(slug)
    stays = f"Readers know {old}. When you change this, that address will lead to the new one."
    moves = f"{old} will lead to {path('…')}, so that no link breaks."
    new = (field.data or "").strip()
    field.description = moves.replace("…", new) if new not in {"", slug} else stays
    field.render_kw = {**(field.render_kw or {}), "data-stays": stays, "data-moves": moves, "data-slug": slug}


def moved(address: str) -> str:
    """What to say after a save of what readers found at `address`; nothing if they still do."""
    target = target_of(address)
    return f"{address} now leads to {target}." if target else ""
