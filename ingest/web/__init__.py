"""Articles from the web: a polite fetcher, and what feeds and sitemaps lead to."""
