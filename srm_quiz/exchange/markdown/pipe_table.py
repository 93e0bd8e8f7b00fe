"""Tables of Markdown with a question in each row, read by the names of their columns."""

from __future__ import annotations

import re
from dataclasses import replace

from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.markdown.blocks import LineKind, read_lines
from srm_quiz.exchange.model import Imported
from srm_quiz.exchange.tables.columns import columns_of, is_header
from srm_quiz.exchange.tables.reader import read_table
from srm_quiz.exchange.tables.rows import Row, Rows
from srm_quiz.exchange.text import at_line, clean

_BAR = re.compile(r"(?<!\\)\|")


def read(text: str, name: str) -> Imported:
    """The notes of the tables; the names of columns stand above the line of hyphens."""
    text, losses = clean(text)
    collector = NoteCollector(name, losses)
    tables: list[list[Row]] = []
    left_out = understood = last = 0
    titled = False
    for line in read_lines(text):
        if line.text.startswith("|") and line.kind is LineKind.TEXT:
            if line.number != last + 1 or not tables:
                tables.append([])
            last = line.number
            if not set(line.text) <= set("|:- "):
                cells = _BAR.split(line.text.strip().removeprefix("|").removesuffix("|"))
                tables[-1].append((line.number, [cell.replace("\\|", "|").strip() for cell in cells]))
        elif line.rank == 1 and not titled:
            titled, collector.title = True, line.text
        elif line.kind is not LineKind.BLANK:
            left_out += not line.rank
            noun = "a heading" if line.rank else "a line"
            collector.report(f"{noun} outside of tables was left out", at_line(line.number, line.raw))
    for rows in tables:
        if rows and is_header(columns_of(rows[0][1])):
            imported = read_table(Rows(rows, "\t"), {}, collector)
            understood, left_out = understood + imported.understood, left_out + imported.left_out
        elif rows:
            left_out += len(rows)
            what = "a table was left out: its columns are not known"
            collector.report(what, at_line(rows[0][0], " ".join(rows[0][1])))
    return replace(collector.imported(), form="a table of Markdown", understood=understood, left_out=left_out)
