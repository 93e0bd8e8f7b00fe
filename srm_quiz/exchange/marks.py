"""How authors mark which options are right, and how they write several things into one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBERS = re.compile(r"#\d+(?:[ ,]+#\d+)*")
_LETTERS = re.compile(r"[A-Z]{1,10}")
_FILLER = re.compile(r"\b(?:and|und|et|y|options?|answers?)\b|[()&.:]", re.IGNORECASE)


def split_items(cell: str) -> list[str]:
    """The items of a cell: parted by bars, else by lines, semicolons or commas, whichever comes first."""
    for separator in ("|", "\n", ";", ","):
        if separator in cell:
            return [item for part in cell.split(separator) if (item := part.strip())]
    return [cell.strip()] if cell.strip() else []


def right_options(mark: str, texts: Sequence[str], parts: Sequence[str] = ()) -> set[int]:
    """The places of the options that `mark` calls right: empty where it cannot be told.

    A mark is `#1 #3`; the text of an option, or several; letters or numbers, from A and 1 on. `parts`
    are the numbers or letters of the options where they have some of their own.
    """
    if _NUMBERS.fullmatch(mark.strip()):
        return _all_or_none([int(word) - 1 for word in re.findall(r"\d+", mark)], len(texts))
    by_text = {_plain(text): index for index, text in enumerate(texts)}
    if _plain(mark) in by_text:
        return {by_text[_plain(mark)]}
    for separator in ("|", "\n", ";", ","):
        items = [item for item in mark.split(separator) if item.strip()]
        if separator in mark and items and all(_plain(item) in by_text for item in items):
            return {by_text[_plain(item)] for item in items}
    names = {name.casefold(): index for index, name in enumerate(parts) if name}
    if not any(name.isalpha() for name in names):
        names |= {chr(ord("a") + index): index for index in range(min(26, len(texts)))}
    if not any(name.isdecimal() for name in names):
        names |= {str(index + 1): index for index in range(len(texts))}
    words = re.split(r"[\s,;|/+]+", _FILLER.sub(" ", mark).strip())
    if len(words) == 1 and _LETTERS.fullmatch(words[0]):
        words = list(words[0])
    if not words[0] or any(word.casefold() not in names for word in words):
        return set()
    return {names[word.casefold()] for word in words}


def _all_or_none(places: Sequence[int], size: int) -> set[int]:
    return set(places) if all(0 <= place < size for place in places) else set()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
