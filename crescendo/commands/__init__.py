"""The `flask` commands: what an operator does from a terminal."""

from flask import Flask

from .demo import demo
from .imports import imports
from .jobs import jobs
from .links import links
from .media import media
from .prices import prices
from .search import search
from .start import start
from .users import users


def register_commands(app: Flask) -> None:
    """Give `flask` our commands."""
    for command in (start, demo, users, search, media, links, jobs, imports, prices):
        app.cli.add_command(command)
