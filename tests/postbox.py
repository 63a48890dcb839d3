"""A mail server on this machine that keeps the letters it gets (as much of RFC 5321 as a sender needs)."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from threading import enumerate as running
from typing import cast

ANSWERS = {"EHLO": b"250 here\r\n", "MAIL": b"250 ok\r\n", "RCPT": b"250 ok\r\n", "RSET": b"250 ok\r\n"}


class Counter(StreamRequestHandler):
    """One sender."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line.split(maxsplit=1)[0].decode().upper()
            if word == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            if word == "DATA":
                self.wfile.write(b"354 go on\r\n")
                cast("Postbox", self.server).letters.append(self._letter())
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
    """`letters` are those that came."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.letters: list[Message] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def postbox() -> Iterator[Postbox]:
    """A mail server while the block runs."""
    box = Postbox()
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
