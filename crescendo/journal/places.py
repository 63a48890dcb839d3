"""Where in a text the places of products stand."""

from collections.abc import Iterable

from .derived import Mention
from .markup import read_body


def lines_of(mentions: Iterable[Mention], body: str) -> dict[int, int]:
    """The lines of `body`, counted from 1, on which these places stand, by position.

    The body may be a later one than that of the mentions: the second link to a product is then looked for where the
    later body has its second link to it. A place that it no longer has is left out.
    """
    stands: dict[tuple[str, str], list[int]] = {}
    for reference in read_body(body).mentions:
        stands.setdefault((reference.form, reference.slug), []).append(reference.line)
    lines = {}
    for mention in mentions:
        if left := stands.get((mention.form.value, mention.reference)):
            lines[mention.position] = left.pop(0)
    return lines
