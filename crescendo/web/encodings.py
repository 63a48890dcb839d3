"""The forms in which an answer can travel: as it is, or packed as the reader's program can unpack it."""

import gzip
import sys
from collections.abc import Callable
from functools import lru_cache

import brotli
from werkzeug.http import parse_accept_header

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IDENTITY = ""
SMALLEST = 500  # bytes; less does not become smaller
_TEXTS = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")

# Pages are packed once and sent often, but whoever asks first waits for it: about a millisecond each.
PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=5),
    "zstd": lambda data: zstd.compress(data, level=6),
    "gzip": lambda data: gzip.compress(data, compresslevel=6, mtime=0),
}


@lru_cache(maxsize=512)
def best_encoding(accepted: str) -> str:
    """The name of the smallest form that an Accept-Encoding header allows; `IDENTITY` when it allows none."""
    quality = {name.lower(): value for name, value in parse_accept_header(accepted)}
    return max(
        (name for name in PACK if quality.get(name, quality.get("*", 0)) > 0),
        key=lambda name: quality.get(name, quality.get("*", 0)),
        default=IDENTITY,
    )


def is_text(content_type: str) -> bool:
    """Whether answers of such a type become smaller."""
    mimetype = content_type.partition(";")[0].strip().lower()
    return mimetype.startswith(_TEXTS) or mimetype.endswith(("+xml", "+json"))
