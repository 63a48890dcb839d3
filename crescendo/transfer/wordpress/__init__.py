"""Moving in from WordPress: its export becomes guides, pictures, products, authors and redirects."""
