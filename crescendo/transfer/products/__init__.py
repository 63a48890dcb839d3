"""Products from files: tables of shops and spreadsheets, and product feeds."""
