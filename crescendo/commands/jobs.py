"""`flask jobs`: the process that does what takes longer than a request may."""

import logging

import click
from flask.cli import with_appcontext

from ..web.jobs import the_jobs


@click.command("jobs")
@click.option("--until-parent-ends", is_flag=True, help="End with the process that started this one, too.")
@with_appcontext
def jobs(*, until_parent_ends: bool) -> None:
    """Do jobs as their time comes: check links, fetch prices. SIGTERM lets the one at hand come to an end."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING if until_parent_ends else logging.INFO)
    the_jobs().run(with_parent=until_parent_ends)
