"""Domain objects turned into what a page, feed or crawler reads: prepared cards, not models to explore."""
