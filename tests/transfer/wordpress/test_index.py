"""What an export of WordPress holds, and how its parts find each other."""

from crescendo.transfer.wordpress.index import WxrIndex, read_index
from crescendo.transfer.wordpress.wxr import WxrFile
from tests.factories.wordpress import SITE, wxr, wxr_item


def index_of(*items: str) -> WxrIndex:
    return read_index(WxrFile(wxr(*items)))


def test_everything_is_counted_by_type_and_state() -> None:
    index = index_of(wxr_item(1, comments=2), wxr_item(2, status="draft"), wxr_item(3, kind="page", comments=1))
    assert dict(index.kinds) == {("post", "publish"): 1, ("post", "draft"): 1, ("page", "publish"): 1}
    assert (index.items, index.comments) == (3, 3)


def test_link_finds_its_item_however_it_is_written() -> None:
    index = index_of(wxr_item(7, slug="boots", link=f"{SITE}/2024/03/b%C3%B6ots/"))
    for address in ("/2024/03/b%C3%B6ots", f"{SITE}/2024/03/böots/?x=1#top", "http://www.old.example/?p=7"):
        assert index.thing_at(address) == "7", address
    assert index.thing_at("https://elsewhere.example/2024/03/b%C3%B6ots/") is None


def test_picture_is_found_in_every_size() -> None:
    url = f"{SITE}/wp-content/uploads/2024/03/boot.jpg"
    index = index_of(wxr_item(9, kind="attachment", status="inherit", attachment_url=url))
    for name in ("boot.jpg", "boot-300x200.jpg", "boot-scaled.jpg"):
        found = index.picture_at(f"http://www.old.example/wp-content/uploads/2024/03/{name}")
        assert found is not None, name
        assert found.id == "9"
    assert index.picture_at("https://elsewhere.example/wp-content/uploads/2024/03/boot.jpg") is None


def test_large_original_is_found_by_the_name_of_its_scaled_copy() -> None:
    url = f"{SITE}/wp-content/uploads/boot-scaled.jpg"
    index = index_of(wxr_item(9, kind="attachment", attachment_url=url))
    assert index.picture_at(f"{SITE}/wp-content/uploads/boot-1024x768.jpg") is not None
