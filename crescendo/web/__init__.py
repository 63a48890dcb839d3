"""HTTP plumbing that knows no domain: the application class, extensions, errors, headers, assets, forms."""
