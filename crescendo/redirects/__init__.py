"""Old addresses: where each leads now, always in one hop."""
