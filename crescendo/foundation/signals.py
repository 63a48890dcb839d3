"""News that travels up the floors: a domain says what changed, `wiring` lets those above hear of it.

Listeners run at once, inside the transaction of the change.
"""

from blinker import Signal

article_changed = Signal("An article was published, changed or withdrawn; the sender is the Article, flushed.")
product_changed = Signal("A product or one of its offers was saved; the sender is the Product, flushed.")
products_added = Signal("Products or offers were put in by the hundred; the sender is the list of products’ ids.")
product_merged = Signal("A product was merged into another, or is so no more; the sender is the Product, flushed.")
