"""Categories, products, brands, merchants, offers, attributes and price history."""
