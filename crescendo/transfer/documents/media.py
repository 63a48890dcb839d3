"""Reading pictures, and players of other sites, which become links."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .context import Element, Handler, Reading, Style
from .escaping import one_line
from .flow import Flow
from .model import Figure, Paragraph, Picture, Run, Table
from .results import LinkUse, PictureSource

_NUMBER = re.compile(r"\bwp-image-(\d{1,18})\b")
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)
_PLAYER = re.compile(r"//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{5,20})")
_VIMEO = re.compile(r"//player\.vimeo\.com/video/(\d+)")
_WORDS = {"video": "Video", "audio": "Recording", "iframe": "Content"}


def picture_source(element: Element) -> PictureSource:
    """What `img` shows, also where a script would load it later."""
    number = _NUMBER.search(element.get("class", "")) or re.fullmatch(r"(\d{1,18})", element.get("data-id", ""))
    late = ("data-src", "data-lazy-src", "data-original")
    address = next((element.get(name) for name in (*late, "src") if element.get(name)), "")
    if not address and (candidates := element.get("srcset", element.get("data-srcset", ""))):
        address = candidates.split(",")[-1].split()[0] if candidates.split(",")[-1].split() else ""
    return PictureSource(address.strip(), int(number[1]) if number else None)


def _picture(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    source = picture_source(element)
    if _is_a_dot(element) or not (source.address or source.number):
        return
    alt = one_line(element.get("alt", ""))
    key = reading.picture(source, alt, "")
    if key is not None:
        link = "" if _IMAGE_FILE.search(style.link) else style.link
        flow.add(Picture(key, alt, one_line(element.get("data-caption", "")), link))


def _is_a_dot(element: Element) -> bool:
    """Whether it is one of the pictures of a single point that count readers."""
    return element.get("width") in {"0", "1"} and element.get("height") in {"0", "1"}


def _figure(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    """A figure: what it shows with its caption, or else everything in it, one after the other."""
    captions = [each for each in element.iter("figcaption") if _figure_of(each) is element]
    if element.get("class") == "x-caption":
        _old_caption(reading, element, flow, style)
        return
    reading.hidden.update(captions)
    inner = reading.inner(element, style).blocks
    caption = _caption(reading, captions)
    shown = [block for block in inner if isinstance(block, Figure | Table)]
    flow.end()
    flow.blocks += inner
    if not caption:
        return
    if len(inner) == len(shown) == 1 and not shown[0].caption:
        shown[0].caption = caption
        _tell_of_links(reading, captions)
        return
    reading.hidden.difference_update(captions)
    for each in captions:
        reading.walk(each, flow, style)
        flow.end()


def _figure_of(caption: Element) -> Element:
    return next((above for above in caption.iterancestors() if above.tag == "figure"), None)


def _caption(_reading: Reading, captions: list[Element]) -> str:
    return one_line(" ".join("".join(each.itertext()) for each in captions))


def _tell_of_links(reading: Reading, captions: list[Element]) -> None:
    if any(each.get("href") for caption in captions for each in caption.iter("a")):
        reading.lose("link in a caption", "Captions are plain words; the words are kept.")


def _old_caption(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    """What the shortcode `[caption]` held: a picture, and the words behind it."""
    pictures = reading.inner(element, style).inlines()
    words = [each for each in pictures if isinstance(each, Run)]
    caption = one_line(element.get("data-caption") or "".join(each.text for each in words))
    shown = [each for each in pictures if isinstance(each, Picture)]
    flow.end()
    if len(shown) != 1:
        flow.blocks.append(Paragraph(pictures))
        return
    if any(each.link for each in words):
        reading.lose("link in a caption", "Captions are plain words; the words are kept.")
    flow.blocks.append(Figure(shown[0].key, shown[0].alt, caption))


def _player(reading: Reading, element: Element, flow: Flow, _style: Style) -> None:
    """A player or frame: a link to what it showed."""
    address = next(filter(None, _addresses(element)), "").strip()
    address = f"https:{address}" if address.startswith("//") else address
    if found := _PLAYER.search(address):
        address = f"https://www.youtube.com/watch?v={found[1]}"
    elif found := _VIMEO.search(address):
        address = f"https://vimeo.com/{found[1]}"
    flow.end()
    put_link(reading, flow, address, words=one_line(element.get("title", "")) or _WORDS.get(element.tag, "Content"))


def put_link(reading: Reading, flow: Flow, address: str, *, words: str = "") -> None:
    """A paragraph with a link in the place of what was embedded."""
    host = urlsplit(address).hostname if address.startswith(("http://", "https://")) else None
    if host is None:
        reading.lose("embedded content", "It named no address that readers could follow.")
        return
    target = reading.resolve.link(address) or address
    reading.links.append(LinkUse(address, target))
    reading.lose("embedded content", f"A link to {address[:200]} stands in its place.")
    flow.put(Paragraph([Run(f"{words} ({host.removeprefix('www.')})" if words else address, 0, target)]))


def _addresses(element: Element) -> Iterator[str]:
    yield from (element.get(name, "") for name in ("src", "data-src", "data"))
    yield from (source.get("src", "") for source in element.iter("source", "embed"))


def _embed(reading: Reading, element: Element, flow: Flow, _style: Style) -> None:
    flow.end()
    put_link(reading, flow, one_line("".join(element.itertext())) or element.get("src", ""))


def _gallery(reading: Reading, element: Element, flow: Flow, _style: Style) -> None:
    """The pictures of the shortcode `[gallery ids="…"]`."""
    numbers = [int(each) for each in re.findall(r"\d{1,18}", element.get("ids", ""))]
    flow.end()
    if not numbers:
        reading.lose("gallery", "It named none of its pictures.")
    for number in numbers[:200]:
        if (key := reading.picture(PictureSource(number=number), "", "")) is not None:
            flow.blocks.append(Figure(key, ""))


MEDIA: dict[str, Handler] = {
    "img": _picture,
    "figure": _figure,
    "x-embed": _embed,
    "x-gallery": _gallery,
    **dict.fromkeys(("iframe", "video", "audio", "object", "embed", "frame"), _player),
}
