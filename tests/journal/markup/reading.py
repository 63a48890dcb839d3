"""What tests of the dialect share: a body as the HTML of a page, and short answers about it."""

from html import escape

from crescendo.journal.markup import (
    Figure,
    GuideLink,
    Pick,
    Picture,
    ProductCard,
    ProductLink,
    Segments,
    Slot,
    WebLink,
    read_body,
)


def html_of(body: str) -> str:
    """The HTML of `body` with simple elements in place of slots, without line breaks between blocks."""
    return fill(read_body(body).segments).replace(">\n", ">")


def slots_of(body: str) -> list[Slot]:
    return [piece for piece in read_body(body).segments if not isinstance(piece, str)]


def problems_of(body: str) -> list[tuple[int, str]]:
    """The line and code of each problem."""
    return [(problem.line, problem.code) for problem in read_body(body).problems]


def fill(segments: Segments) -> str:
    return "".join(piece if isinstance(piece, str) else _element(piece) for piece in segments)


def _element(slot: Slot) -> str:
    match slot:
        case Pick():
            items = "".join(f"<li>{fill(item)}</li>" for item in (*slot.pros, *slot.cons))
            return f"<article><div>{fill(slot.verdict)}</div><ul>{items}</ul></article>"
        case WebLink():
            return f'<a href="{escape(slot.url)}">{fill(slot.content)}</a>'
        case ProductLink() | GuideLink():
            return f'<a href="/{escape(slot.slug)}">{fill(slot.content)}</a>'
        case Figure():
            return f"<figure><img><figcaption>{escape(slot.caption)}</figcaption></figure>"
        case Picture():
            return f'<img alt="{escape(slot.alt)}">'
        case ProductCard():
            return f"<article>{escape(slot.note)}</article>"
    return f"<span>{type(slot).__name__}</span>"
