"""A mail server on this machine that keeps the letters it gets (as much of RFC 5321, 3207, 4954 as senders need)."""

import ssl
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from threading import enumerate as running

ANSWERS = {"MAIL": b"250 ok\r\n", "RCPT": b"250 ok\r\n", "RSET": b"250 ok\r\n"}


class Counter(StreamRequestHandler):
    """One sender."""

    server: "Postbox"

    def setup(self) -> None:
        if self.server.tls and not self.server.by_starttls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word, *rest = line.decode().split()
            self.server.heard.append(word.upper())
            if word.upper() == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self._answer(word.upper(), rest)

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def _answer(self, word: str, rest: list[str]) -> None:
        if word == "EHLO":
            offers = ["here", "AUTH PLAIN"] if self.server.takes_logins else ["here"]
            offers += ["STARTTLS"] if self.server.tls and not isinstance(self.request, ssl.SSLSocket) else []
            self.wfile.write(b"".join(f"250-{offer}\r\n".encode() for offer in offers) + b"250 8BITMIME\r\n")
        elif word == "STARTTLS" and self.server.tls:
            self.wfile.write(b"220 go on\r\n")
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            super().setup()
        elif word == "AUTH" and self.server.takes_logins:
            _identity, user, password = b64decode(rest[1]).decode().split("\0")
            self.server.logins.append((user, password))
            self.wfile.write(b"235 welcome\r\n" if password == self.server.password else b"535 no, not that one\r\n")
        elif word == "DATA":
            self.wfile.write(b"354 go on\r\n")
            self.server.letters.append(self._letter())
            self.wfile.write(b"250 kept\r\n")
        else:
            self.wfile.write(ANSWERS.get(word, b"502 no\r\n"))

    def _letter(self) -> Message:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        return message_from_bytes(b"".join(lines), policy=default)


class Postbox(ThreadingTCPServer):
    """`letters` are those that came, `logins` the names and passwords, `heard` the words of whoever spoke to it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, tls: ssl.SSLContext | None = None, by_starttls: bool = False, password: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.tls, self.by_starttls, self.password = tls, by_starttls, password
        self.letters: list[Message] = []
        self.logins: list[tuple[str, str]] = []
        self.heard: list[str] = []

    @property
    def takes_logins(self) -> bool:
        return bool(self.password)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def handle_error(self, *_args: object) -> None:
        """Senders who hang up are no fault: some do not like the certificate."""


@contextmanager
def postbox(*, tls: ssl.SSLContext | None = None, by_starttls: bool = False, password: str = "") -> Iterator[Postbox]:
    """A mail server while the block runs."""
    box = Postbox(tls=tls, by_starttls=by_starttls, password=password)
    thread = Thread(target=box.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        box.shutdown()
        box.server_close()
        thread.join()


def delivered() -> None:
    """Return once every letter that was begun is on its way or lost."""
    for thread in running():
        if thread.name == "letter":
            thread.join(10)
