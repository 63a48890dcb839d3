"""Which news of the domains wakes which listener."""

from .foundation.signals import article_changed, product_changed
from .search.actions import index_article, index_product


def connect_listeners() -> None:
    """Let listeners hear. Connecting twice changes nothing."""
    article_changed.connect(index_article)
    product_changed.connect(index_product)
