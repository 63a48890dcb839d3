"""Fetching from other people's servers, and from nobody else's: the only place that does.

An address that an author or a feed named may lead anywhere, so every connection is judged: `guarding` resolves a name
once, refuses addresses that are not public, and connects to the very address that it judged. Redirects are followed
here, one by one, so that each hop is judged anew. The limits on time and size cover the whole fetch.
"""

import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urljoin, urlsplit

from .urls import is_web_address

if TYPE_CHECKING:  # it takes long to load, and most processes never fetch anything
    import httpx

MAX_HOPS = 8
PORTS = frozenset({80, 443})
CHUNK = 64 * 1024  # bytes
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PLAIN, _ZIPPED = frozenset({"", "identity"}), frozenset({"gzip", "x-gzip"})


class FetchError(Exception):
    """Why nothing could be fetched, in words for an author. `hops` are those that were made until then."""

    hops: tuple["Hop", ...] = ()


class BadAddress(FetchError):
    """The address is none that may be fetched."""


class PrivateAddress(FetchError):
    """It leads into a private network, or into this machine."""


class Unreachable(FetchError):
    """No such host, no connection, or one that broke off."""


class TooSlow(FetchError):
    """It took longer than we wait."""


class TooManyRedirects(FetchError):
    """It leads from one address to the next without end."""


class TooLarge(FetchError):
    """There is more than may be fetched."""


class NotReadable(FetchError):
    """What came is compressed in a way that was not asked for, or broken."""


@dataclass(frozen=True)
class Hop:
    """A redirect: the status that sent us on, and where to."""

    status: int
    address: str


@dataclass(frozen=True)
class Answer:
    """What a server said in the end. `headers` are in lower case; `hops` led to `address`.

    `body` is the beginning of what came, empty for what was written to a file; `size` counts bytes.
    """

    status: int
    address: str
    headers: Mapping[str, str]
    hops: tuple[Hop, ...]
    body: bytes = b""
    size: int = 0


@dataclass(frozen=True)
class Fetcher:
    """Fetches in the name of `agent`, waiting `patience` seconds in all.

    `allowed` names private places, as `127.0.0.1:8080`, that may be fetched from all the same.
    """

    agent: str
    patience: float = 20
    allowed: frozenset[str] = field(default_factory=frozenset)

    def look(self, address: str, *, limit: int = CHUNK) -> Answer:
        """The answer at `address` with the first `limit` bytes of its body; whatever follows is left unread."""
        with self._opened(address, {}, self.patience) as (response, hops):
            body = b""
            for chunk in response.iter_raw(CHUNK):
                body += chunk
                if len(body) >= limit:
                    break
            return _answer(response, hops, body=body[:limit])

    def download(
        self, address: str, target: BinaryIO, *, limit: int, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer at `address`, its body written to `target`; `TooLarge` when it has more than `limit` bytes.

        A body that came zipped is unzipped on the way. Patience is for the silence between two parts here, as a large
        file takes its time, and ten times as long for the whole.
        """
        with self._opened(address, headers or {}, self.patience * 10) as (response, hops):
            size = 0
            for part in _unzipped(response):
                size += len(part)
                if size > limit:
                    raise TooLarge(f"It is larger than {limit // 1_000_000} MB.")
                target.write(part)
            return _answer(response, hops, size=size)

    @contextmanager
    def _opened(
        self, address: str, headers: Mapping[str, str], seconds: float
    ) -> "Iterator[tuple[httpx.Response, tuple[Hop, ...]]]":
        import httpx

        hops: list[Hop] = []
        try:
            with self._client(seconds) as client:
                while True:
                    self._check(address)
                    with client.stream("GET", address, headers=headers) as response:
                        location = response.headers.get("location", "")
                        if response.status_code not in REDIRECTS or not location:
                            yield response, tuple(hops)
                            return
                        address = urljoin(address, location)
                        hops.append(Hop(response.status_code, address))
                    if len(hops) > MAX_HOPS:
                        raise TooManyRedirects("It leads from one address to the next without end.")
        except FetchError as error:
            error.hops = tuple(hops)
            raise
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            told = _told(error)
            told.hops = tuple(hops)
            raise told from error

    def _client(self, seconds: float) -> "httpx.Client":
        import httpcore
        import httpx

        from .guarding import GuardedBackend

        transport = httpx.HTTPTransport(trust_env=False)
        # httpx has no way to say how connections are made, httpcore below it has.
        transport._pool = httpcore.ConnectionPool(  # noqa: SLF001
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=GuardedBackend(allowed=self.allowed, deadline=time.monotonic() + seconds),
        )
        return httpx.Client(
            transport=transport,
            timeout=self.patience,
            trust_env=False,
            headers={"User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "identity"},
        )

    def _check(self, address: str) -> None:
        if not is_web_address(address):
            raise BadAddress(f"{address} is not a web address.")
        parts = urlsplit(address)
        try:
            port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        except ValueError as error:
            raise BadAddress(f"{address} is not a web address.") from error
        if port not in PORTS and f"{parts.hostname}:{port}" not in self.allowed:
            raise BadAddress(f"{address} is on port {port}; only 80 and 443 are fetched from.")


def _answer(response: "httpx.Response", hops: tuple[Hop, ...], *, body: bytes = b"", size: int = 0) -> Answer:
    return Answer(
        status=response.status_code,
        address=str(response.url),
        headers={name.lower(): value for name, value in response.headers.items()},
        hops=hops,
        body=body,
        size=size or len(body),
    )


def _unzipped(response: "httpx.Response") -> Iterator[bytes]:
    """The body in parts of bounded size, however far a zipped one swells."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in _PLAIN:
        yield from response.iter_raw(CHUNK)
        return
    if coding not in _ZIPPED:
        raise NotReadable(f"It came compressed as “{coding}”, which was not asked for.")
    reader = zlib.decompressobj(wbits=31)
    try:
        for chunk in response.iter_raw(CHUNK):
            rest = chunk
            while rest:
                yield reader.decompress(rest, CHUNK)
                rest = reader.unconsumed_tail
    except zlib.error as error:
        raise NotReadable("Its compression is broken.") from error


def _told(error: Exception) -> FetchError:
    """`error` in words for an author."""
    import httpx

    from .guarding import PrivateAddressError

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, PrivateAddressError):
            return PrivateAddress("It leads into a private network, where readers cannot follow.")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TimeoutException):
        return TooSlow("It did not answer in time.")
    if isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError)):
        return BadAddress("It is not a web address.")
    return Unreachable(f"It cannot be reached: {str(error) or type(error).__name__}.")
