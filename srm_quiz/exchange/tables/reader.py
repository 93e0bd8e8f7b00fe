"""Tables of questions: CSV and TSV from spreadsheets, Quizlet, Anki and ourselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from srm_quiz.deckfiles.notes import escaped_answer
from srm_quiz.deckfiles.values import is_weight
from srm_quiz.deckfiles.yaml_writer import Value
from srm_quiz.domain.cards import Kind
from srm_quiz.exchange.anki.decks import note_name
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.markers import (
    names_only_options,
    numbered_items,
    right_options,
    split_items,
    strip_letters,
)
from srm_quiz.exchange.model import Imported
from srm_quiz.exchange.tables import anki_text
from srm_quiz.exchange.tables.columns import Column, Role, columns_of, header_place, is_header
from srm_quiz.exchange.tables.rows import DELIMITERS, Row, Rows, read_rows
from srm_quiz.exchange.text import at_line, clean

_PLAIN_KEYS = {
    Role.ID: "id",
    Role.HINT: "hint",
    Role.SOURCE: "source",
    Role.WHY: "why",
}
_ANKI_CLOZE = re.compile(r"\{\{c\d+::")
_ANKI_BLANK = re.compile(r"\{\{c\d+::[^{}]*+\}\}")
_ANKI_LINE = re.compile(
    r"#(separator|html|columns|deck|notetype|tags|(?:tags|deck|notetype|guid) column):(.*)"
)
_EXCEL_LINE = re.compile(r'"?sep=(.)"?')
_ANKI_COLUMNS = {
    "tags column": Column(Role.TAGS, "words"),
    "deck column": Column(Role.DECK),
    "notetype column": None,
    "guid column": Column(Role.ID, "guid"),
}
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_TRUE = {"true", "yes", "y", "1", "x", "wahr", "vrai", "✓", "✔", "✅"}
_FALSE = {"false", "no", "n", "0", "", "falsch", "faux"}
_PLACES = re.compile(r"\d+(?:[ ,;|]+\d+)*")
_HTML = re.compile(
    r"</?(?:div|p|b|i|u|br|span|ul|ol|li|img|code|pre|su[bp])\b[^>]*>|&(?:nbsp|[lg]t|amp|quot);"
)


@dataclass
class _Header:
    """What is known of a table before its first row of data."""

    columns: list[Column | None]
    names: list[str]
    rows: Sequence[Row]

    @cached_property
    def from_zero(self) -> bool:
        """Whether a mark of the right options has a 0, so that 1 means the second everywhere."""
        places = [
            place
            for place, column in enumerate(self.columns)
            if column and column.role in (Role.CORRECT, Role.ANSWER)
        ]
        return any(_counts_from_zero(cells, place) for _, cells in self.rows for place in places)


def _counts_from_zero(cells: Sequence[str], place: int) -> bool:
    """Whether the cell at the place has numbers, a 0 among them, that are no texts of options."""
    mark = cells[place].strip() if place < len(cells) else ""
    others = (item for cell in (*cells[:place], *cells[place + 1 :]) for item in split_items(cell))
    return bool(_PLACES.fullmatch(mark)) and "0" in re.findall(r"\d+", mark) and "0" not in others


def read(text: str, name: str) -> Imported:
    """The notes of a table; `name` is the title of the deck, unless a column names another.

    Without names of columns the first has the questions, the second the answers.
    """
    text, losses = clean(text)
    collector = NoteCollector(name, losses)
    text = _without_comments(text, collector)
    body, directives = _anki_lines(text)
    rows = read_rows(body, directives.get("separator", ""))
    if anki_text.is_export(directives):
        return anki_text.read(rows.rows, directives, collector.title, collector.losses)
    return read_table(rows, directives, collector)


def read_table(rows: Rows, directives: Mapping[str, str], collector: NoteCollector) -> Imported:
    """The notes of the rows; `directives` are those of Anki's lines above them."""
    collector.title = " ".join(directives.get("deck", "").split()) or collector.title
    for key, verb in (("notetype", "is"), ("tags", "are")):
        if value := directives.get(key, "").strip():
            collector.report(f"the {key} of the whole file {verb} not kept", value)
    if rows.broken_quotes:
        collector.report("its quotes do not fit: look whether all rows were taken apart rightly")
    rows = _without_title(rows, collector)
    kept = _without_wide_rows(rows, collector)
    header = _header(kept, directives)
    _lose_columns(header, collector)
    understood = sum(
        _take(cells, header, at_line(line, " ".join(cells)), collector) for line, cells in header.rows
    )
    names = len(kept.rows) - len(header.rows)
    return replace(collector.imported(), understood=understood, left_out=len(rows.rows) - names - understood)


def _header(rows: Rows, directives: Mapping[str, str]) -> _Header:
    """The columns: as a line of Anki's names them, as the first row does, or by their places."""
    rows_kept = list(rows.rows)
    if "columns" in directives:
        names = directives["columns"].split(rows.delimiter)
        columns = columns_of(names)
        if is_header(columns):
            return _Header(columns, names, rows_kept)
    if rows_kept and is_header(columns_of(rows_kept[0][1])):
        return _Header(columns_of(rows_kept[0][1]), rows_kept[0][1], rows_kept[1:])
    width = max((len(cells) for _, cells in rows_kept), default=0)
    columns = [None] * width
    free = list(range(width))
    for word, column in _ANKI_COLUMNS.items():
        place = directives.get(word, "").strip()
        if place.isdecimal() and int(place) - 1 in free:
            columns[int(place) - 1] = column
            free.remove(int(place) - 1)
    for index, role in zip(free, (Role.QUESTION, Role.ANSWER), strict=False):
        columns[index] = Column(role)
    return _Header(columns, [f"column {number}" for number in range(1, width + 1)], rows_kept)


def _without_title(rows: Rows, collector: NoteCollector) -> Rows:
    """The rows from the one with the names of columns on."""
    place = header_place([cells for _, cells in rows.rows]) or 0
    for line, cells in rows.rows[:place]:
        collector.report("a line above the names of the columns was left out", at_line(line, " ".join(cells)))
    return replace(rows, rows=rows.rows[place:])


def _without_wide_rows(rows: Rows, collector: NoteCollector) -> Rows:
    """The rows without those that have more texts than the table has columns.

    There a comma of a text was taken for an end of a cell, and no one can tell which. A tab is in no text.
    """
    if rows.delimiter == "\t" or not rows.rows:
        return rows
    first = rows.rows[0][1]
    widths = Counter(len(cells) for _, cells in rows.rows)
    width = len(first) if is_header(columns_of(first)) else max(widths, key=lambda one: (widths[one], -one))
    kept: list[Row] = []
    for line, cells in rows.rows:
        if any(cell.strip() for cell in cells[width:]):
            reason = f"it has more cells than the others: quote texts that have a {rows.delimiter} in them"
            collector.report(f"a row was left out: {reason}", at_line(line, rows.delimiter.join(cells)))
        else:
            kept.append((line, cells))
    return replace(rows, rows=kept)


def has_anki_header(text: str) -> bool:
    """Whether the text begins with Anki's lines on how it is to be read: then it is a table."""
    for line in text.removeprefix("\ufeff").split("\n", 50)[:50]:
        if _ANKI_LINE.match(line):
            return True
        if line.strip() and not line.startswith("#"):
            return False
    return False


def _anki_lines(text: str) -> tuple[str, dict[str, str]]:
    """The text with empty lines for those on which Anki or Excel says how it is read, and what they say."""
    lines = text.split("\n")
    directives: dict[str, str] = {}
    if match := _EXCEL_LINE.fullmatch(lines[0]):
        lines[0] = ""
        directives["separator"] = match[1]
    for index, line in enumerate(lines):
        match = _ANKI_LINE.fullmatch(line)
        if match is None:
            if line.strip():
                break
            continue
        directives[match[1]] = match[2].rstrip(",;\t ")  # a spreadsheet fills up every row
        lines[index] = ""
    if "separator" in directives:
        given = directives["separator"]
        delimiter = _SEPARATORS.get(given.strip().lower(), given[:1])
        directives["separator"] = delimiter if delimiter in DELIMITERS or delimiter in " :" else ""
    return "\n".join(lines), directives


def _lose_columns(header: _Header, collector: NoteCollector) -> None:
    """Tell of the columns that have texts and no place in a note."""
    for index, column in enumerate(header.columns):
        if column is None:
            cells = [
                (line, row[index]) for line, row in header.rows if "".join(row[index : index + 1]).strip()
            ]
            if cells:
                what = f"the column '{header.names[index].strip()}' has no place in a note"
                collector.report(f"{what} ({len(cells):,} texts)", at_line(*cells[0]))


def _take(cells: list[str], header: _Header, place: str, collector: NoteCollector) -> bool:
    """Make a note of a row; return whether it is one."""
    if any(cell.strip() for cell in cells[len(header.columns) :]):
        collector.report("cells beyond the last column were left out", place)
    row = _Row(
        {
            column: cell.strip()
            for column, cell in zip(header.columns, cells, strict=False)
            if column is not None and cell.strip()
        },
        place,
        collector,
        from_zero=header.from_zero,
    )
    note = row.note()
    if note and collector.add(note, place, row.text(Role.DECK)):
        if unread := row.unread():
            collector.report(f"texts under {unread} do not go with such a note", place)
        if not row.kind and any(_HTML.search(cell) for cell in cells):
            collector.report("a text has marks of HTML, which are shown as they stand", place)
        return True
    return False


class _Row:
    """One row of data, and which of its cells have found a place."""

    def __init__(
        self, cells: Mapping[Column, str], place: str, collector: NoteCollector, *, from_zero: bool
    ) -> None:
        self._cells = cells
        self._from_zero = from_zero
        """Whether the table counts options from 0."""
        self._place = place
        self._collector = collector
        self._read: set[Column] = set()
        named = cells.get(Column(Role.KIND), "").casefold()
        self.kind = self.text(Role.KIND).casefold() if named in set(Kind) and self.text(Role.ID) else ""
        """The kind, where the row names one of ours: then it is we who wrote it."""

    def text(self, role: Role, part: str = "") -> str:
        """The text of a cell; empty if there is none."""
        column = Column(role, part)
        self._read.add(column)
        return self._cells.get(column, "")

    def several(self, role: Role) -> list[tuple[str, str]]:
        """The cells of numbered columns, each with its number."""
        cells = [(column.part, cell) for column, cell in self._cells.items() if column.role is role]
        self._read.update(column for column in self._cells if column.role is role)
        return cells

    def items(self, role: Role) -> list[str]:
        """The items of a list: of one cell that has several, and of numbered columns."""
        items: list[str] = []
        for part, cell in self.several(role):
            if part == "words":
                items += cell.split()
            elif part or (role is Role.WRONG and "," in cell and not re.search(r"[|\n;]", cell)):
                items.append(cell)  # a comma stands in answers too often
            else:
                items += split_items(cell)
        return items

    def unread(self) -> str:
        """The meanings of the cells that were of no use, in words."""
        rest = {column.role.name for column in self._cells if column not in self._read}
        return ", ".join(sorted(rest)).lower().replace("_", " ")

    def note(self) -> dict[str, Value] | None:
        """The row's note, or None (and a problem reported)."""
        core = self._core(self.kind)
        if core is None:
            return None
        note = dict(core)
        if guid := self.text(Role.ID, "guid"):
            note["id"] = note_name(guid, "")
        for role, key in _PLAIN_KEYS.items():
            if text := self.text(role):
                note[key] = f"{note[key]}\n\n{text}" if key in note else text
        if tags := self.items(Role.TAGS):
            note["tags"] = tags
        if is_weight(self._cells.get(Column(Role.WEIGHT), "")):
            note["weight"] = self.text(Role.WEIGHT)
        if allowed := self.several(Role.ALLOW):
            note["allow"] = dict(allowed)
        return note

    def _core(self, kind: str) -> dict[str, Value] | None:
        """What the note asks and answers."""
        question = self.text(Role.QUESTION)
        if duty := self.text(Role.DUTY):
            core: dict[str, Value] = {"duty": duty, "owner": self.text(Role.OWNER).casefold()}
            core |= {"on": on} if (on := self.text(Role.ON)) else {}
            accept = [item.casefold() for item in self.items(Role.ACCEPT)]
            return core | ({"accept": accept} if accept else {})
        if cloze := self.text(Role.CLOZE):
            return {"cloze": cloze if kind else _own_blanks(cloze)}
        if not question:
            self._collector.report("a row was left out: it asks nothing", self._place)
            return None
        if not kind and _ANKI_CLOZE.search(question):
            core = {"cloze": _own_blanks(question)}
            return core | ({"why": back} if (back := self.text(Role.ANSWER)) else {})
        options = self._options()
        if options is not None:
            return {"question": question, "choices": options} if options else None
        answer = self.text(Role.ANSWER) or self.text(Role.CORRECT)
        if not answer:
            self._collector.report("a row was left out: it has no answer", self._place)
            return None
        accept = self.items(Role.ACCEPT)
        if not kind and not accept and names_only_options(answer, question):
            reason = "its answer only names an option, and it has no options"
            self._collector.report(f"a row was left out: {reason}", self._place)
            return None
        typed = accept or kind == Kind.TYPED
        return {"question": question, "answer": answer, **({"accept": accept} if typed else {})}

    def _options(self) -> list[Mapping[str, str]] | None:
        """The options, right and wrong; None if the row has none, empty if they cannot be told."""
        wrong = self.items(Role.WRONG)
        if wrong:
            answer = self.text(Role.ANSWER) or self.text(Role.CORRECT)
            right = [answer] if answer else []
            right += [text for _, text in self.several(Role.RIGHT)]
            return [*({"right": text} for text in right), *({"wrong": text} for text in wrong)]
        options = self.several(Role.OPTION) or numbered_items(self.text(Role.CHOICES))
        if not options:
            return None
        parts = [part for part, _ in options]
        letters, texts = strip_letters([text for _, text in options])
        if flags := {part: cell.casefold() for part, cell in self.several(Role.IS_RIGHT)}:
            return self._flagged(options, flags)
        marked = self.text(Role.CORRECT) or self.text(Role.ANSWER)
        if self._from_zero and _PLACES.fullmatch(marked) and marked not in texts:
            marked = re.sub(r"\d+", lambda match: str(int(match[0]) + 1), marked)
        places = right_options(marked, texts, letters or parts)
        if not places:
            reason = "its mark of the right options fits none" if marked else "it marks no option as right"
            self._collector.report(f"a row was left out: {reason}", self._place)
            return []
        whys = {part: self.text(Role.OPTION_WHY, part) for part in parts}
        return [
            {"right" if index in places else "wrong": text, **({"why": whys[part]} if whys.get(part) else {})}
            for index, (part, text) in enumerate(zip(parts, texts, strict=True))
        ]

    def _flagged(
        self, options: Sequence[tuple[str, str]], flags: Mapping[str, str]
    ) -> list[Mapping[str, str]]:
        """The options, each with a cell that says whether it is right; empty if one of them is unclear."""
        flags = {part: flags.get(part, "") for part, _ in options}
        if any(flag not in _TRUE | _FALSE for flag in flags.values()):
            self._collector.report("a row was left out: it is unclear which options are right", self._place)
            return []
        _, texts = strip_letters([text for _, text in options])
        whys = {part: self.text(Role.OPTION_WHY, part) for part in flags}
        return [
            {
                "right" if flags[part] in _TRUE else "wrong": text,
                **({"why": whys[part]} if whys[part] else {}),
            }
            for (part, _), text in zip(options, texts, strict=True)
        ]


def _own_blanks(text: str) -> str:
    """The text with the blanks of decks in place of Anki's, in which a bar is a bar."""
    return _ANKI_CLOZE.sub("{{", _ANKI_BLANK.sub(lambda blank: escaped_answer(blank[0]), text))


def _without_comments(text: str, collector: NoteCollector) -> str:
    """The text with empty lines for comments at its top, as Anki skips them."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if not line.startswith("#") or _ANKI_LINE.match(line):
            break
        if columns_of([line]) == [None] and not any(delimiter in line for delimiter in "\t,;|"):
            collector.report("a comment was left out", at_line(place + 1, line))
            lines[place] = ""
    return "\n".join(lines)
