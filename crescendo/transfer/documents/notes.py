"""Footnotes of word processors: a link to a note, and in the note a link back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from ...foundation.slugs import slug_from
from .context import Element
from .escaping import one_line

_MOST_LINKS = 50  # of a note; more are a text of its own
_HOLDERS = {"li", "p", "div", "dd", "td"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass
class Places:
    """Where links within a document lead: the footnotes that they refer to, or the anchors of headings."""

    references: dict[Element, str] = field(default_factory=dict)
    notes: dict[str, Element] = field(default_factory=dict)
    labels: dict[Element, str] = field(default_factory=dict)
    backlinks: set[Element] = field(default_factory=set)
    anchors: dict[str, str] = field(default_factory=dict)


def places_in(body: Element) -> Places:
    """The footnotes and headings of `body` that its links lead to."""
    links = [link for link in body.iter("a") if link.get("href", "").startswith("#")]
    places = Places()
    if not links:
        return places
    named = _named(body)
    for link in links:
        if link in places.references or link in places.backlinks:
            continue
        target = named.get(link.get("href")[1:])
        back = None if target is None else _link_back(target, link)
        if target is not None and back is not None:
            _note(places, link, target, back)
        elif target is not None and (heading := _heading_of(target)) is not None:
            places.anchors[link.get("href")[1:]] = slug_from(one_line("".join(heading.itertext())))
    return places


def _note(places: Places, link: Element, target: Element, back: Element) -> None:
    holder = _holder(target)
    label = places.labels.setdefault(holder, str(len(places.labels) + 1))
    places.notes[label] = holder
    raised = link.getparent()
    is_alone = raised.tag == "sup" and len(raised) == 1 and not one_line((raised.text or "") + (link.tail or ""))
    places.references[link] = label
    if is_alone:
        places.references[raised] = label
    places.backlinks.add(back)


def _named(body: Element) -> Mapping[str, Element]:
    named: dict[str, Element] = {}
    for element in body.iter():
        if isinstance(element.tag, str):
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    named.setdefault(name, element)
    return named


def _link_back(target: Element, link: Element) -> Element | None:
    """The link in the note that leads back to `link`, when `target` is a note at all."""
    own = {link.get("id"), link.get("name"), link.getparent().get("id")} - {None, ""}
    if not own or target is link or any(above is target for above in link.iterancestors()):
        return None
    holder = target if target.tag == "a" else _holder(target)
    inner = islice(holder.iter("a"), _MOST_LINKS)
    return next((each for each in inner if each.get("href", "")[1:] in own), None)


def _holder(target: Element) -> Element:
    """The element that holds the whole note."""
    if target.tag in _HOLDERS:
        return target
    above = next((each for each in target.iterancestors() if each.tag in _HOLDERS), target)
    outer = above.getparent()
    is_whole = outer is not None and outer.tag == "div" and (outer.get("id", "").startswith(("ftn", "edn")))
    return outer if is_whole else above


def _heading_of(target: Element) -> Element | None:
    return next((each for each in (target, *target.iterancestors()) if each.tag in _HEADINGS), None)
