"""Words of a text, as rules of style compare them."""

from __future__ import annotations

import re
from collections.abc import Sequence


def word_set(text: str) -> frozenset[str]:
    """The words of a text that has nothing else."""
    return frozenset(text.split())


NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

LITTLE = word_set(
    "a an the is are was were be been being am do does did has have had it its this that these those "
    "there you your yours we our i my he she they them their his her one who whom whose which what when "
    "where why how and or but so if then than as of in on at to for from by with into out off up about "
    "not no can could may might must shall should will would belong belongs mean means happen happens "
    "following another other own each name named call called make makes made use uses used"
)
"""Words that say little by themselves: two texts that share only these have nothing in common."""

_WORD = re.compile(r"[^\W_]+(?:['’.&/+-][^\W_]+)*")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)")


def unlinked(text: str) -> str:
    """The text with the words of its Markdown links, and without their addresses."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def words(text: str) -> list[str]:
    """The words of the text as they are written, without marks and Markdown."""
    return _WORD.findall(unlinked(text))


def stem(word: str) -> str:
    """The word in lower case without the commonest endings of English, so that forms of it meet."""
    found = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    if len(found) <= 3 or not found.isalpha():
        return found
    if found.endswith("ies"):
        return found[:-3] + "y"
    for ending in ("ions", "ion", "ing", "ed", "es", "s", "e"):
        if found.endswith(ending) and not found.endswith("ss") and len(found) - len(ending) >= 3:
            return found[: -len(ending)]
    return found


def stems(text: str) -> list[str]:
    """The stems of all words of the text, in order."""
    return [stem(word) for word in words(text)]


def telling(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in words(text) if word.casefold() not in LITTLE}


def is_name(word: str) -> bool:
    """Whether the word shows by digits or inner capitals that it is a name, wherever it stands."""
    return any(map(str.isdigit, word)) or any(map(str.isupper, word[1:]))


def around(whole: Sequence[str], part: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """The words before and after `part` inside `whole`; None where it is not in it, or empty."""
    before, found, after = f" {' '.join(whole)} ".partition(f" {' '.join(part)} ")
    return (before.split(), after.split()) if part and found else None
