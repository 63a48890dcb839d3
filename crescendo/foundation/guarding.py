"""Connections to public addresses only. A name is resolved once, and what was judged is what is connected to."""

import ipaddress
import socket
import time
from collections.abc import Collection, Iterable
from ssl import SSLContext
from typing import Any

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address stands in its last 32 bits


class PrivateAddressError(httpcore.ConnectError):
    """A name stands for an address that is not public."""


def is_public(address: Address) -> bool:
    """Whether `address` is one of the Internet's, also where it wraps another (IPv4-mapped, 6to4, Teredo, NAT64)."""
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return _is_nat64_of_public(address)
    return all(is_public(inner) for inner in _wrapped(address))


def _wrapped(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    inner: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in inner if one is not None]


def _is_nat64_of_public(address: Address) -> bool:
    return address in _NAT64 and all(is_public(inner) for inner in _wrapped(address))


class GuardedBackend(httpcore.SyncBackend):
    """Makes connections to public addresses, and to those of `allowed` (as `127.0.0.1:8080`), until `deadline`.

    The deadline is a moment of `time.monotonic`. It holds for every read and write too, so that nobody can keep us by
    sending a byte now and then.
    """

    def __init__(self, *, allowed: Collection[str], deadline: float) -> None:
        self._allowed = allowed
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to `host`; `PrivateAddressError` when any address of that name is not public."""
        addresses = self._judged(host, port)
        for place, address in enumerate(addresses, start=1):
            try:
                stream = super().connect_tcp(
                    address, port, _within(timeout, self._deadline), local_address, socket_options
                )
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(addresses):
                    raise
        raise httpcore.ConnectError(f"{host} has no address")

    def _judged(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("there is no such host") from error
        addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
        for address in addresses:
            plain = address.partition("%")[0]  # link-local addresses carry a zone
            if f"{plain}:{port}" not in self._allowed and not is_public(ipaddress.ip_address(plain)):
                raise PrivateAddressError("not a public address")
        return addresses

    def connect_unix_socket(self, *_args: Any, **_kwargs: Any) -> httpcore.NetworkStream:
        """Never: sockets of this machine are not public."""
        raise PrivateAddressError("not a public address")


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends at a deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _within(timeout, self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _within(timeout, self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _within(timeout, self._deadline))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _within(timeout: float | None, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is up")
    return left if timeout is None else min(timeout, left)
