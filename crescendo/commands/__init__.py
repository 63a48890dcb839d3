"""The `flask` commands: what an operator does from a terminal."""

from flask import Flask

from . import documents as documents
from .backup import backup
from .demo import demo
from .doctor import doctor
from .exports import exports
from .imports import imports
from .jobs import jobs
from .links import links
from .media import media
from .migrating import MigrationCommands
from .prices import prices
from .product_imports import from_products as from_products
from .restore import restore
from .search import search
from .site_imports import import_site
from .start import start
from .users import users
from .wordpress import from_wordpress as from_wordpress


def register_commands(app: Flask) -> None:
    """Give `flask` our commands."""
    imports.add_command(import_site)
    for command in (start, demo, doctor, backup, restore, users, search, media, links, jobs, imports, exports, prices):
        app.cli.add_command(command)
    app.cli.add_command(MigrationCommands(app))
