"""What every domain stands on: the database, the clock, money, slugs, addresses and errors."""
