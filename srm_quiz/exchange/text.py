"""The text of another program's file: its encoding detected, characters no deck may hold removed."""

from __future__ import annotations

import codecs
import re

from srm_quiz.deckfiles.source import UNSAFE
from srm_quiz.exchange.model import ImportRefusedError, Loss

MOST_BYTES = 20_000_000
"""A larger file is not read: it bounds time and memory whatever the file holds."""

_LINE_BREAK = re.compile("\r\n?")
_HIDDEN_BREAK = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Characters that part lines and words in some programs: a space stands for them."""

_SHOWN = 60


def decode(data: bytes) -> tuple[str, tuple[Loss, ...]]:
    """The text in a file: UTF-8, UTF-16 that begins with its mark, else Windows' Western letters.

    Raises ImportRefusedError for a file that is too large or is no text.
    """
    if len(data) > MOST_BYTES:
        message = f"the file is larger than {MOST_BYTES // 1_000_000} MB"
        raise ImportRefusedError(message, "split it into several files")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError:
            raise ImportRefusedError("the file begins like UTF-16 but is none", "save it as UTF-8") from None
    if b"\0" in data:
        raise ImportRefusedError("the file is no text: it has NUL bytes", "save it as text, in UTF-8")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("cp1252", "replace")
    what = "the file is not UTF-8 and was read as Windows-1252: look whether its accented letters are right"
    return text, (Loss(what, at_line(line, text.split("\n")[line - 1])),)


def clean(text: str) -> tuple[str, tuple[Loss, ...]]:
    """The text with line breaks of one sort and without the characters that no deck may hold.

    They are reported once, with their number and the place of the first one.
    """
    text = _LINE_BREAK.sub("\n", text.removeprefix("\ufeff"))
    first = UNSAFE.search(text)
    if first is None:
        return text, ()
    removed: list[str] = []

    def replaced(match: re.Match[str]) -> str:
        removed.append(match[0])
        return " " if match[0] in _HIDDEN_BREAK else ""

    cleaned = UNSAFE.sub(replaced, text)
    line = text.count("\n", 0, first.start()) + 1
    names = ", ".join(f"U+{ord(character):04X}" for character in sorted(set(removed))[:5])
    what = f"{len(removed):,} control characters were taken out ({names})"
    if len(removed) == 1:
        what = f"1 control character was taken out ({names})"
    return cleaned, (Loss(what, at_line(line, UNSAFE.sub("", text.split("\n")[line - 1]))),)


def at_line(line: int, text: str) -> str:
    """A place in a file for people: the number of the line, 1-based, and how the text begins."""
    words = " ".join(text[: 4 * _SHOWN].split())
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    return f"line {line}: {shown}" if shown else f"line {line}"
