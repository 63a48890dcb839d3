"""What this process counts, for programs that watch it (Prometheus text exposition format 0.0.4)."""

from flask import Flask

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics_of(app: Flask) -> str:
    """The counts of this process since it began: pages given again and made anew, and the bytes that kept ones take.

    The hit rate of any span of time is `given / (given + made)` of their increase in it.
    """
    cache = app.extensions["page_cache"]
    counts = (
        ("crescendo_pages_given_total", "counter", "Public answers that were given again.", cache.given),
        ("crescendo_pages_made_total", "counter", "Public answers that were made anew.", cache.made),
        ("crescendo_kept_pages_bytes", "gauge", "Memory that kept pages take.", cache.size),
    )
    return "".join(
        f"# HELP {name} {words}\n# TYPE {name} {kind}\n{name} {value}\n" for name, kind, words, value in counts
    )
