"""Files of other programs that are taken for decks, known by how they begin."""

from __future__ import annotations

import re

ENCODE = "save the file again as UTF-8: your editor has this under 'Save as' or 'Encoding'"
"""What to do about a text in another encoding."""

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (
        rb"PK\x03\x04",
        "this is no text but a packed file, as Word, Excel, LibreOffice and Anki write them",
        "save what is in it as plain text in UTF-8; `srm-quiz import` reads Anki's files as they are",
    ),
    (
        rb"\xd0\xcf\x11\xe0",
        "this is a document of Word or Excel, not a text",
        "save what is in it as plain text in UTF-8",
    ),
    (rb"%PDF-", "this is a PDF, not a text", "copy what is in it into a file that begins with 'title: …'"),
    (
        rb"\{\\rtf",
        "this is rich text (RTF), not plain text",
        "save it as plain text in UTF-8; in TextEdit: Format, Make Plain Text",
    ),
    (
        rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)",
        "this is a web page, not a deck",
        "download the file itself ('Raw' or 'Download'), not the page that shows it",
    ),
    (rb"SQLite format 3\0", "this is a database, not a text", "`srm-quiz import` reads collections of Anki"),
    (rb"\x1f\x8b", "this is a packed file (gzip), not a text", "unpack it first: gunzip"),
    (
        rb"(?:[\t\n\r\x20-\x7e]\0){8}|(?:\0[\t\n\r\x20-\x7e]){8}",
        "this file is text in UTF-16, not in UTF-8",
        ENCODE,
    ),
)
_KNOWN = tuple((re.compile(begins, re.IGNORECASE), message, hint) for begins, message, hint in _BEGINNINGS)


def foreign_format(data: bytes) -> tuple[str, str] | None:
    """Message and hint where the bytes are of no text, or of one that is certainly no deck."""
    return next(((message, hint) for begins, message, hint in _KNOWN if begins.match(data)), None)


def how_to_begin(text: str) -> str:
    """What to do about a text that has no keys of a deck, by what it looks like."""
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if re.search("^(title|cards) *= ", text, re.MULTILINE):
        return "a key has a colon and a space behind it, not an equals sign: 'title: …'"
    if "：" in text:
        return "type the colons anew, each with a space behind it: they are those of another script"
    if len(rows) > 1 and any(all(sign in row for row in rows[:20]) for sign in "\t;,"):
        return "is it a table? `srm-quiz import FILE` makes a deck of tables, such as CSV"
    return "begin with 'title: …', then 'cards:', and below it one '- question: …' for each note"
