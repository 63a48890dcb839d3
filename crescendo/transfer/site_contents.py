"""What a site archive has of each table. Whoever adds a table decides here; a test asks for it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ..foundation import clock
from ..foundation.database import Base

KIND, VERSION = "crescendo-site", 1
DATA, TABLES, GUIDES, PICTURES = "data/", "tables/", "guides/", "pictures/"

# Columns, where not all of them are taken along.
_SOME: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "users": ("id", "email", "name", "role", "created_at", "version"),
        "price_sources": (
            *("id", "merchant_id", "name", "format", "url", "every_hours", "currency", "adds_offers", "is_complete"),
            *("next_run_at", "version"),
        ),
    }
)
# What the content is made of.
_WHOLE = frozenset(
    {
        "article_tags",
        "articles",
        "assets",
        "attribute_changes",
        "attribute_values",
        "attributes",
        "author_profiles",
        "body_links",
        "body_pictures",
        "body_questions",
        "body_sources",
        "brands",
        "categories",
        "daily_clicks",
        "disclosure_texts",
        "import_keys",
        "mentions",
        "merchant_hosts",
        "merchants",
        "missed_searches",
        "offers",
        "price_observations",
        "product_alternatives",
        "product_pictures",
        "products",
        "redirects",
        "revisions",
        "tags",
    }
)
# What is secret, what this installation did, and what follows from the rest.
LEFT_BEHIND = frozenset(
    {
        "audit_events",
        "authenticators",
        "bulk_changes",
        "checked_links",
        "content_version",
        "import_rows",
        "import_runs",
        "one_time_tokens",
        "passkeys",
        "price_run_rows",
        "price_runs",
        "price_source_offers",
        "product_swaps",
        "recovery_codes",
        "search_entries",
        "search_words",
        "tries",
        "user_sessions",
        "wanted_pictures",
    }
)
# Those that say little to people, or have whole texts in them, which are in Markdown beside.
_FOR_MACHINES = frozenset(
    {
        *("articles", "body_links", "body_pictures", "body_questions", "body_sources", "import_keys"),
        *("mentions", "revisions"),
    }
)
EXPORTED = tuple(sorted({*_WHOLE, *_SOME}))
FOR_PEOPLE = tuple(name for name in EXPORTED if name not in _FOR_MACHINES)


def columns_of(name: str) -> list[str]:
    """The columns of a table that are taken along, in their order."""
    return [
        column.name for column in Base.metadata.tables[name].columns if column.name in _SOME.get(name, (column.name,))
    ]


def filled_in(name: str) -> dict[str, Any]:
    """What rows of a table get on import besides what the archive has of them.

    Accounts come back disabled and without a password: an archive opens nothing.
    """
    if name == "users":
        return {"password_hash": "-", "disabled_at": clock.now().isoformat()}
    if name == "price_sources":
        return {"message": "", "etag": "", "last_modified": "", "lease": ""}
    return {}


def picture_name(key: str, media_type: str) -> str:
    """The name of a picture's file in the archive."""
    return f"{PICTURES}{key}.{media_type.rpartition('/')[2]}"
