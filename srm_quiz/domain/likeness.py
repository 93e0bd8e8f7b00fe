"""How alike two prompts are. One measure, for near duplicates as for the heirs of reworded cards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

FEWEST_WORDS = 4
"""With fewer words two prompts ask the same only if they are the same word for word."""

_MOST_WORDS = 150
"""How many words of a prompt are compared, so that the time is bounded."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text that has nothing else."""
    return frozenset(text.split())


NEGATIONS = word_set("no not never none without off except only before after")
"""Words that reverse the meaning of an otherwise equal sentence."""

_TELLING_APART = NEGATIONS | word_set(
    "least most more less fewer of in on above below first second last aws customer host guest who what "
    "when where why how two three one right wrong true false inherit share from to all any both"
)
"""Words by which two questions differ however alike the rest is: security of the cloud and in the cloud."""

_SILENT = word_set("a an the is are was were be been do does did has have had it its you your and so")
"""Words that change nothing about what is asked."""

_WORD = re.compile(r"[^\W_]+(?:['’.&/+-][^\W_]+)*")
_LINK = re.compile(r"!?\[([^\[\]\n]*+)\]\([^()\n]*+\)")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt reduced to what can be compared."""

    stems: tuple[str, ...]
    """The stems of its words in order, those left out that change nothing."""
    marks: frozenset[str]
    """The stems, and the pairs of neighbours."""
    names: frozenset[str]
    """The stems of names: of words with digits or inner capitals, and of capitalised words but the first."""

    @classmethod
    def of(cls, text: str) -> Prompt:
        """The prompt with this text, which may hold Markdown."""
        written = [word for word in words(text)[:_MOST_WORDS] if word.casefold() not in _SILENT]
        stems = tuple(map(stem, written))
        named = (at for at, word in enumerate(written) if is_name(word) or (at and word.istitle()))
        marks = frozenset((*stems, *map(" ".join, pairwise(stems))))
        return cls(stems, marks, frozenset(stems[at] for at in named))


def likeness(one: Prompt, other: Prompt) -> float:
    """The share of words that two prompts have in common, whatever their order, from 0 to 1."""
    return _share(frozenset(one.stems), frozenset(other.stems))


def asks_nearly_the_same(one: Prompt, other: Prompt, least: float) -> bool:
    """Whether two prompts probably ask the same.

    They share at least `least` of their words and pairs of neighbours, and differ in no name and no word that
    makes another question.
    """
    if one.stems == other.stems:
        return True
    if min(len(one.stems), len(other.stems)) < FEWEST_WORDS or _share(one.marks, other.marks) < least:
        return False
    return not (set(one.stems) ^ set(other.stems)) & (_TELLING_APART | one.names | other.names)


def asks_another(one: Prompt, other: Prompt) -> bool:
    """Whether one prompt asks something else than the other, however alike the rest is.

    Each has a name, or a word that makes another question, in the place of one that the other has; or only
    one has a word that reverses the meaning.
    """
    ours, theirs = set(one.stems) - set(other.stems), set(other.stems) - set(one.stems)
    telling = _TELLING_APART | one.names | other.names
    return bool((ours & telling and theirs & telling) or (ours | theirs) & set(map(stem, NEGATIONS)))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def unlinked(text: str) -> str:
    """The text with the words of its Markdown links, and without their addresses."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def words(text: str) -> list[str]:
    """The words of the text as they are written, without punctuation and Markdown."""
    return _WORD.findall(unlinked(text))


def stem(word: str) -> str:
    """The word in lower case without the commonest endings of English, so that its forms are equal."""
    lower = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    if len(lower) <= 3 or not lower.isalpha():
        return lower
    if lower.endswith("ies"):
        return lower[:-3] + "y"
    for ending in ("ions", "ion", "ing", "ed", "es", "s", "e"):
        if lower.endswith(ending) and not lower.endswith("ss") and len(lower) - len(ending) >= 3:
            return lower[: -len(ending)]
    return lower


def is_name(word: str) -> bool:
    """Whether digits or inner capitals show that the word is a name, wherever it stands."""
    return any(map(str.isdigit, word)) or any(map(str.isupper, word[1:]))
