"""Finds the forms that stand on the pages of the studio, and fills them as somebody would who means it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from werkzeug.datastructures import FileStorage, MultiDict

from tests.factories.accounts import PASSWORD, code_of
from tests.factories.media import picture_bytes
from tests.factories.products import product_csv
from tests.factories.wordpress import wxr, wxr_author
from tests.guards.form_world import FormWorld
from tests.guards.test_access import table
from tests.pages import Form, Page

# Pages that ask something first, and addresses to which scripts of ours send a form that stands elsewhere.
ASKED = [
    "/studio/impact/{product_id}/swap?with=new&guide={article_id}",
    "/studio/products/{product_id}/merger?into=idle",
]
BY_SCRIPT = {
    "/studio/articles/new": ["/studio/articles/new/autosave", "/studio/articles/preview", "/studio/articles/findings"],
    "/studio/articles/{article_id}": [
        "/studio/articles/{article_id}/autosave",
        "/studio/articles/{article_id}/recovery",
    ],
}
WANTED = {"category", "change", "into", "pages"}  # lists from which something must be chosen
TYPED = {
    "email": "new@example.org",
    "url": "https://elsewhere.example/x",
    "hosts": "elsewhere.example",
    "password": "four plain words here",
    "currency": "USD",
    "price": "9.90",
    "key": "words",
    "publish_at": "2099-01-01T10:00",
    "until": "2026-12-24",
}
FILES = {
    "uploads": lambda: FileStorage(BytesIO(picture_bytes(colour="blue")), "blue.png"),
    "pictures": lambda: FileStorage(BytesIO(picture_bytes(colour="red")), "red.png"),
    "/replacement": lambda: FileStorage(BytesIO(picture_bytes(colour="red")), "red.png"),
    "/wordpress": lambda: FileStorage(BytesIO(wxr(wxr_author()).getvalue()), "old.xml"),
    "/products": lambda: FileStorage(BytesIO(product_csv({"name": "A", "brand": "B"})), "shop.csv"),
    "/runs": lambda: FileStorage(BytesIO(b"id,url,price\n1,https://shop.example/1,9.90\n"), "prices.csv"),
    "document": lambda: FileStorage(BytesIO(b"# Gloves\n\nWarm.\n"), "gloves.md"),
}


@dataclass(frozen=True)
class Sending:
    """What pressing a button of a form sends, and where to."""

    address: str
    rule: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    names: frozenset[str]  # of all fields that the form has

    def values(self) -> MultiDict[str, object]:
        made: MultiDict[str, object] = MultiDict(self.fields)
        for name in self.files:
            made[name] = next(make for place, make in FILES.items() if place == name or self.address.endswith(place))()
        return made


def sendings(world: FormWorld, role: str) -> list[Sending]:
    """One for each address rule and set of fields that somebody of `role` can send, as their pages have it."""
    found: dict[tuple[str, frozenset[str]], Sending] = {}
    browser = world.browsers[role]
    for address in _pages(world):
        page = browser.open(address)
        if page.status != 200 or page.response.mimetype != "text/html":
            continue
        for form in page.all(".//form"):
            for sending in _sendings(world, page, form):
                found.setdefault((sending.rule, sending.names), sending)
    return list(found.values())


def _pages(world: FormWorld) -> Iterator[str]:
    rules = [rule for _who, method, rule in table() if method == "GET" and rule.startswith(("/studio/", "/logout"))]
    rules = [re.sub(r"<int:(\w+)>", r"{\1}", rule) for rule in rules if "<token>" not in rule]
    for rule in rules + ASKED:
        names = re.findall(r"{(\w+)}", rule)
        for numbers in product(*(world.numbers[name] for name in names)):
            yield rule.format(**dict(zip(names, numbers, strict=True)))


def _sendings(world: FormWorld, page: Page, form: Element) -> Iterator[Sending]:
    if form.get("method", "get").lower() != "post" or page.address == "/studio/gallery":
        return
    fields, files = Form(page, form).values, tuple(e.get("name", "") for e in form.iter() if e.get("type") == "file")
    for element in form.iter():
        if (name := element.get("name")) and not fields.get(name):
            fields.setlist(name, _typed(page, element))
    names = frozenset(name for element in form.iter() if (name := element.get("name")))
    actions = {e.get("formaction") or form.get("action") or page.address for e in form.iter("button")}
    actions |= {form.get("data-passkey", "")} - {""}
    own = {urljoin(page.address, action) for action in actions}
    for rule, others in BY_SCRIPT.items():
        number = re.fullmatch(rule.format(article_id=r"(\d+)"), page.address)
        if number and "body" in names:
            own |= {other.format(article_id="".join(number.groups())) for other in others}
    rules = world.app.url_map.bind("localhost")
    for address in sorted(own):
        met, _values = rules.match(urlsplit(address).path, method="POST", return_rule=True)
        yield Sending(address, met.rule, tuple(fields.items(multi=True)), files, names)


def _typed(page: Page, element: Element) -> list[str]:
    """What somebody types or chooses where nothing stands yet."""
    name, kind = element.get("name", ""), element.get("type", "")
    if kind in {"file", "submit", "hidden", "radio", "checkbox"}:
        return ["1"] if kind == "checkbox" and name == "article" else []
    if element.tag == "select":
        chosen = [option.get("value", "") for option in element.iter("option")]
        return chosen if len(chosen) == 1 else [value for value in chosen if value and name in WANTED][:1]
    if name == "code" and (key := re.search(r"Key: ((?:[A-Z2-7]{4} ?)+)", page.main)):
        return [code_of(key[1].replace(" ", ""))]
    if name == "present_password" or name.startswith("password_for_"):
        return [PASSWORD]
    return [TYPED.get(name, "Words")] if name in TYPED or "required" in element.attrib else []
