"""The progress file: SQLite, an append-only log and the tables derived from it."""
