"""Articles and all that makes them: revisions, publishing, markup, mentions, tags and authors."""
