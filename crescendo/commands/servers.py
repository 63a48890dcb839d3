"""The servers that can serve the site: Granian, or gunicorn where CRESCENDO_SERVER says so.

Both fork a worker from the process that calls them, so the application is loaded once, and both let requests at hand
come to an end when SIGTERM tells them to stop.
"""

import logging
from _thread import start_new_thread  # `threading` has such locks, too
from collections.abc import Callable
from typing import Any

APPLICATION = "app:app"
# Requests that one process works on at a time. They wait for the database, for slow readers, and for a page that
# another of them is making, more than for the processor.
THREADS = 16
PATIENCE = 30  # seconds that requests at hand get to end
CONNECTIONS = 4096  # open at a time, most of them between two requests
HEAD_WITHIN = 10  # seconds for sending a request line and header fields
HEAD_SIZE = 32 * 1024  # bytes of both together


def serve_by_granian(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    class Server(Granian):  # type: ignore[misc, valid-type]  # which of its classes depends on the kind of Python
        def signal_handler_interrupt(self, *_signal: object) -> None:
            """Its own may interrupt the very thread that holds the lock it asks for, and then waits for ever."""
            self.interrupt_signal = True
            start_new_thread(self.main_loop_interrupt.set, ())

    server = Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        backpressure=CONNECTIONS,
        workers_kill_timeout=PATIENCE,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_WITHIN * 1000, max_buffer_size=HEAD_SIZE),
        log_level=LogLevels.warning,
    )
    # It holds so many threads to be a mistake where there are few cores, and says so to whoever starts the site.
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    server.serve()


def serve_by_gunicorn(host: str, port: int) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.util import import_app

    settings = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "worker_class": "gthread",
        "threads": THREADS,
        "worker_connections": CONNECTIONS,
        "graceful_timeout": PATIENCE,
        "forwarded_allow_ips": "",  # whom to believe is said by CRESCENDO_PROXIES
        "control_socket_disable": True,
        "loglevel": "warning",
    }

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return import_app(APPLICATION)

    Server().run()


SERVERS: dict[str, Callable[[str, int], None]] = {
    "granian": serve_by_granian,
    "gunicorn": serve_by_gunicorn,
}
