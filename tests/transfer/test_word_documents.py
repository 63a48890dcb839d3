"""Word documents: their text, notes, tables and pictures, and what is never opened."""

import pytest

from crescendo.transfer.documents import Draft, Resolver, Unreadable, read_document
from tests.factories.documents import note, paragraph, picture, word_document


def read(data: bytes, kept: list[tuple[bytes, str]] | None = None) -> Draft:
    def keep(content: bytes, name: str) -> str | None:
        if kept is None:
            return None
        kept.append((content, name))
        return "a-boot"

    return read_document(data, filename="Boots.DOCX", resolve=Resolver(), keep_picture=keep)


def test_title_headings_and_words_come_through() -> None:
    draft = read(
        word_document(
            paragraph("How boots fit", style="Title"),
            paragraph("Length", style="Heading1"),
            paragraph("Leave *room*."),
            paragraph("Toes", style="Heading2"),
        )
    )
    assert draft.title == "How boots fit"
    assert draft.body == "## Length\n\nLeave \\*room\\*.\n\n### Toes\n"


def test_footnotes_become_sources() -> None:
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>A. Weber, Feet</w:t></w:r></w:p></w:footnote>'
    draft = read(word_document(paragraph("Feet swell.", more=note(2)), notes=notes))
    assert draft.body == "Feet swell.[^1]\n\n[^1]: A. Weber, Feet\n"


def test_tables_come_through() -> None:
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(words)}</w:tc>' for words in row)}</w:tr>"
        for row in (("EU", "US"), ("42", "9"))
    )
    draft = read(word_document(f"<w:tbl>{rows}</w:tbl>"))
    assert draft.body == "| EU | US |\n| --- | --- |\n| 42 | 9 |\n"


def test_pictures_are_handed_over_with_their_description() -> None:
    kept: list[tuple[bytes, str]] = []
    draft = read(word_document(picture("A boot"), image=b"a picture"), kept)
    assert kept == [(b"a picture", "picture-1.png")]
    assert draft.body == "![A boot](media:a-boot)\n"


def test_a_picture_that_cannot_be_kept_is_named() -> None:
    draft = read(word_document(paragraph("Words"), picture("A boot"), image=b"a picture"))
    assert [loss.what for loss in draft.losses] == ["picture"]


def test_struck_out_words_and_comments_are_named() -> None:
    struck = "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
    struck = struck.replace("<w:del>", '<w:del w:id="1">')
    parts: dict[str, str | bytes] = {"word/comments.xml": '<w:comments xmlns:w="x"><w:comment w:id="1"/></w:comments>'}
    draft = read(word_document(struck, parts=parts))
    assert draft.body == "new\n"
    assert {loss.what for loss in draft.losses} == {"comments", "tracked changes"}


_DEEP = "<w:sdt><w:sdtContent>" * 400 + paragraph("x") + "</w:sdtContent></w:sdt>" * 400
_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no zip at all", "This is no Word document, or it was cut off. Save it as .docx in Word and try again."),
        (word_document(paragraph("x"))[:600], "This is no Word document, or it was cut off."),
        (b"\xd0\xcf\x11\xe0 old", "This is a document of an old version of Word (.doc). Open it and save it as .docx."),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "This document is locked with a password. Take the password off in Word and save it again.",
        ),
        (
            word_document(parts={"word/vbaProject.bin": b"x"}),
            "This document holds macros, which we do not open. Save it as .docx in Word and try again.",
        ),
        (
            word_document(parts={"word/document.xml": "a" * (21 * 1024 * 1024)}),
            "This document is far larger inside than any guide should be.",
        ),
        (
            word_document(parts={f"word/media/{number}.bin": bytes(30 * 1024 * 1024) for number in range(4)}),
            "This document is far larger inside than any guide should be.",
        ),
        (word_document(parts={f"p{number}": "" for number in range(3001)}), "This document is far larger inside"),
        (word_document(parts={"word/document.xml": "<w:document"}), "This Word document is damaged."),
        (word_document(parts={"word/document.xml": _BOMB}), "This document was made to mislead programs"),
        (word_document(_DEEP), "This document is nested too deeply to be read."),
    ],
    ids=["text", "cut", "doc", "locked", "macros", "large", "bomb", "parts", "damaged", "entities", "deep"],
)
def test_what_is_no_honest_word_document_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert message in str(refused.value)
