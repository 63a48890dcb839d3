"""Documents of Microsoft Word (.docx), by way of HTML. What is packed in them is weighed before it is unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from .context import TOO_DEEP
from .results import Loss, PictureSource, Resolver, Unreadable

if TYPE_CHECKING:  # it takes long to load, and most processes never read such a document
    import mammoth

MAX_UNPACKED = 100 * 1024 * 1024  # bytes of all parts
MAX_TEXT = 20 * 1024 * 1024  # bytes of one part in XML
MAX_PARTS = 3_000
_TOO_LARGE = "This document is far larger inside than any guide should be. Save its text in a new document."
_DAMAGED = "This Word document is damaged. Open it in Word, save it under a new name and try again."
_NO_WORD = "This is no Word document, or it was cut off. Save it as .docx in Word and try again."
_UNZIPPING = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
_READING = (*_UNZIPPING, KeyError, ValueError, TypeError, AttributeError, IndexError, ExpatError)
_OLD = b"\xd0\xcf\x11\xe0"
_LOSSES = {
    "word/comments.xml": (b"<w:comment ", "comments", "Comments on the text are not part of a guide."),
    "word/document.xml": (b"<w:del ", "tracked changes", "They were accepted: what was struck out is gone."),
}
_IGNORED = re.compile(r"An unrecognised element was ignored: \{?[^}]*\}?(\w[\w:]*)")
_QUIET = {"w:proofErr", "w:lastRenderedPageBreak", "office-word:wrap", "w:tblPrEx", "w:tblGrid"}
KeepPicture = Callable[[bytes, str], str | None]
"""Keeps the picture in some bytes under a file's name, and says its key; None when it cannot be kept."""


def word_to_html(data: bytes, *, keep_picture: KeepPicture) -> tuple[str, Resolver, tuple[Loss, ...]]:
    """The document's text as HTML, with a resolver for the pictures in it, and what HTML has no place for.

    `Unreadable` when `data` is no such document, or one that must not be opened.
    """
    import mammoth

    losses = _checked(data)
    pictures: list[tuple[bytes, str]] = []

    def note_picture(image: "mammoth.documents.Image") -> dict[str, str]:
        with image.open() as opened:
            kind = (image.content_type or "image/png").rpartition("/")[2]
            pictures.append((opened.read(), f"picture-{len(pictures) + 1}.{kind}"))
        return {"src": f"word:{len(pictures) - 1}"}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            convert_image=mammoth.images.img_element(note_picture),
            style_map="p[style-name='Title'] => h1:fresh",
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except RecursionError as error:
        raise Unreadable(TOO_DEEP) from error
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        ExpatError,
        zipfile.BadZipFile,
    ) as error:
        raise Unreadable(
            "This Word document is damaged. Open it in Word, save it under a new name and try again."
        ) from error
    ignored = {found[1] for each in result.messages if (found := _IGNORED.match(each.message))} - _QUIET
    losses += [Loss("part of Word", "the document", f"{name} has no place in a guide.") for name in sorted(ignored)]

    def picture(source: PictureSource) -> str | None:
        place = source.address.removeprefix("word:")
        return keep_picture(*pictures[int(place)]) if place.isdigit() and source.address != place else None

    return result.value, Resolver(picture=picture), tuple(losses)


def _checked(data: bytes) -> list[Loss]:
    """What the document holds beside its text. `Unreadable` when it is not what it says, or could do harm."""
    if data.startswith(_OLD):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable(
            "This document is locked with a password. Take the password off in Word and save it again."
            if encrypted
            else "This is a document of an old version of Word (.doc). Open it and save it as .docx."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _weighed(packed)
    except _UNZIPPING as error:
        raise Unreadable(_NO_WORD) from error


def _weighed(packed: zipfile.ZipFile) -> list[Loss]:
    parts = {part.filename: part for part in packed.infolist()}
    if len(parts) > MAX_PARTS or sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
        raise Unreadable(
            "This document is far larger inside than any guide should be. Save its text in a new document."
        )
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise Unreadable("This document holds macros, which we do not open. Save it as .docx in Word and try again.")
    if any(part.flag_bits & 1 for part in parts.values()):
        raise Unreadable("This document is locked with a password. Take the password off in Word and save it again.")
    if "word/document.xml" not in parts:
        raise Unreadable("This file is no Word document. Save it as .docx in Word and try again.")
    losses = []
    for name, part in parts.items():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        if part.file_size > MAX_TEXT:
            raise Unreadable(
                "This document is far larger inside than any guide should be. Save its text in a new document."
            )
        content = packed.read(part)
        if b"<!DOCTYPE" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unreadable("This document was made to mislead programs, and is not opened. Save it anew in Word.")
        sign, what, why = _LOSSES.get(name, (b"", "", ""))
        if sign and sign in content:
            losses.append(Loss(what, "the document", why))
    return losses
