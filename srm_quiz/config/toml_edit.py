"""TOML as text: where each statement of a file stands, so that one can be changed alone.

There is no writer of TOML here. A file that somebody wrote by hand keeps its comments and layout
only if everything but the changed value is left as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Statement:
    """A table header, or a key with its value, as offsets into the text.

    `table` is the table that the last header opened, `path` the whole way to the key. The key (or
    the header) is `text[start:name_end]`; the value, if there is one, is `text[value:end]`.
    """

    table: tuple[str, ...]
    path: tuple[str, ...]
    start: int
    name_end: int
    value: int | None
    end: int

    @property
    def is_header(self) -> bool:
        """Whether this opens a table."""
        return self.value is None


class Unsafe(ValueError):
    """The text is laid out so that the change cannot be made without touching something else."""


_BETWEEN = re.compile(r"(?:\s|#[^\n]*)*")
_NAME = r"""(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_BARE = re.compile(r"[A-Za-z0-9_-]+")
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
            yield Statement(table, table, at, header.end(), None, header.end())
            at = _skip(text, header.end())
        else:
            key = _KEY.match(text, at)
            assert key is not None, "tomllib reads no such statement"
            end = _end_of_value(text, key.end())
            path = table + _path(key["names"])
            yield Statement(table, path, at, key.end("names"), key.end(), end)
            at = _skip(text, end)


def changed(text: str, path: tuple[str, ...], value: str) -> str:
    """`text` with the key at `path` set to `value`, TOML itself, and all else byte for byte as it was.

    A key that is not there yet is added to its table, or the table to the end. A dotted key may be
    spelt either way: `("keys", "session.undo")` also means `undo` in `[keys.session]`. The result is
    parsed and compared before it is returned.

    Raises Unsafe where the layout has no room for it: the table is written inline, say.
    """
    old = list(statements(text))
    dotted = ".".join(path)
    found = [one for one in old if not one.is_header and ".".join(one.path) == dotted]
    if found:
        path = found[-1].path
        new = text[: found[-1].value] + value + text[found[-1].end :]
    else:
        new = _with_key(text, old, path, value)
    others = {
        where: leaf for where, leaf in _leaves(tomllib.loads(text)).items() if where[: len(path)] != path
    }
    try:
        made = _leaves(tomllib.loads(new))
    except tomllib.TOMLDecodeError as error:
        raise Unsafe(str(error)) from error
    if made != others | _leaves(tomllib.loads(f"x = {value}")["x"], path):
        raise Unsafe(f"setting {dotted} would change something else")
    return new


def basic_string(text: str) -> str:
    """`text` as a quoted string of TOML, on one line."""
    return '"' + "".join(_ESCAPED.get(char) or _escaped(char) for char in text) + '"'


_ESCAPED = {'"': '\\"', "\\": "\\\\"}


def _escaped(char: str) -> str:
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def _with_key(text: str, old: list[Statement], path: tuple[str, ...], value: str) -> str:
    """`text` with a key that it does not have yet, after the last one of the same table."""
    newline = "\r\n" if "\r\n" in text else "\n"
    *table, name = path
    line = f"{name if _BARE.fullmatch(name) else basic_string(name)} = {value}"
    mine = [one for one in old if one.table == tuple(table)]
    if mine:
        return _with_line_after(text, mine[-1].end, line, newline)
    if not table:
        return line + newline + text
    blank = newline if text.strip() else ""
    return _with_line_after(text, len(text), f"{blank}[{'.'.join(table)}]{newline}{line}", newline)


def _with_line_after(text: str, at: int, line: str, newline: str) -> str:
    """`text` with `line` below the line that holds offset `at`."""
    end = text.find("\n", at) + 1 or len(text)
    above = text[:end]
    if above and not above.endswith("\n"):
        above += newline
    return above + line + newline + text[end:]


def _leaves(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Every value of a document by its whole path. Empty tables say nothing and are left out."""
    if not isinstance(value, dict):
        return {path: value}
    return {
        where: leaf for name, inner in value.items() for where, leaf in _leaves(inner, (*path, name)).items()
    }


def _skip(text: str, at: int) -> int:
    """The start of the next statement: past blanks and comments."""
    found = _BETWEEN.match(text, at)
    return at if found is None else found.end()


def _path(names: str) -> tuple[str, ...]:
    """The names of a dotted key. Only tomllib knows every way of quoting one."""
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
        what = token.lastgroup
        if depth == 0 and what in ("comment", "newline"):
            break
        depth += (what == "open") - (what == "close")
        if what in ("solid", "open", "close"):
            end = token.end()
    return end
