"""Typed settings, read once from the environment. `docs/operators.md` describes each of them."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from .foundation.fetching import Fetcher
from .foundation.money import is_currency


class SettingsError(Exception):
    """A setting has a value that cannot work. The message is one line for the operator."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to the next."""

    production: bool
    server: str  # the program that `flask start` becomes: granian or gunicorn
    data: Path
    secret_key: str
    site_name: str
    site_url: str
    database_url: str
    media_url: str
    timezone: ZoneInfo
    currency: str
    locale: Locale
    hub_url: str  # of a WebSub hub; empty without one
    security_contact: str  # a mailto: or https: address; empty without one
    redis_url: str  # empty without Redis
    fetch_private: frozenset[str]  # private places that may be fetched from all the same, as 10.0.0.5:80
    smtp_url: str  # of the server that sends letters; empty without one
    mail_from: str  # the address that letters come from
    hosts: frozenset[str]  # names that this site answers to, beside that of its address
    page_cache_mb: int  # how much of its memory each process may use for pages; 0 keeps none
    cdn_seconds: int  # how old a page may be where a network keeps it; 0 lets none keep any
    metrics_token: str  # whoever watches this process shows it; empty: nobody may
    proxies: int  # how many proxies stand before us and may be believed about who asks

    @property
    def fetcher(self) -> Fetcher:
        """Fetches in the name of this site."""
        return Fetcher(agent=f"Crescendo (+{self.site_url}/)", allowed=self.fetch_private)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings in `environment`; `SettingsError` names the first that cannot work."""
        production = _one_of(environment, "CRESCENDO_ENV", ("development", "production")) == "production"
        data = Path(environment.get("CRESCENDO_DATA") or "instance").absolute()
        return cls(
            production=production,
            server=_server(environment),
            data=data,
            secret_key=_secret_key(environment, data=data, production=production),
            site_name=environment.get("CRESCENDO_SITE_NAME") or "Crescendo",
            site_url=_site_url(environment),
            database_url=_database_url(environment, data=data),
            media_url=environment.get("CRESCENDO_MEDIA_URL") or str(data / "media"),
            timezone=_timezone(environment),
            currency=_currency(environment),
            locale=_locale(environment),
            hub_url=_link(environment, "CRESCENDO_HUB_URL", ("https://", "http://")),
            security_contact=_link(environment, "CRESCENDO_SECURITY_CONTACT", ("mailto:", "https://")),
            redis_url=_redis_url(environment),
            fetch_private=_places(environment),
            smtp_url=_smtp_url(environment),
            mail_from=_mail_from(environment),
            hosts=_hosts(environment),
            page_cache_mb=_number(environment, "CRESCENDO_PAGE_CACHE_MB", default=32, most=65_536),
            cdn_seconds=_number(environment, "CRESCENDO_CDN_SECONDS", default=0, most=86_400),
            metrics_token=environment.get("CRESCENDO_METRICS_TOKEN", ""),
            proxies=_number(environment, "CRESCENDO_PROXIES", default=0, most=9),
        )


def _one_of(environment: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    value = environment.get(name) or words[0]
    if value not in words:
        raise SettingsError(f"{name} is “{value}”, but must be one of: {', '.join(words)}.")
    return value


def _server(environment: Mapping[str, str]) -> str:
    server = _one_of(environment, "CRESCENDO_SERVER", ("granian", "gunicorn"))
    if find_spec(server) is None:
        raise SettingsError(f"CRESCENDO_SERVER needs {server}: see requirements-prod.txt.")
    return server


def _secret_key(environment: Mapping[str, str], *, data: Path, production: bool) -> str:
    if key := environment.get("CRESCENDO_SECRET_KEY"):
        if len(key) < 16:
            raise SettingsError("CRESCENDO_SECRET_KEY is too short: use at least 16 random characters.")
        return key
    if production:
        raise SettingsError("CRESCENDO_SECRET_KEY must be set in production.")
    path = data / "secret-key"
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        raise SettingsError(f"The data folder {data} cannot be used: {error.strerror}.") from error


def _site_url(environment: Mapping[str, str]) -> str:
    host, port = environment.get("HOST") or "127.0.0.1", environment.get("PORT") or "5000"
    url = (environment.get("CRESCENDO_SITE_URL") or f"http://{host}:{port}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        raise SettingsError(f"CRESCENDO_SITE_URL is “{url}”, but must look like https://www.example.org.")
    return url


def _database_url(environment: Mapping[str, str], *, data: Path) -> str:
    url = environment.get("CRESCENDO_DATABASE_URL") or f"sqlite:///{data / 'crescendo.sqlite3'}"
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsError("CRESCENDO_DATABASE_URL is not a database address.") from error
    if parsed.get_backend_name() == "postgresql":
        if find_spec("psycopg") is None:
            raise SettingsError("CRESCENDO_DATABASE_URL needs the PostgreSQL driver: see requirements-prod.txt.")
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if parsed.get_backend_name() != "sqlite":
        raise SettingsError("CRESCENDO_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return url


def _timezone(environment: Mapping[str, str]) -> ZoneInfo:
    name = environment.get("CRESCENDO_TIMEZONE") or "UTC"
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SettingsError(f"CRESCENDO_TIMEZONE is “{name}”, but must be a name such as Europe/Berlin.") from error


def _currency(environment: Mapping[str, str]) -> str:
    code = environment.get("CRESCENDO_CURRENCY") or "USD"
    if not is_currency(code):
        raise SettingsError(f"CRESCENDO_CURRENCY is “{code}”, but must be a code such as USD or EUR.")
    return code


def _locale(environment: Mapping[str, str]) -> Locale:
    name = environment.get("CRESCENDO_LOCALE") or "en_US"
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError) as error:
        raise SettingsError(f"CRESCENDO_LOCALE is “{name}”, but must be a name such as en_US or en_GB.") from error


def _link(environment: Mapping[str, str], name: str, beginnings: tuple[str, ...]) -> str:
    link = environment.get(name) or ""
    if link and (not link.startswith(beginnings) or not link.isprintable() or " " in link):
        raise SettingsError(f"{name} is “{link}”, but must be an address that begins with {' or '.join(beginnings)}.")
    return link


def _redis_url(environment: Mapping[str, str]) -> str:
    url = environment.get("CRESCENDO_REDIS_URL") or ""
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("CRESCENDO_REDIS_URL must begin with redis://, rediss:// or unix://.")
    if url and find_spec("redis") is None:
        raise SettingsError("CRESCENDO_REDIS_URL needs the Redis client: see requirements-prod.txt.")
    return url


def _smtp_url(environment: Mapping[str, str]) -> str:
    url = environment.get("CRESCENDO_SMTP_URL") or ""
    try:
        is_server = not url or (urlsplit(url).scheme in {"smtp", "smtps"} and bool(urlsplit(url).hostname))
        _ = urlsplit(url).port
    except ValueError:
        is_server = False
    if not is_server:
        raise SettingsError("CRESCENDO_SMTP_URL must look like smtp://user:password@mail.example.org:587.")
    if not unquote(url).isascii():
        raise SettingsError("CRESCENDO_SMTP_URL may name a user and a password of ASCII signs alone.")
    return url


def _mail_from(environment: Mapping[str, str]) -> str:
    sender = environment.get("CRESCENDO_MAIL_FROM") or ""
    if (sender and "@" not in parseaddr(sender)[1]) or not sender.isprintable():
        raise SettingsError(f"CRESCENDO_MAIL_FROM is “{sender}”, but must be an address such as studio@example.org.")
    if environment.get("CRESCENDO_SMTP_URL") and not sender:
        raise SettingsError("CRESCENDO_MAIL_FROM must be set along with CRESCENDO_SMTP_URL.")
    return sender


def _hosts(environment: Mapping[str, str]) -> frozenset[str]:
    hosts = (environment.get("CRESCENDO_HOSTS") or "").split()
    for host in hosts:
        if not re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]", host):
            raise SettingsError(f"CRESCENDO_HOSTS has “{host}”, but wants names such as www.example.org.")
    return frozenset(host.lower() for host in hosts)


def _places(environment: Mapping[str, str]) -> frozenset[str]:
    places = (environment.get("CRESCENDO_FETCH_PRIVATE") or "").split()
    for place in places:
        host, _, port = place.rpartition(":")
        if not host or not port.isdecimal():
            raise SettingsError(f"CRESCENDO_FETCH_PRIVATE has “{place}”, but wants places such as 10.0.0.5:80.")
    return frozenset(places)


def _number(environment: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) < 10) or int(text) > most:
        raise SettingsError(f"{name} is “{text}”, but must be a number from 0 to {most}.")
    return int(text)
