"""Files that hold several articles; one module a kind, none knows the others. Each is opened by ``ingest.opening``."""
