"""What the domain raises. `web/errors.py` alone turns these into a status and a page."""

from collections.abc import Mapping


class DomainError(Exception):
    """Something that the person asking can understand and act on."""


class NotFound(DomainError):
    """There is no such thing, or the person asking must not learn that there is."""


class Gone(DomainError):
    """It was public once and was withdrawn for good."""


class Conflict(DomainError):
    """The row was saved by somebody else since it was read."""


class NotPermitted(DomainError):
    """This account's role does not allow it."""


class Rejected(DomainError):
    """The input breaks a rule. `errors` maps a field name to what to do about it."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


class TooSoon(DomainError):
    """This was tried too often; it can be tried again after so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Try again in {seconds} seconds.")
        self.seconds = seconds
