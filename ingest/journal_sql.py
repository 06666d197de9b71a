"""The journal's tables and statements, in SQLite's SQL."""

__all__ = ["BURY", "HAND", "OLDER", "SAME", "TABLES"]

TABLES = """
CREATE TABLE IF NOT EXISTS texts (graph TEXT, reader TEXT, key TEXT, options TEXT, print TEXT, article TEXT, version TEXT, done INTEGER,
    PRIMARY KEY (graph, reader, key, print)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dead (graph TEXT, reader TEXT, key TEXT, reason TEXT, passing INTEGER, times INTEGER,
    PRIMARY KEY (graph, reader, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lists (graph TEXT, reader TEXT, key TEXT, options TEXT, etag TEXT, modified TEXT,
    PRIMARY KEY (graph, reader, key)) WITHOUT ROWID;
"""
OLDER = """
BEGIN IMMEDIATE;
INSERT OR IGNORE INTO texts SELECT * FROM read;
DROP TABLE read;
COMMIT;
"""
"""Journals once had one text of a source: two articles of one address, or two members of one name, took each other's place."""
BURY = """
INSERT INTO dead VALUES (?, ?, ?, ?, ?, 1)
ON CONFLICT DO UPDATE SET reason = excluded.reason, passing = excluded.passing, times = times + 1
"""
HAND = """
INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, 0)
ON CONFLICT DO UPDATE
SET options = excluded.options, article = excluded.article, version = excluded.version, done = 2
"""
SAME = """
INSERT OR REPLACE INTO texts SELECT graph, reader, ?, options, print, article, version, done FROM texts
WHERE graph = ? AND reader = ? AND key = ?
"""
