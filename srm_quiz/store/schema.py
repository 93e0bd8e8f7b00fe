"""The schema of a progress file, compared object by object with what its migrations make."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from srm_quiz.store import migrations
from srm_quiz.store.errors import damaged, foreign_object

NEWEST = "f92c382ef9dda1056dda426d623a3eaa6509e0527ae37db095d0e441ed0a8621"
"""The digest of the newest schema: comparing it costs less than making the schema at every start."""

Schema = Mapping[tuple[str, str], str]
"""The SQL of each object by its type (table, index, trigger or view) and name."""


def schema_of(db: sqlite3.Connection) -> Schema:
    """The schema of an open database, without what SQLite makes by itself."""
    sql = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
    statistics = {("table", f"sqlite_stat{number}") for number in (1, 3, 4)}  # of ANALYZE
    return {(kind, name): text for kind, name, text in db.execute(sql) if (kind, name) not in statistics}


def digest_of(schema: Schema) -> str:
    """A digest of the whole schema."""
    return sha256(repr(sorted(schema.items())).encode()).hexdigest()


def expected_schema(version: int) -> Schema:
    """The schema that the migrations up to `version` make."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrations.migrate(db, 0, lambda: None, migrations.MIGRATIONS[:version])
        return schema_of(db)


def check_schema(db: sqlite3.Connection, version: int, path: Path) -> None:
    """Make sure that a progress file of this version has all its objects as they were made, and no others.

    A trigger that somebody added could swallow answers. Raises StoreDamagedError.
    """
    schema = schema_of(db)
    if version == len(migrations.MIGRATIONS) and digest_of(schema) == NEWEST:
        return
    expected = expected_schema(version)
    for kind, name in sorted(schema.keys() - expected.keys()):
        raise foreign_object(path, f"{kind} '{name}'")
    for (kind, name), text in sorted(expected.items()):
        if schema.get((kind, name)) != text:
            raise damaged(path, f"lacks its {kind} '{name}', or has another one")
