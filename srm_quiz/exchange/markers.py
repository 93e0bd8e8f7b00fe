"""How authors mark which options are right, and how they write several things into one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LETTER = re.compile(r"\**\(?([A-Za-z])[.):]\**\s+(.+)", re.DOTALL)
_NUMBERS = re.compile(r"#\d+(?:[ ,]+#\d+)*")
_LETTERS = re.compile(r"[A-Z]{1,10}")
_MOST_NAMED = 26
_ROMAN = re.compile(r"i{1,3}|iv|vi{0,3}|ix")
_ASKS_NUMBER = re.compile(
    r"\b(?:how (?:many|much|long|often|far|old|large|big|high|deep)|number|percent(?:age)?|year|port|times|"
    r"count|period|minimum|maximum|least|most|days?|hours?|minutes?|\d)\b|%|=",
    re.IGNORECASE,
)
_FILLER = re.compile(r"\b(?:and|und|et|y|options?|answers?)\b|[()&.:]", re.IGNORECASE)


def split_items(cell: str) -> list[str]:
    """The items of a cell: parted by bars, else by lines, semicolons or commas, whichever comes first."""
    for separator in ("|", "\n", ";", ","):
        if separator in cell:
            return [item for part in cell.split(separator) if (item := part.strip())]
    return [cell.strip()] if cell.strip() else []


def numbered_items(cell: str) -> list[tuple[str, str]]:
    """The items of a cell with their numbers; an empty one has a number too."""
    separator = next((candidate for candidate in ("|", "\n", ";", ",") if candidate in cell), None)
    items = [cell] if separator is None else cell.split(separator)
    return [(str(number), item.strip()) for number, item in enumerate(items, 1) if item.strip()]


def strip_letters(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The letters that options begin with and what they say besides; no letters where they have none.

    Options are shuffled, so that letters would mislead.
    """
    matches = [match for text in texts if (match := _LETTER.fullmatch(text))]
    letters = [match[1].upper() for match in matches]
    if not texts or sorted(letters) != [chr(ord("A") + index) for index in range(len(texts))]:
        return [], list(texts)
    return letters, [match[2].strip() for match in matches]


def right_options(mark: str, texts: Sequence[str], parts: Sequence[str] = ()) -> set[int]:
    """The places of the options that `mark` calls right: empty if it is unclear.

    A mark is `#1 #3`; the text of an option, or several; letters or numbers, from A and 1 on. `parts`
    are the options' own numbers or letters if they are not those of their places; an empty one is none.
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
    names: dict[str, int] = {}
    for index, part in enumerate(parts or [str(number) for number in range(1, len(texts) + 1)]):
        if part:
            place = int(part) if part.isdecimal() else ord(part.casefold()) - ord("a") + 1
            names |= {str(place): index, chr(ord("a") + place - 1): index}  # the third is 3 and C
    words = _words(mark)
    if len(words) == 1 and _LETTERS.fullmatch(words[0]):
        if len(words[0]) > 1 and any(re.search(rf"\b{words[0]}\b", text) for text in texts):
            return set()  # the word may be meant
        words = list(words[0])
    if len({word.isdecimal() for word in words}) > 1:
        return set()  # "1. A 2. B" is no answer to one question
    if not words[0] or any(word.casefold() not in names for word in words):
        return set()
    return {names[word.casefold()] for word in words}


def names_only_options(answer: str, question: str = "") -> bool:
    """Whether an answer says nothing without options: letters such as `B` and `A, C`, or small numbers.

    A number is an answer of its own if the question asks for one.
    """
    if _ROMAN.fullmatch(answer.strip(" *_`().")):
        return True
    words = _words(answer.strip(" *_`"))
    if len(words) == 1 and len(words[0]) > 1 and words[0].isupper() and words[0].isascii():
        letters = words[0]
        return len(letters) <= 5 and max(letters) <= "H" and list(letters) == sorted(set(letters))
    if all(len(word) == 1 and word.isascii() and word.isalpha() for word in words):
        return bool(words[0])
    is_small = all(word.isdecimal() and len(word) < 3 and 0 < int(word) <= _MOST_NAMED for word in words)
    return is_small and not _ASKS_NUMBER.search(question)


def _words(mark: str) -> list[str]:
    return re.split(r"[\s,;|/+]+", _FILLER.sub(" ", mark).strip())


def _all_or_none(places: Sequence[int], size: int) -> set[int]:
    return set(places) if all(0 <= place < size for place in places) else set()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
