"""Fetching: what comes back, what is refused, and that nobody private is ever connected to."""

import gzip
import io
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from crescendo.foundation.fetching import (
    BadAddress,
    Fetcher,
    FetchError,
    Hop,
    NotReadable,
    PrivateAddress,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from crescendo.foundation.guarding import is_public
from tests.stage import Stage, answer, drip, leads_to, private_place, reset, silence, staged


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged(page=answer(200, b"Hello"), slow=silence, drip=drip, broken=reset) as stage:
        yield stage


def fetcher(stage: Stage, **changes: Any) -> Fetcher:
    return Fetcher(agent="Crescendo", allowed=frozenset({stage.place}), **changes)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("192.0.2.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2001:db8::1", False),
    ],
)
def test_addresses_of_private_networks_are_known_in_every_wrapping(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_answer_has_status_headers_body_and_the_way_there(stage: Stage) -> None:
    stage.plays["/moved"] = leads_to("/page", 302)
    found = fetcher(stage).look(stage.address("/moved"))
    assert (found.status, found.body, found.address) == (200, b"Hello", stage.address("/page"))
    assert found.hops == (Hop(302, stage.address("/page")),)
    assert found.headers["content-length"] == "5"
    assert stage.agents == ["Crescendo", "Crescendo"]


def test_no_more_is_read_than_was_asked_for(stage: Stage) -> None:
    stage.plays["/long"] = answer(200, b"x" * 100_000)
    assert fetcher(stage).look(stage.address("/long"), limit=10).body == b"x" * 10


@pytest.mark.parametrize(
    ("path", "error"), [("/slow", TooSlow), ("/drip", TooSlow), ("/broken", Unreachable), ("/loop", TooManyRedirects)]
)
def test_what_goes_wrong_has_a_name(stage: Stage, path: str, error: type[FetchError]) -> None:
    stage.plays["/loop"] = leads_to("/loop")
    with pytest.raises(error):
        fetcher(stage, patience=0.3).look(stage.address(path))


def test_host_that_does_not_exist_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        Fetcher(agent="Crescendo").look("http://no-such-host.invalid/")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://user:secret@example.org/",
        "http://example.org:22/",
        "//x",
        "",
    ],
)
def test_what_is_no_ordinary_web_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        Fetcher(agent="Crescendo").look(address)


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_private_place_is_never_connected_to(host: str) -> None:
    with private_place() as (place, visitors):
        # The port is allowed, so that it is the guard and nothing before it that refuses.
        name = f"{host}:{place.partition(':')[2]}"
        with pytest.raises(PrivateAddress):
            Fetcher(agent="Crescendo", allowed=frozenset({name})).look(f"http://{name}/")
        assert visitors() == 0


def test_redirect_into_a_private_place_is_not_followed(stage: Stage) -> None:
    with private_place() as (place, visitors):
        port = place.partition(":")[2]
        stage.plays["/in"] = leads_to(f"http://localhost:{port}/")
        allowed = frozenset({stage.place, f"localhost:{port}"})
        with pytest.raises(PrivateAddress) as refused:
            Fetcher(agent="Crescendo", allowed=allowed).look(stage.address("/in"))
        assert visitors() == 0
    assert refused.value.hops == (Hop(301, f"http://localhost:{port}/"),)


def test_name_with_one_private_address_is_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(_host: str, port: int, *_args: Any, **_kwargs: Any) -> list[Any]:
        return [(2, 1, 6, "", (address, port)) for address in ("93.184.216.34", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(PrivateAddress):
        Fetcher(agent="Crescendo").look("http://shop.example/")


def test_name_that_changes_its_address_after_it_was_judged_wins_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    resolve = socket.getaddrinfo

    def rebinding(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        if host != "shop.example":
            return list(resolve(host, port, *args, **kwargs))
        first = asked.count(host) == 1
        return [(2, 1, 6, "", ("127.0.0.1" if first else "10.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    port = stage.server_port
    allowed = frozenset({stage.place, f"shop.example:{port}"})
    found = Fetcher(agent="Crescendo", allowed=allowed).look(f"http://shop.example:{port}/page")
    assert found.body == b"Hello"
    assert asked.count("shop.example") == 1


def test_file_is_written_as_it_comes_and_unzipped(stage: Stage) -> None:
    stage.plays["/feed"] = answer(200, gzip.compress(b"a,b\n" * 50_000), content_encoding="gzip", etag='"7"')
    target = io.BytesIO()
    found = fetcher(stage).download(stage.address("/feed"), target, limit=1_000_000)
    assert target.getvalue() == b"a,b\n" * 50_000
    assert (found.size, found.headers["etag"]) == (200_000, '"7"')


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_file_that_is_too_large_is_refused_also_when_it_swells(stage: Stage, coding: str) -> None:
    body = b"\0" * 3_000_000
    packed = gzip.compress(body) if coding == "gzip" else body
    stage.plays["/bomb"] = answer(200, packed, content_encoding=coding)
    target = io.BytesIO()
    with pytest.raises(TooLarge):
        fetcher(stage).download(stage.address("/bomb"), target, limit=1_000_000)
    assert len(target.getvalue()) <= 1_000_000


@pytest.mark.parametrize(("coding", "body"), [("br", b"x"), ("gzip", b"no gzip")])
def test_compression_that_cannot_be_read_is_said_to_be_so(stage: Stage, coding: str, body: bytes) -> None:
    stage.plays["/odd"] = answer(200, body, content_encoding=coding)
    with pytest.raises(NotReadable):
        fetcher(stage).download(stage.address("/odd"), io.BytesIO(), limit=1000)
