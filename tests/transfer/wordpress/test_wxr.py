"""Reading what WordPress exports."""

from datetime import UTC, datetime
from io import BytesIO

import pytest

from crescendo.transfer.price_rows import Unreadable
from crescendo.transfer.wordpress.wxr import WxrFile
from tests.factories.wordpress import wxr, wxr_author, wxr_category, wxr_item, wxr_tag


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_item_is_read_with_everything_it_says(version: str) -> None:
    item = wxr_item(
        7,
        "Boots & socks",
        "<p>One ]]> two</p>",
        slug="boots",
        excerpt="Short",
        terms=[("category", "shoes", "Shoes"), ("post_tag", "fit", "Fit")],
        meta={"_thumbnail_id": "9"},
        comments=2,
    )
    [read] = WxrFile(wxr(item, version=version)).items()
    assert (read.number, read.id, read.type, read.status) == (1, "7", "post", "publish")
    assert (read.title, read.slug, read.author) == ("Boots & socks", "boots", "mira")
    assert (read.content, read.excerpt) == ("<p>One ]]> two</p>", "Short")
    assert read.published_at == datetime(2024, 3, 5, 7, 8, 9, tzinfo=UTC)
    assert read.terms == (("category", "shoes", "Shoes"), ("post_tag", "fit", "Fit"))
    assert (read.meta["_thumbnail_id"], read.comments) == ("9", 2)


def test_head_names_authors_categories_and_tags() -> None:
    parts = [wxr_author(), wxr_category("shoes", "Shoes", parent="wear"), wxr_tag("fit", "Fit")]
    file = WxrFile(wxr(*parts, wxr_item(1)))
    list(file.items())
    assert file.site.address == "https://old.example"
    assert file.site.authors["mira"].name == "Mira Holt"
    assert file.site.categories["shoes"].parent == "wear"
    assert file.site.tags["fit"].name == "Fit"


def test_items_can_be_read_again() -> None:
    file = WxrFile(wxr(wxr_item(1), wxr_item(2)))
    assert [item.id for item in file.items()] == [item.id for item in file.items()] == ["1", "2"]


def test_control_characters_that_wordpress_writes_are_left_out() -> None:
    data = wxr(wxr_item(1, "Boots")).getvalue().replace(b"Boots", b"Bo\x08ots\x1f")
    [item] = WxrFile(BytesIO(data)).items()
    assert item.title == "Boots"


def test_date_that_was_never_set_is_none_and_one_that_is_no_date_is_told() -> None:
    never, wrong = wxr_item(1, date="0000-00-00 00:00:00"), wxr_item(2, date="2024-13-45 99:00:00")
    first, second = WxrFile(wxr(never, wrong)).items()
    assert (first.published_at, first.fault) == (None, "")
    assert second.fault.startswith("“2024-13-45 99:00:00” is no time.")


WHOLE = wxr(wxr_author(), wxr_item(1, content="<p>Ärmel</p>"), wxr_item(2)).getvalue()
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b"<rss><channel><title>&b;</title></channel></rss>"
)
BAD = {
    "empty": (b"", "The file is empty."),
    "zip": (b"PK\x03\x04rest", "This file is compressed. Unpack it and choose the .xml file in it."),
    "gzip": (b"\x1f\x8b\x08rest", "This file is compressed. Unpack it and choose the .xml file in it."),
    "text": (
        b"Dear author, hello",
        "This is no XML. Choose the .xml file that WordPress made under Tools, Export.",
    ),
    "blank": (b"   \n", "This is no XML. Choose the .xml file that WordPress made under Tools, Export."),
    "doctype": (BOMB, "The file begins with a DOCTYPE, which can hide other files. WordPress writes none."),
    "outside entity": (
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
        "The file begins with a DOCTYPE, which can hide other files. WordPress writes none.",
    ),
    "page": (
        b"<html><body>Log in</body></html>",
        "This is no WordPress export: it begins with <html> instead of <rss>.",
    ),
    "feed": (
        b'<rss version="2.0"><channel><title>T</title><item><title>A</title></item></channel></rss>',
        "This file names no version of its format, but must be a WordPress export of version 1.0, 1.1 or 1.2.",
    ),
    "newer": (
        WHOLE.replace(b"wxr_version>1.2", b"wxr_version>2.0"),
        "This file names version 2.0 of its format, but must be a WordPress export of version 1.0, 1.1 or 1.2.",
    ),
    "cut in a tag": (WHOLE[: WHOLE.rindex(b"</item>") + 3], "The file ends in the middle, at line 10."),
    "cut in a text": (WHOLE[: WHOLE.index(b"rmel") + 2], "The file ends in the middle, at line 9."),
    "cut between items": (WHOLE[: WHOLE.index(b"</item>") + 8], "The file ends in the middle, at line 10."),
    "wrong encoding": (
        WHOLE.decode().encode("latin-1"),
        "From line 9 on, letters are not in the file’s encoding. Export it again, and do not edit it.",
    ),
    "unknown encoding": (
        WHOLE.replace(b'encoding="UTF-8"', b'encoding="X-KLINGON"'),
        "From line 1 on, letters are not in the file’s encoding. Export it again, and do not edit it.",
    ),
    "entity": (
        WHOLE.replace(b"Old site", b"Old&nbsp;site"),
        "The file holds an entity, such as &nbsp;, that XML does not know. Export it again, and do not edit it.",
    ),
    "joined": (
        WHOLE + WHOLE[WHOLE.index(b"<rss") :],
        "After its end, at line 13, the file goes on. Perhaps two files were joined.",
    ),
    "too deep": (
        WHOLE.replace(b"</channel>", b"<a>" * 99 + b"</a>" * 99 + b"</channel>"),
        "The file is nested deeper than any export of WordPress.",
    ),
    "unclosed": (WHOLE.replace(b"</item>", b"", 1), "At line 11 the file is no proper XML:"),
}


@pytest.mark.parametrize("name", BAD)
def test_file_that_cannot_be_read_is_told_exactly(name: str) -> None:
    data, message = BAD[name]
    with pytest.raises(Unreadable) as caught:
        list(WxrFile(BytesIO(data)).items())
    assert str(caught.value).startswith(message)
