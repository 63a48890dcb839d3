"""Documents as JSON."""

import json

import pytest

from crescendo.journal.markup import (
    StoredDocument,
    document_to_json,
    read_body,
    segments_from_json,
    segments_to_json,
    stored_from_json,
)

EVERYTHING = """\
## Socks

::product[a]{note="n"} is text, this is a card:

::product[a]{note="n"}

::::pick[b]{role="budget" evidence="expert" verified="2026-11-02"}
Warm, [$5](price:b), [8](spec:b/drop), [c](product:c), ![i](media:i).

+ [w](https://e.example)
- [g](guide:g#fit)
::::

::compare[a, b]{columns="price"}

![alt](media:k "cap")

:::faq
### Why?
So.[^1]
:::

[^1]: https://e.example
"""


def test_what_is_stored_reads_back_the_same() -> None:
    document = read_body(EVERYTHING)
    stored = stored_from_json(json.loads(json.dumps(document_to_json(document))))
    assert stored == StoredDocument(document.segments, document.headings, document.questions, document.sources)
    assert len({type(piece) for piece in document.segments}) == 5


def test_segments_read_back_the_same() -> None:
    segments = read_body(EVERYTHING).segments
    assert segments_from_json(json.loads(json.dumps(segments_to_json(segments)))) == segments


@pytest.mark.parametrize("stored", [{}, {"format": 0}, {"format": "1"}])
def test_a_format_that_is_not_ours_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="format"):
        stored_from_json(stored)
