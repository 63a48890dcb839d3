"""`flask jobs`: the process that does what takes longer than a request may."""

import logging

import click
from flask.cli import with_appcontext

from ..web.jobs import the_jobs


@click.command("jobs")
@click.option("--parent", type=int, help="The process that started this one, to end with it, too.")
@with_appcontext
def jobs(*, parent: int | None) -> None:
    """Do jobs as their time comes: check links, fetch prices. SIGTERM lets the one at hand come to an end."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING if parent else logging.INFO)
    the_jobs().run(parent=parent)
