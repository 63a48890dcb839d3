"""The page client: a browser without JavaScript that refuses what no page of ours may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from html5lib.constants import E as MESSAGES
from sqlalchemy import Engine, event
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import Client, TestResponse

from crescendo.foundation.database import db

STATEMENTS = 40  # a request that asks the database more often than this has a loop in it
COMMIT = "COMMIT"
WRITES = ("INSERT", "UPDATE", "DELETE")
HEADERS = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}
LABELLED = {"input", "select", "textarea"}


class Pages:
    """Opens pages and sends forms, keeping cookies. Redirects are followed only by `follow`."""

    def __init__(self, app: Flask) -> None:
        self._client = Client(app, use_cookies=True)
        self._app = app

    def open(self, address: str, **kwargs: Any) -> Page:
        """The page at `address`, faultless."""
        return self._seen(address, lambda: self._client.get(address, **kwargs))

    def ask(self, address: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Page:
        """The bare answer to a request, which need not be a page."""
        return Page(self, address, Context().run(self._client.open, address, method=method, headers=headers), [])

    def send(self, address: str, values: MultiDict[str, Any] | dict[str, Any]) -> Page:
        """What the site answers to a form that was sent."""
        return self._seen(address, lambda: self._posted(address, values))

    def _posted(self, address: str, values: MultiDict[str, Any] | dict[str, Any]) -> TestResponse:
        answer = self._client.post(address, data=values)
        answer.request.environ["wsgi.input"].close()  # a long body went through a temporary file
        return answer

    def take_cookies_of(self, other: Pages) -> None:
        """Become a second browser with the same cookies, as a thief would."""
        for cookie in other._client._cookies.values():  # type: ignore[union-attr]
            self._client.set_cookie(cookie.key, cookie.value)

    def _seen(self, address: str, ask: Callable[[], TestResponse]) -> Page:
        db.session.rollback()  # the test lets go of the database, and reads anew what the request changes
        with statements_of(db.engine) as statements:
            response = Context().run(ask)  # nothing that the test holds open reaches the request
        page = Page(self, address, response, statements)
        page.check()
        return page


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[str]]:
    """The SQL that is sent within the block, with COMMIT where a transaction was committed."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    def note_commit(_connection: Any) -> None:
        statements.append(COMMIT)

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", note_commit)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", note_commit)


@dataclass
class Page:
    """An answer of the site."""

    pages: Pages
    address: str
    response: TestResponse
    statements: list[str]
    _tree: Element | None = field(default=None, init=False)

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def location(self) -> str:
        """Where a redirect leads: a path on this site, or a full address elsewhere."""
        target = self.response.headers["Location"]
        parts = urlsplit(target)
        return target if parts.netloc not in {"", "localhost"} else target.replace("http://localhost", "", 1)

    @property
    def tree(self) -> Element:
        if self._tree is None:
            self._tree = html5lib.parse(self.html, namespaceHTMLElements=False)
        return self._tree

    @property
    def text(self) -> str:
        """What a reader can read on the page, with single blanks."""
        body = self.tree.find("body")
        return " ".join("".join(body.itertext()).split()) if body is not None else ""

    @property
    def main(self) -> str:
        """The same of the main part alone."""
        found = self.tree.find(".//main")
        return " ".join("".join(found.itertext()).split()) if found is not None else ""

    @property
    def title(self) -> str:
        return (self.tree.findtext("head/title") or "").strip()

    def all(self, path: str) -> list[Element]:
        """The elements at an ElementTree path such as `.//a[@rel]`."""
        return self.tree.findall(path)

    def follow(self) -> Page:
        """The page that this redirect leads to."""
        assert self.status in {301, 302, 303, 308}, self.text
        return self.pages.open(self.location)

    def click(self, words: str) -> Page:
        """The page behind the link that says `words`."""
        for link in self.all(".//a[@href]"):
            if " ".join("".join(link.itertext()).split()) == words:
                return self.pages.open(urljoin(self.address, link.get("href", "")))
        raise AssertionError(f"No link says “{words}”.")

    def form(self, containing: str = "") -> Form:
        """The form of the main part, or the one that has a field called `containing`."""
        main = self.tree.find(".//main")
        assert main is not None
        forms = [form for form in main.iter("form") if form.get("method", "get").lower() == "post"]
        if containing:
            forms = [form for form in forms if any(e.get("name") == containing for e in form.iter())]
        assert forms, "There is no such form on the page."
        return Form(self, forms[0])

    def check(self) -> None:
        """Whatever is HTML is valid, has one h1, a title and labels, and nothing inline; all else is protected, too."""
        self._check_writes()
        missing = HEADERS - set(self.response.headers.keys())
        assert not missing, f"{self.address}, {self.status}: no {missing}"
        if self.response.mimetype != "text/html" or self.status in {301, 302, 303, 308}:
            return
        faults = [*self._parse_errors(), *self._structure_faults()]
        assert not faults, f"{self.address}: " + "; ".join(faults)
        assert len(self.statements) <= STATEMENTS, f"{self.address}: {len(self.statements)} statements"

    def _check_writes(self) -> None:
        """What was written was committed, and a page that is only read writes nothing."""
        if self.status >= 400:
            return
        written = [place for place, sql in enumerate(self.statements) if sql.startswith(WRITES)]
        committed = [place for place, sql in enumerate(self.statements) if sql == COMMIT]
        if self.response.request.method == "GET":
            assert not written, f"Opening {self.address} wrote: {self.statements[written[0]]}"
        elif written:
            assert committed, f"{self.address} committed nothing."
            assert committed[-1] > written[-1], f"{self.address} left changes uncommitted."

    def _parse_errors(self) -> list[str]:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(self.html)
        return [f"{position}: {MESSAGES[code] % data}" for position, code, data in parser.errors]

    def _structure_faults(self) -> list[str]:
        faults = [] if self.title else ["no title"]
        headings = self.all(".//h1")
        if len(headings) != 1:
            faults.append(f"{len(headings)} h1")
        ids = [element.get("id") for element in self.tree.iter() if element.get("id")]
        faults += [f"id {name} twice" for name in {name for name in ids if ids.count(name) > 1}]
        for script in self.all(".//script"):
            if not script.get("src") and script.get("type") != "application/ld+json":
                faults.append("inline script")
        for element in self.tree.iter():
            if "style" in element.attrib or element.tag == "style":
                faults.append("inline style")
            faults += [f"inline {name}" for name in element.attrib if name.startswith("on")]
            if element.tag == "img" and "alt" not in element.attrib:
                faults.append("picture without alt")
        return faults + self._label_faults()

    def _label_faults(self) -> list[str]:
        labelled = {label.get("for") for label in self.all(".//label")}
        wrapped = {id(e) for label in self.all(".//label") for e in label.iter()}
        return [
            f"no label for {element.get('name')}"
            for element in self.tree.iter()
            if element.tag in LABELLED
            and element.get("type") not in {"hidden", "submit"}
            and element.get("id") not in labelled
            and id(element) not in wrapped
            and not element.get("aria-label")
        ]


class Form:
    """A form of a page, with what its fields hold."""

    def __init__(self, page: Page, element: Element) -> None:
        self._page = page
        self._element = element
        self.values: MultiDict[str, Any] = MultiDict(_values(element))

    def fill(self, **values: Any) -> Form:
        """Type into fields; hyphens in their names are written as two underscores. None unticks a box."""
        for name, value in values.items():
            key = name.replace("__", "-")
            assert any(e.get("name") == key for e in self._element.iter()), f"No field is called {key}."
            self.values.pop(key, None)
            if value is not None:
                self.values.add(key, value)
        return self

    def choose(self, name: str, words: str) -> Form:
        """Choose the option of the list `name` that says `words`."""
        for select in self._element.iter("select"):
            for option in select.iter("option"):
                if select.get("name") == name and " ".join("".join(option.itertext()).split()) == words:
                    self.values[name] = option.get("value", "")
                    return self
        raise AssertionError(f"{name} does not offer “{words}”.")

    def attach(self, name: str, *files: tuple[bytes, str]) -> Form:
        """Attach files, each as its bytes and name."""
        from io import BytesIO

        self.values.setlist(name, [FileStorage(BytesIO(data), filename) for data, filename in files])
        return self

    def submit(self, button: str) -> Page:
        """Press the button that says `button`."""
        for element in self._element.iter("button"):
            if " ".join("".join(element.itertext()).split()) == button:
                action = element.get("formaction") or self._element.get("action") or self._page.address
                return self._page.pages.send(urljoin(self._page.address, action), self.values)
        raise AssertionError(f"No button says “{button}”.")


def _values(form: Element) -> list[tuple[str, Any]]:
    """What a browser would send of `form` as it stands."""
    values: list[tuple[str, Any]] = []
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "text")
        if not name:
            continue
        if element.tag == "textarea":
            values.append((name, (element.text or "").removeprefix("\n")))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            values += [(name, option.get("value", "")) for option in chosen]
        elif element.tag == "input" and kind in {"checkbox", "radio"}:
            if "checked" in element.attrib:
                values.append((name, element.get("value", "on")))
        elif element.tag == "input" and kind not in {"submit", "file"}:
            values.append((name, element.get("value", "")))
    return values


def query(**parameters: str) -> str:
    """A query string, with its question mark."""
    return f"?{urlencode(parameters)}"
