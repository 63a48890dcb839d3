"""Word documents for tests, made part by part."""

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PICTURE_NAMES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/></Types>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
    for style, name in (("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2"))
)


def paragraph(words: str, *, style: str = "", more: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{look}<w:r><w:t xml:space="preserve">{words}</w:t></w:r>{more}</w:p>'


def picture(alt: str) -> str:
    """A paragraph with the picture of the document."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="{alt}"/><a:graphic><a:graphicData><pic:pic>'
        '<pic:blipFill><a:blip r:embed="rPic"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


def note(number: int) -> str:
    """A reference to a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def word_document(
    *blocks: str, image: bytes = b"", notes: str = "", parts: dict[str, str | bytes] | None = None
) -> bytes:
    """A .docx that holds `blocks`; `parts` are added, or take the place of what would be there."""
    relations = [("rStyles", "styles", "styles.xml"), ("rNotes", "footnotes", "footnotes.xml")]
    relations += [("rPic", "image", "media/image1.png")] if image else []
    listed = "".join(f'<Relationship Id="{key}" Type="{_KIND}/{kind}" Target="{to}"/>' for key, kind, to in relations)
    main = f'<Relationship Id="r1" Type="{_KIND}/officeDocument" Target="word/document.xml"/>'
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>',
        "word/styles.xml": f"<w:styles {_W}>{_STYLES}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>",
        "word/document.xml": f"<w:document {_W} {_R} {_PICTURE_NAMES}><w:body>{''.join(blocks)}</w:body></w:document>",
        **({"word/media/image1.png": image} if image else {}),
        **(parts or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return packed.getvalue()
