"""Which news of the domains wakes which listener."""

from .foundation.signals import article_changed, product_changed
from .outbound import clicks as clicks  # tables that nothing above asks for yet
from .search.actions import index_article, index_product


def connect_listeners() -> None:
    """Let listeners hear. Connecting twice changes nothing."""
    article_changed.connect(index_article)
    product_changed.connect(index_product)
