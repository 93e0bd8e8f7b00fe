"""Where each statement of a TOML file stands in its text, so that a problem can point at it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Statement:
    """A table header, or a key with its value, as offsets into the text.

    `path` is the whole way to the key. The key (or the header) is `text[start:name_end]`; the value, if
    there is one, is `text[value:end]`.
    """

    path: tuple[str, ...]
    start: int
    name_end: int
    value: int | None
    end: int


_BETWEEN = re.compile(r"(?:\s|#[^\n]*)*")
_NAME = r"""(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_HEADER = re.compile(rf"\[\[?[ \t]*(?P<names>{_NAMES})[ \t]*\]\]?")
_KEY = re.compile(rf"(?P<names>{_NAMES})[ \t]*=[ \t]*")
_TOKEN = re.compile(
    r'''
      (?P<solid> """ (?:\\.|[^\\])*? """ "{0,2}   # a text of many lines may end in quotes of its own
               | \'\'\' .*? \'\'\' '{0,2}
               | " (?:\\.|[^"\\\n])* "
               | ' [^'\n]* '
               | [^\s\[\]{}"'\#]+ )
    | (?P<open> [\[{] )
    | (?P<close> [\]}] )
    | (?P<comment> \#[^\n]* )
    | (?P<newline> \r?\n )
    | (?P<space> [ \t\r]+ )
    ''',
    re.DOTALL | re.VERBOSE,
)


def statements(text: str) -> Iterator[Statement]:
    """The statements of `text` in order. It must be TOML that tomllib reads."""
    table: tuple[str, ...] = ()
    at = _skip(text, 0)
    while at < len(text):
        if header := _HEADER.match(text, at):
            table = _path(header["names"])
            yield Statement(table, at, header.end(), None, header.end())
            at = _skip(text, header.end())
        else:
            key = _KEY.match(text, at)
            assert key is not None, "tomllib reads no such statement"
            end = _end_of_value(text, key.end())
            path = table + _path(key["names"])
            yield Statement(path, at, key.end("names"), key.end(), end)
            at = _skip(text, end)


def _skip(text: str, at: int) -> int:
    """The start of the next statement: past blanks and comments."""
    between = _BETWEEN.match(text, at)
    return at if between is None else between.end()


def _path(names: str) -> tuple[str, ...]:
    """The names in a dotted key. Only tomllib knows every way of quoting one."""
    table: Any = tomllib.loads(f"{names} = 0")
    path: list[str] = []
    while isinstance(table, dict):
        ((name, table),) = table.items()
        path.append(name)
    return tuple(path)


def _end_of_value(text: str, at: int) -> int:
    """Where the value that begins at `at` ends, without the blanks and comment after it."""
    depth, end = 0, at
    for token in _TOKEN.finditer(text, at):
        kind = token.lastgroup
        if depth == 0 and kind in ("comment", "newline"):
            break
        depth += (kind == "open") - (kind == "close")
        if kind in ("solid", "open", "close"):
            end = token.end()
    return end
