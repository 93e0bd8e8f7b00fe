"""An open progress file: all statements go through here, and all errors leave as StoreError."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from srm_quiz.store.errors import damaged, translated

T = TypeVar("T")

Values = Mapping[str, Any] | Sequence[Any]


class Database:
    """A connection to the progress file at `path`. Every method raises StoreError if the file fails."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def execute(self, sql: str, values: Values = ()) -> None:
        """Run a statement that returns no rows."""
        with translated(self.path):
            self.connection.execute(sql, values)

    def read(self, decode: Callable[..., T], sql: str, values: Values = ()) -> list[T]:
        """Return the rows of a statement, each passed to `decode` as its arguments.

        Raises StoreDamagedError for a row that `decode` cannot take.
        """
        return list(self.stream(decode, sql, values))

    def stream(self, decode: Callable[..., T], sql: str, values: Values = ()) -> Iterator[T]:
        """Yield what `read` returns, for results that need not be in memory at once."""
        with translated(self.path):
            for row in self.connection.execute(sql, values):
                try:
                    value = decode(*row)
                except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
                    raise damaged(self.path) from error
                yield value

    def read_one(self, sql: str, values: Values = ()) -> tuple[Any, ...] | None:
        """Return the first row of a statement, or None."""
        with translated(self.path):
            row: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
            return row

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything written inside durable, or nothing."""
        with translated(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


@cache
def query(name: str) -> str:
    """Return the statement that `queries/` keeps under this name."""
    return (Path(__file__).parent / "queries" / f"{name}.sql").read_text(encoding="utf-8")
