"""How letters get to the mail server: who is told the password there, and who is not."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from crescendo.foundation.database import unit_of_work
from crescendo.web.application import Crescendo
from crescendo.web.mail import send_letter
from tests.certificates import Certificate, certificate_for
from tests.meanwhile import on_sqlite
from tests.postbox import Postbox, delivered, postbox

pytestmark = on_sqlite
PASSWORD, TYPED = "p@ss:word/%", "p%40ss%3Aword%2F%25"
LINK = "http://localhost/login/password/very-secret"
Send = Callable[[str], None]
SCHEMES = pytest.mark.parametrize("scheme", ["smtp", "smtps"])


class Wrong(NamedTuple):
    """A certificate that is not one of the server that was asked for."""

    host: str
    days: int
    is_trusted: bool
    words: str


WRONG = [
    Wrong("localhost", 1, False, "self-signed certificate"),
    Wrong("mail.example.org", 1, True, "not valid for 'localhost'"),
    Wrong("localhost", -1, True, "certificate has expired"),
]


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """A certificate for this machine that the site trusts."""
    certificate = certificate_for("localhost", folder=tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    return certificate


@pytest.fixture
def send(app: Crescendo, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Sends a letter by the server at an address."""

    def sent(url: str) -> None:
        settings = replace(app.config["SETTINGS"], smtp_url=url, mail_from="studio@example.org")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        with app.test_request_context(), unit_of_work():
            send_letter("reset.txt", to="ed@example.org", subject="A new password", name="Ed", address=LINK)
        delivered()

    return sent


def open_tls(shown: Certificate, scheme: str, password: str = PASSWORD) -> AbstractContextManager[Postbox]:
    """A mail server that shows a certificate, at once or when it is asked to."""
    return postbox(tls=shown.context, by_starttls=scheme == "smtp", password=password)


def address(box: Postbox, scheme: str, password: str = TYPED) -> str:
    return f"{scheme}://studio%40example.org:{password}@localhost:{box.port}"


@SCHEMES
def test_letter_and_password_travel_encrypted(scheme: str, trusted: Certificate, send: Send) -> None:
    with open_tls(trusted, scheme) as box:
        send(address(box, scheme))
    [letter] = box.letters
    assert LINK in letter.as_string()
    assert letter.get_content_type() == "text/plain"  # so nothing that somebody is called can be markup there
    assert box.logins == [("studio@example.org", PASSWORD)]
    assert box.heard.index("STARTTLS") < box.heard.index("AUTH") if scheme == "smtp" else "STARTTLS" not in box.heard


@SCHEMES
@pytest.mark.parametrize("wrong", WRONG)
def test_server_with_a_wrong_certificate_gets_no_password(
    scheme: str, wrong: Wrong, tmp_path: Path, send: Send, caplog: pytest.LogCaptureFixture
) -> None:
    shown = certificate_for(wrong.host, folder=tmp_path, days=wrong.days)
    with pytest.MonkeyPatch.context() as patched, open_tls(shown, scheme) as box:
        if wrong.is_trusted:
            patched.setenv("SSL_CERT_FILE", str(shown.file))
        send(address(box, scheme))
    assert (box.logins, box.letters) == ([], [])
    assert "AUTH" not in box.heard
    assert "the certificate of localhost is refused" in (told := said(caplog))
    assert wrong.words in told


def test_password_is_not_told_to_a_server_without_encryption(send: Send, caplog: pytest.LogCaptureFixture) -> None:
    with postbox(password=PASSWORD) as box:
        send(address(box, "smtp"))
    assert (box.logins, box.letters) == ([], [])
    assert "localhost offers no encryption, and the password would be read on the way" in said(caplog)


def test_server_that_wants_no_password_may_be_without_encryption(send: Send) -> None:
    with postbox() as box:
        send(f"smtp://localhost:{box.port}")
    assert len(box.letters) == 1


@SCHEMES
def test_password_that_the_server_refuses_is_told_without_it(
    scheme: str, trusted: Certificate, send: Send, caplog: pytest.LogCaptureFixture
) -> None:
    with open_tls(trusted, scheme, "another") as box:
        send(address(box, scheme))
    assert box.letters == []
    assert "localhost refuses the user or the password" in said(caplog)


def test_server_that_is_not_there_is_told(send: Send, caplog: pytest.LogCaptureFixture) -> None:
    with postbox() as box:
        pass
    send(address(box, "smtp"))
    assert "localhost cannot be reached" in said(caplog)


def said(caplog: pytest.LogCaptureFixture) -> str:
    """What the log says of the letter, which holds neither the password nor the link."""
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(lines) == 1
    assert lines[0].startswith("A letter could not be sent: ")
    assert not any(secret in caplog.text for secret in (PASSWORD, TYPED, "very-secret"))
    return lines[0]
