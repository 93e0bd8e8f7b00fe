"""Which reader is for which file, by its ending or by what it holds; and which writer, by its ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from srm_quiz.deckfiles.deck_file import ParsedDeck
from srm_quiz.exchange.deck_notes import deck_notes
from srm_quiz.exchange.markdown import hashcards
from srm_quiz.exchange.markdown import reader as markdown
from srm_quiz.exchange.markdown.writer import bank_text
from srm_quiz.exchange.model import Imported, ImportRefusedError, Loss
from srm_quiz.exchange.print_sheet import sheet
from srm_quiz.exchange.tables import reader as tables
from srm_quiz.exchange.tables.rows import read_rows
from srm_quiz.exchange.tables.writer import table_text
from srm_quiz.exchange.text import MOST_BYTES, clean, decode

Reader = Callable[[str, str], Imported]

_TABLES = (".csv", ".tsv", ".tab")
_MARKDOWN = (".md", ".markdown", ".mdown")
_PACKAGES = (".apkg", ".colpkg")
_DECKS = (".yaml", ".yml")
READABLE = (
    "packages of Anki (.apkg, .colpkg), tables (.csv, .tsv), question banks in Markdown (.md) and "
    "hashcards' decks (.md)"
)
_ZIP = b"PK\3\4"

WRITABLE_ENDINGS = (".csv", ".tsv", ".md", ".html", ".yaml", ".apkg")

_BOX = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[[ xX✓✔]\]", re.MULTILINE)
_TAG = re.compile(r"^[AC]:", re.MULTILINE)
_OPTION = re.compile(r"^(?:[-*+]\s+)?\(?[Bb][.):]\s", re.MULTILINE)
"""A second option: what `A:` begins beside one is no answer."""
_BANK = re.compile(r"^[>\s*_]*(?:correct\s+)?answers?\b[*_\s]*:|^#{1,6}\s", re.MULTILINE | re.IGNORECASE)


def read_file(path: Path, *, with_history: bool = False) -> Imported:
    """What another program's file holds. The title of its deck is the file's name, where it has no other.

    `with_history` asks for reviews and schedules too, which only packages have.

    Raises ImportRefusedError if the file is none that can be read, and OSError.
    """
    if not path.is_file():  # opening a pipe or a device would wait for ever
        raise ImportRefusedError(f"{path} is not a file" if path.exists() else f"there is no file {path}")
    ending = path.suffix.lower()
    with path.open("rb") as file:
        is_zip = file.read(len(_ZIP)) == _ZIP
        file.seek(0)
        data = b"" if ending in _PACKAGES or is_zip else file.read(MOST_BYTES + 1)
    if ending in _PACKAGES or is_zip:
        from srm_quiz.exchange.anki.importer import read_package

        return read_package(path, with_history=with_history)
    if ending in _DECKS:
        hint = "put it into the folder of your decks; srm-quiz check looks whether it is right"
        raise ImportRefusedError(f"{path} is a deck already", hint)
    text, told = decode(data)
    found = _reader(ending, text)(text, path.stem)
    return replace(found, losses=[*told, *found.losses])


def render(manuscript: ParsedDeck, ending: str) -> tuple[bytes, Sequence[Loss]]:
    """A deck as a text file with this ending, and what such a file cannot hold."""
    match ending:
        case ".csv" | ".tsv":
            drafts = deck_notes(manuscript)
            text = table_text(drafts.notes, "\t" if ending == ".tsv" else ",")
            # Excel takes a file without the mark for one in Windows' letters.
            return text.encode("utf-8-sig" if ending == ".csv" else "utf-8"), drafts.losses
        case ".md":
            text, losses = bank_text(deck_notes(manuscript))
            return text.encode(), losses
        case ".html":
            return sheet(manuscript.deck).encode(), ()
        case _:
            raise ValueError(f"no file ending in '{ending}' can be written")


def _reader(ending: str, text: str) -> Reader:
    """The reader for a text; raises ImportRefusedError where none seems to fit."""
    if ending in _TABLES or tables.has_anki_header(text):
        return tables.read
    text = clean(text)[0]
    has_boxes = _BOX.search(text)
    if not has_boxes and _TAG.search(text) and not _OPTION.search(text):
        return hashcards.read
    if has_boxes or ending in _MARKDOWN:
        return markdown.read
    rows = read_rows(text).rows
    if sum(len(cells) > 1 for _, cells in rows) * 2 > len(rows) and not _BANK.search(text):
        return tables.read
    if _BANK.search(text):
        return markdown.read
    raise ImportRefusedError("nothing that can be imported was found in the file", f"what can be: {READABLE}")
