"""One index of guides and products, written with them in one transaction, by SQLite FTS5 or PostgreSQL."""
