"""A Neo4j of the program's own, on loopback, from packages alone."""
