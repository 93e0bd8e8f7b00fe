"""Notes as a table that our reader, and any spreadsheet, reads back whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.domain.cards import Kind

_ORDER = (
    *("id", "kind", "question", "answer", "accept", "cloze", "duty", "on", "owner"),
    *("option", "correct", "why", "hint", "source", "tag", "weight", "allow"),
)
"""The columns from left to right; numbered ones by their numbers, an option's `why` after it."""


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Spreadsheets take a cell that begins with one of these for a formula, and compute it.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

GUARD = "'"
"""Written before such a cell, it makes a text of it."""


def table_text(notes: Sequence[Draft], delimiter: str = ",", *, guarded: bool = False) -> str:
    """The notes, a row each, below the names of columns: one for each item of a list, and each option.

    `guarded` writes GUARD before what a spreadsheet would take for a formula; the reader does not remove it.
    """
    rows = [_cells(note) for note in notes]
    if guarded:
        rows = [
            {
                column: f"{GUARD}{text}" if text.startswith(FORMULA_STARTS) else text
                for column, text in row.items()
            }
            for row in rows
        ]
    columns = sorted({column for row in rows for column in row}, key=_place)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([[row.get(column, "") for column in columns] for row in rows])
    return out.getvalue()


def formula_cells(notes: Sequence[Draft]) -> list[str]:
    """The texts of all cells that a spreadsheet would take for a formula."""
    return [text for note in notes for text in _cells(note).values() if text.startswith(FORMULA_STARTS)]


def kind_of_draft(note: Draft) -> Kind:
    """The kind of the note, by its keys."""
    if "cloze" in note:
        return Kind.CLOZE
    if "choices" in note:
        return Kind.CHOICE
    if "duty" in note:
        return Kind.OWNER
    return Kind.TYPED if "accept" in note else Kind.BASIC


def _cells(note: Draft) -> dict[str, str]:
    """What stands in each column."""
    cells = {"kind": kind_of_draft(note).value}
    for key, value in note.items():
        if isinstance(value, str):
            cells[key] = value
        elif isinstance(value, Mapping):
            cells |= {f"allow {rule}": reason for rule, reason in value.items()}
        else:
            items: Sequence[str | Mapping[str, str]] = value
            right: list[str] = []
            for number, item in enumerate(items, 1):
                if isinstance(item, str):
                    cells[f"{'tag' if key == 'tags' else key} {number}"] = item
                    continue
                cells[f"option {number}"] = item.get("right") or item.get("wrong", "")
                if item.get("why"):
                    cells[f"why {number}"] = item["why"]
                if "right" in item:
                    right.append(f"#{number}")
            if right:
                cells["correct"] = " ".join(right)
    return cells


def _place(column: str) -> tuple[int, int, str]:
    """What the columns are sorted by."""
    name, _, part = column.partition(" ")
    number = int(part) if part.isdecimal() else 0
    group = "option" if name == "why" and number else name
    return _ORDER.index(group), number, column
