"""Rows of cells out of a text in which a tab, comma, semicolon or bar parts them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from srm_quiz.exchange.tables.columns import columns_of, header_place

DELIMITERS = ("\t", ";", ",", "|")
"""What may part cells; of two that fit equally well the first is taken."""

_LOOKED_AT = 200
"""How many rows are looked at to find out what parts the cells."""


Row = tuple[int, list[str]]
"""The line on which a row begins, 1-based, and its cells."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that have any text."""

    rows: Sequence[Row]
    delimiter: str
    broken_quotes: bool = False
    """Whether quotes stand where none may, so that rows may have been taken apart wrongly."""


def read_rows(text: str, delimiter: str = "") -> Rows:
    """The rows of the text; what parts the cells is found out where it is not given."""
    csv.field_size_limit(max(len(text), 1))
    delimiter = delimiter or find_delimiter(text)
    try:
        return Rows(_read(text, delimiter, strict=True), delimiter)
    except csv.Error:
        # Programs that quote nothing (Quizlet) and hands that forget to double a quote come here.
        ways = [_read(text, delimiter, quoted=False), _read(text, delimiter)]
        best = max(ways, key=lambda rows: _evenness([cells for _, cells in rows]))
        return Rows(best, delimiter, broken_quotes='"' in text and delimiter != "\t")


def find_delimiter(text: str) -> str:
    """What parts the cells: what gives known names of columns, else the most even rows; else a tab."""
    head = _head(text)

    def fitness(delimiter: str) -> tuple[float, ...]:
        try:
            rows = [cells for _, cells in _read(head, delimiter, strict=True)]
        except csv.Error:
            rows = [cells for _, cells in _read(head, delimiter, quoted=False)]
        place = header_place(rows)
        columns = [] if place is None else columns_of(rows[place])
        in_prose = head.count(f"{delimiter} ") / max(1, head.count(delimiter))
        names = sum(column is not None for column in columns) if len(columns) > 1 else 0
        return (names, _evenness(rows), -in_prose)

    return max(DELIMITERS, key=fitness)


def _head(text: str) -> str:
    """The first lines, and no quoted cell cut in two."""
    lines = text.split("\n", _LOOKED_AT)
    if len(lines) <= _LOOKED_AT:
        return text
    kept = lines[:_LOOKED_AT]
    while kept and sum(line.count('"') for line in kept) % 2:
        kept.pop()
    return "\n".join(kept or lines[:_LOOKED_AT])


def _evenness(rows: Sequence[Sequence[str]]) -> float:
    """The share of rows that have as many cells as most have; 0 where that is one."""
    counts = Counter(len(cells) for cells in rows)
    if not counts:
        return 0
    width, often = counts.most_common(1)[0]
    return often / len(rows) if width > 1 else 0


def _read(text: str, delimiter: str, *, strict: bool = False, quoted: bool = True) -> list[Row]:
    """All rows; raises csv.Error where `strict` and the quotes do not fit."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict, quoting=quoting)
    rows: list[Row] = []
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((line, cells))
        line = reader.line_num + 1
    return rows
