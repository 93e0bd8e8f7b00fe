"""Workbooks of Excel, as Kahoot and others take questions: each sheet is a table."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.model import Imported, ImportRefusedError
from srm_quiz.exchange.tables.columns import header_place
from srm_quiz.exchange.tables.reader import read_table
from srm_quiz.exchange.tables.rows import Row, Rows
from srm_quiz.exchange.text import clean

_MOST_CELLS = 2_000_000
_LARGEST = 20_000_000
_MOST_COLUMNS = 100


def read(path: Path) -> Imported:
    """The notes of every sheet that has names of columns.

    Raises ImportRefusedError if none has, or the workbook is damaged.
    """
    try:
        import openpyxl
    except ImportError:
        message, hint = (
            "reading a workbook takes openpyxl",
            "pip install 'srm-quiz[import]', or save it as .csv",
        )
        raise ImportRefusedError(message, hint) from None
    if path.stat().st_size > _LARGEST:
        raise ImportRefusedError(
            f"the workbook is larger than {_LARGEST // 1_000_000} MB", "save a sheet as .csv"
        )
    tables: list[tuple[str, list[Row]]] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and macros, which are not read
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = list(_rows(sheet))
            place = header_place([cells for _, cells in rows], len(rows))
            if place is not None:
                tables.append((sheet.title, rows[place:]))
        book.close()
    except ImportRefusedError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise on a damaged file
        raise ImportRefusedError(f"the workbook is damaged: {str(error)[:200]}") from error
    if not tables:
        raise ImportRefusedError(
            "no sheet of the workbook has names of columns that say which of them asks and which answers"
        )
    collector = NoteCollector(path.stem)
    understood = left_out = 0
    for title, rows in tables:
        collector.title = path.stem if len(tables) == 1 else f"{path.stem}: {title}"
        imported = read_table(Rows(rows, "\t"), {}, collector)
        understood, left_out = understood + imported.understood, left_out + imported.left_out
    return replace(collector.imported(), form="a workbook", understood=understood, left_out=left_out)


def _rows(sheet: Any) -> Iterator[Row]:
    """The rows that have any text, with their numbers."""
    cells_read = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), 1):
        cells_read += len(row)
        if cells_read > _MOST_CELLS:
            raise ImportRefusedError("the workbook has very many cells", "save a sheet as .csv")
        cells = [_text(value) for value in row]
        if any(cells):
            yield number, cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value))[0].strip()
