"""Every check, in the order in which its faults are best mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .addresses import faults_of_redirects
from .faults import Fault
from .files import faults_of_files, faults_of_leftovers
from .guides import faults_of_guides
from .index import faults_of_index
from .leases import faults_of_leases
from .tables import faults_of_pages, faults_of_references


@dataclass(frozen=True)
class Check:
    """A question about the whole site. `run` asks it, thoroughly if told so, and yields what it finds."""

    name: str
    run: Callable[[bool], Iterator[Fault]]


CHECKS = (
    Check("Database", faults_of_pages),
    Check("References between rows", faults_of_references),
    Check("Guides and what follows from their texts", faults_of_guides),
    Check("Search index", faults_of_index),
    Check("Redirects", faults_of_redirects),
    Check("Files of pictures", faults_of_files),
    Check("Files that nothing names", faults_of_leftovers),
    Check("Leases", faults_of_leases),
)
