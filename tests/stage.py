"""A server on this machine that plays what servers do: answers, redirects, silence, connections that break."""

import io
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Play = Callable[["Scene"], None]


class Scene(BaseHTTPRequestHandler):
    """One request, with the ways to answer it."""

    server: "Stage"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.agents.append(self.headers["User-Agent"])
        self.close_connection = True
        self.server.plays.get(self.path, answer(404))(self)

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class Stage(ThreadingHTTPServer):
    """`plays` says what happens at each path; `asked` counts who came there."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Scene)
        self.plays: dict[str, Play] = {}
        self.asked: Counter[str] = Counter()
        self.agents: list[str] = []
        self.ended = threading.Event()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def address(self, path: str) -> str:
        return f"http://{self.place}{path}"

    def handle_error(self, *_args: object) -> None:
        """Guests who leave early are no fault."""


@contextmanager
def staged(**plays: Play) -> Iterator[Stage]:
    """A stage where each play has the path of its name."""
    stage = Stage()
    stage.plays.update({f"/{name}": play for name, play in plays.items()})
    thread = threading.Thread(target=stage.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield stage
    finally:
        stage.ended.set()
        stage.shutdown()
        stage.server_close()
        thread.join()


def answer(status: int, body: bytes = b"", **headers: str) -> Play:
    return lambda scene: scene.say(status, body, **headers)


def leads_to(address: str, status: int = 301) -> Play:
    return lambda scene: scene.say(status, location=address)


def silence(scene: Scene) -> None:
    """Never answer."""
    scene.server.ended.wait(30)


def drip(scene: Scene) -> None:
    """Begin to answer, a byte now and then, without end."""
    scene.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not scene.server.ended.wait(0.05):
        scene.wfile.write(b"x")


def reset(scene: Scene) -> None:
    """Break the connection off."""
    scene.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    scene.connection.close()
    scene.wfile = io.BytesIO()


@contextmanager
def private_place() -> Iterator[tuple[str, Callable[[], int]]]:
    """A place that nobody may connect to, and how many did."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)

        def visitors() -> int:
            count = 0
            while True:
                try:
                    listening.accept()[0].close()
                except BlockingIOError:
                    return count
                count += 1

        yield f"127.0.0.1:{listening.getsockname()[1]}", visitors
