"""Crescendo, a storefront blog: guides and the products they speak of in one relational model."""

from datetime import timedelta
from pathlib import Path

from werkzeug.middleware.proxy_fix import ProxyFix

from .commands import register_commands
from .commands.servers import THREADS
from .config import Settings
from .foundation.database import db
from .foundation.version_probe import VersionProbe
from .journal.changes import next_change
from .media.storage import use_storage
from .presentation.counting import install_counting
from .presentation.site import install_site
from .redirects.queries import target_of
from .signin import signin
from .storefront import storefront
from .studio import studio
from .syndication import syndication
from .web.application import Crescendo
from .web.assets import install_assets
from .web.delivery import install_delivery
from .web.errors import install_errors
from .web.extensions import babel, csrf, login_manager
from .web.formatting import install_formatting
from .web.headers import install_headers
from .web.hosts import install_hosts
from .web.jobs import install_jobs
from .web.limits import install_limits
from .web.page_cache import install_page_cache
from .wiring import connect_jobs, connect_listeners

ROOT = Path(__file__).parent.parent


def create_app(settings: Settings | None = None) -> Crescendo:
    """The application as `settings` describe it; by default those of the environment."""
    settings = settings or Settings.from_environment()
    app = Crescendo("crescendo", root_path=str(ROOT), template_folder="templates", static_folder=None)
    configure(app, settings)
    use_storage(settings.media_url)

    install_hosts(app, settings)
    install_limits(app)
    db.init_app(app)
    babel.init_app(app, default_locale=str(settings.locale), default_timezone=str(settings.timezone))
    csrf.init_app(app)
    login_manager.init_app(app, add_context_processor=False)  # asking who reads makes a page vary by cookie

    install_delivery(app, next_change=next_change)
    install_formatting(app, locale=settings.locale, timezone=settings.timezone)
    install_site(app, settings)
    install_headers(app, https=settings.site_url.startswith("https:"))
    install_errors(app, find_redirect=target_of)
    install_assets(app, ROOT / "static")
    app.extensions["version_probe"] = probe = VersionProbe(settings.database_url)
    install_page_cache(
        app,
        probe,
        megabytes=settings.page_cache_mb,
        cdn_seconds=settings.cdn_seconds,
    )

    install_counting(app)
    connect_listeners()
    connect_jobs(install_jobs(app, settings.data, settings.redis_url), settings)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    app.register_blueprint(storefront)
    app.register_blueprint(syndication)
    app.register_blueprint(signin)
    app.register_blueprint(studio)
    register_commands(app)
    return app


def configure(app: Crescendo, settings: Settings) -> None:
    """Translate our settings into those of Flask and its extensions."""
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="crescendo",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.site_url.startswith("https:"),
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # Each thread can have a connection, but few need one at the same time.
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True, "hide_parameters": True, "max_overflow": THREADS},
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open for a day: the token lives as long as the session
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
