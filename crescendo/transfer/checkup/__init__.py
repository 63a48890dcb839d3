"""Whether a site is sound: what is stored follows from what it was made of, and nothing is missing."""

from .checks import CHECKS as CHECKS
from .checks import Check as Check
from .faults import Fault as Fault
