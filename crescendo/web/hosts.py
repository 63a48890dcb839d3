"""Which names this site answers to. Any other is refused before anything is asked of it."""

from ipaddress import ip_address

from flask import Flask, Response, request

from ..config import Settings

FOR_PROBES = ("/healthz", "/metrics", "/readyz")  # whatever watches the process may call it by its number


def install_hosts(app: Flask, settings: Settings) -> None:
    """Refuse requests for hosts that are not ours, with 400."""

    @app.before_request
    def refuse_strangers() -> Response | None:
        if request.path in FOR_PROBES or answers_to(request.host, settings):
            return None
        return Response("This site does not answer to that name.\n", 400, mimetype="text/plain")


def answers_to(host: str, settings: Settings) -> bool:
    """Whether `host`, as a request names it, is ours: by the site's address, CRESCENDO_HOSTS, or while developing."""
    name = _without_port(host.lower())
    if name == _without_port(settings.site_url.lower().partition("://")[2]) or name in settings.hosts:
        return True
    return not settings.production and (name == "localhost" or _is_number(name))


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).removesuffix(".")


def _is_number(name: str) -> bool:
    """An address by number cannot be made to stand for another machine, as a name can."""
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
