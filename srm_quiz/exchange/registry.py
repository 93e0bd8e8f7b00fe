"""Which reader is for which file, by its structure, content and ending; and which writer, by its ending.

A file of another kind is refused by its name: no reader is tried on a program, a page or a letter.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from srm_quiz.deckfiles.deck_file import ParsedDeck
from srm_quiz.exchange.deck_notes import deck_notes
from srm_quiz.exchange.markdown import hashcards, obsidian, pipe_table
from srm_quiz.exchange.markdown import reader as markdown
from srm_quiz.exchange.markdown.writer import bank_text
from srm_quiz.exchange.model import Imported, ImportRefusedError, Loss
from srm_quiz.exchange.print_sheet import print_sheet
from srm_quiz.exchange.quiz import gift, moodle, qti
from srm_quiz.exchange.tables import json_bank, workbook
from srm_quiz.exchange.tables import reader as tables
from srm_quiz.exchange.tables.columns import header_place
from srm_quiz.exchange.tables.rows import read_rows
from srm_quiz.exchange.tables.writer import formula_cells, table_text
from srm_quiz.exchange.text import MOST_BYTES, clean, decode

Reader = Callable[[str, str], Imported]

_TABLES = (".csv", ".tsv", ".tab")
_MARKDOWN = (".md", ".markdown", ".mdown")
_PACKAGES = (".apkg", ".colpkg")
_DECKS = (".yaml", ".yml")
READABLE = (
    "packages of Anki (.apkg, .colpkg) and its notes as text, CrowdAnki's JSON, tables (.csv, .tsv, .xlsx), "
    "question banks in Markdown, JSON, GIFT, Aiken, Moodle XML and QTI 2.1, hashcards' decks and Obsidian's "
    "flashcards"
)
WRITABLE_ENDINGS = (".csv", ".tsv", ".md", ".gift", ".xml", ".html", ".yaml", ".apkg")

_FOREIGN = {
    "a program": (
        ".py .pyw .js .mjs .ts .tsx .jsx .java .c .h .cc .cpp .hpp .cs .go .rs .rb .php .pl .lua .swift .kt "
        ".scala .r .m .sh .bash .zsh .fish .ps1 .bat .cmd .sql .css .scss .less .vue .ipynb .tf .hcl .dart "
        ".ex .exs .hs .clj"
    ),
    "a page of the web": ".html .htm .xhtml .mht",
    "a letter": ".eml .mbox .msg",
    "a log": ".log",
    "a file of settings": ".toml .ini .cfg .conf .properties .env .lock",
    "a document": ".pdf .doc .docx .odt .rtf .tex .epub .pptx .ppt .odp .pages",
    "an old workbook, which has to be saved as .xlsx or .csv": ".xls .ods .numbers",
    "a picture, a sound or a film": ".png .jpg .jpeg .gif .svg .webp .mp3 .wav .ogg .mp4 .mov .webm",
}
_FOREIGN_BY_ENDING = {ending: kind for kind, endings in _FOREIGN.items() for ending in endings.split()}

_MAIL = re.compile(r"(?:From|To|Cc|Subject|Date|Received|Reply-To|Message-ID|Return-Path|MIME-Version): ?\S")
_LOG = re.compile(
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\[?\d\d:\d\d:\d\d[\].,: ]|(?:\d{1,3}\.){3}\d{1,3} - |"
    r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\[?(?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL|TRACE)[\]: ]"
)
_CODE = re.compile(
    r"\s*(?:#!|import [\w.{*]|from \w[\w.]* import |def \w+\(|class \w+[:({ ]|@\w+|#include\b|#define\b|"
    r"package [\w.]+;?$|using [\w.]+;|(?:public|private|protected|static|export|async) \w|function\b.*\{|"
    r"(?:const|let|var) \w+ ?=|(?:if|for|while|switch|elif|else if) ?\(.*\)? ?[{:]?$|"
    r"(?:if|for|while|elif|with|try|except)\b.*:$|return\b.*;?$|\w[\w.\[\]]* (?:[-+*/|&]?=|:=) |"
    r"[\w.]+\(.*\);?$|\}|\{$|//|/\*|\* |(?:SELECT|INSERT|UPDATE|CREATE|ALTER|DROP) )"
)
_CODE_END = re.compile(r"[;{}]\s*$")
_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"\ufeff?\s*(?:<!doctype html|<html\b)", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype html|<html\b|<head\b|<body\b|<script\b|<table\b|<ol\b|<ul\b", re.IGNORECASE)
_BOX = re.compile(r"^[ \t]*+(?:[-*+]|\d++[.)])[ \t]++\[[ xX✓✔]\]", re.MULTILINE)
_CARD = re.compile(r"^[AC]:", re.MULTILINE)
_SECOND_OPTION = re.compile(r"^(?:[-*+]\s+)?\(?[Bb][.):]\s", re.MULTILINE)
"""A second option: what `A:` begins beside one is no answer."""

_SAMPLE = 300
"""How many lines are looked at to tell what a file is."""


def read_file(path: Path, *, with_history: bool = False) -> Imported:
    """What another program's file holds. The title of its deck is the file's name unless it has another.

    `with_history` asks for reviews and schedules too, which only packages have.

    Raises ImportRefusedError if the file is of no kind that can be read, and OSError.
    """
    if not path.is_file():  # opening a pipe or a device would wait for ever
        raise ImportRefusedError(f"{path} is not a file" if path.exists() else f"there is no file {path}")
    ending = path.suffix.lower()
    if ending in _DECKS:
        hint = "put it into the folder of your decks; srm-quiz check looks whether it is right"
        raise ImportRefusedError(f"{path} is a deck already", hint)
    if kind := _FOREIGN_BY_ENDING.get(ending):
        raise ImportRefusedError(
            f"{path.name} is {kind}, no bank of questions", f"what can be imported: {READABLE}"
        )
    if ending in _PACKAGES or zipfile.is_zipfile(path):
        return _read_archive(path, with_history=with_history)
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    text, losses = decode(data)
    imported = _read_text(text, ending, path.stem)
    return replace(imported, losses=[*losses, *imported.losses])


def render(parsed: ParsedDeck, ending: str, *, guard_formulas: bool = False) -> tuple[bytes, Sequence[Loss]]:
    """A deck as a text file with this ending, and what such a file cannot hold.

    `guard_formulas` makes texts of the cells of a table that a spreadsheet would compute.
    """
    match ending:
        case ".csv" | ".tsv":
            deck = deck_notes(parsed)
            text = table_text(deck.notes, "\t" if ending == ".tsv" else ",", guarded=guard_formulas)
            message = "a spreadsheet would compute this cell; --guard-formulas writes ' before it"
            if guard_formulas:
                message = "a spreadsheet would have computed this cell: it got a ' before it"
            formulas = [Loss(message, cell) for cell in formula_cells(deck.notes)]
            # Excel takes a file without the mark for one in Windows' letters.
            return text.encode("utf-8-sig" if ending == ".csv" else "utf-8"), [*deck.losses, *formulas]
        case ".md":
            text, losses = bank_text(deck_notes(parsed))
            return text.encode(), losses
        case ".gift":
            text, losses = gift.write(deck_notes(parsed))
            return text.encode(), losses
        case ".xml":
            text, losses = moodle.write(deck_notes(parsed))
            return text.encode(), losses
        case ".html":
            return print_sheet(parsed.deck).encode(), ()
        case _:
            raise ValueError(f"no file ending in '{ending}' can be written")


def _read_archive(path: Path, *, with_history: bool) -> Imported:
    """A zip file: a workbook, a package of QTI, or one of Anki's."""
    names: Iterable[str] = ()
    if path.suffix.lower() not in _PACKAGES:
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            names = ()  # the reader of packages says what is wrong
    if any(name.startswith("xl/") for name in names):
        return workbook.read(path)
    if "imsmanifest.xml" in names:
        return qti.read_package(path)
    from srm_quiz.exchange.anki.importer import read_package

    return read_package(path, with_history=with_history)


def _read_text(text: str, ending: str, title: str) -> Imported:
    """What a text holds; raises ImportRefusedError if no reader is for it."""
    if ending in (".json", ".jsonl", ".ndjson") or json_bank.is_json(text):
        return json_bank.read(text, title)
    if kind := _foreign_kind(text, ending):
        raise ImportRefusedError(
            f"the file is {kind}, no bank of questions", f"what can be imported: {READABLE}"
        )
    start = text.lstrip("\ufeff \t\r\n")[:2_000]
    if start.startswith("<") and moodle.is_quiz(start):
        return moodle.read(text, title)
    if start.startswith("<") and qti.is_item(start):
        return qti.read(text, title)
    if start.startswith("<?xml") or ending == ".xml":
        raise ImportRefusedError(
            "the file is XML, and neither Moodle's nor QTI 2.1", f"what can be: {READABLE}"
        )
    if ending == ".gift" or (ending not in _MARKDOWN + _TABLES and gift.is_gift(text)):
        return gift.read(text, title)
    if ending in _TABLES or tables.has_anki_header(text):
        if not tables.has_anki_header(text):
            _refuse_nameless(text)
        return tables.read(text, title)
    text_clean = clean(text)[0]
    if ending not in _MARKDOWN and _is_table(text_clean):
        return tables.read(text, title)
    has_boxes = _BOX.search(text_clean)
    if not has_boxes and _CARD.search(text_clean) and not _SECOND_OPTION.search(text_clean):
        return hashcards.read(text, title)
    imported = markdown.read(text, title)
    if obsidian.has_cards(text_clean) or (not imported.decks and "::" in text_clean and ending in _MARKDOWN):
        cards = obsidian.read(text, title)
        if cards.understood - cards.left_out > imported.understood - imported.left_out:
            imported = cards
    if not imported.decks and "\n|" in f"\n{text_clean}":
        rows = pipe_table.read(text, title)
        imported = rows if rows.decks else imported
    if not imported.decks and ending not in _MARKDOWN:
        raise ImportRefusedError(
            "nothing that can be imported was found in the file", f"what can be: {READABLE}"
        )
    return imported


def _foreign_kind(text: str, ending: str) -> str:
    """What the text is if it is surely no bank; empty if it may be one."""
    lines = [line for line in text.lstrip("\ufeff").split("\n", _SAMPLE)[:_SAMPLE] if line.strip()]
    if not lines:
        return ""
    headers = 0
    for line in lines[:20]:
        headers += bool(_MAIL.match(line))
        if not (_MAIL.match(line) or line[:1] in " \t"):
            break
    if headers >= 3 or (lines[0].startswith("From ") and headers):
        return "a letter"
    if sum(bool(_LOG.match(line)) for line in lines) * 5 > len(lines) * 3:
        return "a log"
    if ending in _MARKDOWN and not _WHOLE_PAGE.match(text):
        return ""
    page = text[:5_000].lstrip("\ufeff \t\r\n")
    if page.startswith("<") and (
        _PAGE.search(page) or sum(bool(_TAG.search(line)) for line in lines) * 2 > len(lines)
    ):
        is_quiz = moodle.is_quiz(page) or qti.is_item(page) or page.startswith(("<?xml", "<details", "<!--"))
        if not is_quiz:
            return "a page of the web"
    code = sum(bool(_CODE.match(line) or _CODE_END.search(line)) for line in lines)
    is_table = (
        ending in _TABLES
        and header_place([cells for _, cells in read_rows(clean(text)[0]).rows[:5]]) is not None
    )
    if lines[0].startswith("#!") or (code * 2 > len(lines) and not is_table and not gift.is_gift(text)):
        return "a program"
    return ""


def _refuse_nameless(text: str) -> None:
    """Raise ImportRefusedError for a table without names of columns unless it has two plain columns."""
    rows = read_rows(clean(text)[0])
    if (
        header_place([cells for _, cells in rows.rows[:5]]) is None
        and rows.rows
        and not _is_two_columns(text)
    ):
        message = "the columns of the table have no names that say which of them asks and which answers"
        raise ImportRefusedError(message, "put a line such as question,answer on top of it")


def _is_table(text: str) -> bool:
    """Whether a text is a table though its ending does not say so."""
    rows = read_rows(text)
    cells = [cells for _, cells in rows.rows]
    has_names = (place := header_place(cells)) is not None and len(cells[place]) > 1
    widths = [len(row) for row in cells]
    if has_names and sum(width > 1 for width in widths) * 2 > len(widths):
        return True
    return _is_two_columns(text)


def _is_two_columns(text: str) -> bool:
    """Whether nearly all rows of a text are two cells with text, parted by more than the commas of prose."""
    body = "\n".join(line for line in text.split("\n") if not line.startswith("#"))
    rows = read_rows(body)
    filled = [[cell for cell in cells if cell.strip()] for _, cells in rows.rows]
    most = 3 if rows.delimiter == "\t" else 2
    fitting = sum(
        2 <= len(cells) <= most and bool(row[1][0].strip())
        for cells, row in zip(filled, rows.rows, strict=True)
    )
    if not filled or fitting * 5 < len(filled) * 3:
        return False
    in_prose = body.count(f"{rows.delimiter} ") * 2 > body.count(rows.delimiter)
    return rows.delimiter == "\t" or not in_prose
