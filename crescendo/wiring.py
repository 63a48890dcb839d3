"""Which news of the domains wakes which listener, and which jobs are done when."""

from .config import Settings
from .foundation.content_version import content_changed
from .foundation.signals import article_changed, product_changed, product_merged, products_added
from .journal.mentions import follow_merge
from .outbound.link_checking import check_due_links
from .search.actions import index_article, index_product, index_products
from .search.upkeep import merge_grown_index
from .transfer.price_runs import run_due_sources
from .transfer.waiting import run_waiting_imports
from .web.jobs import Jobs


def connect_listeners() -> None:
    """Let listeners hear. Connecting twice changes nothing."""
    article_changed.connect(index_article)
    product_changed.connect(index_product)
    products_added.connect(index_products)
    for signal in (article_changed, product_changed, products_added, product_merged):
        signal.connect(content_changed)
    product_merged.connect(follow_merge)


def connect_jobs(jobs: Jobs, settings: Settings) -> None:
    """Say which jobs there are, and at which minutes of each hour they are done."""
    jobs.add("check-links", lambda: check_due_links(settings.fetcher), minutes="*/15")
    uploads = settings.data / "imports"
    fetcher, currency = settings.fetcher, settings.currency
    jobs.add("run-imports", lambda: list(run_waiting_imports(uploads, fetcher=fetcher, currency=currency)), minutes="*")
    jobs.add("fetch-prices", lambda: list(run_due_sources(settings.fetcher)), minutes="*/5")
    jobs.add("merge-search-index", merge_grown_index, minutes="23")
