"""What becomes of published guides: what needs somebody, where readers went, which links still work."""
