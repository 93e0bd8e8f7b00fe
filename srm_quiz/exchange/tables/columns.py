"""What the columns of a table mean, by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Meaning(Enum):
    """What the cells of a column are for a note."""

    ID = auto()
    KIND = auto()
    QUESTION = auto()
    ANSWER = auto()
    CLOZE = auto()
    DUTY = auto()
    ON = auto()
    OWNER = auto()
    WHY = auto()
    HINT = auto()
    SOURCE = auto()
    DECK = auto()
    CHOICES = auto()
    CORRECT = auto()
    """Which options are right."""
    ACCEPT = auto()
    TAGS = auto()
    WRONG = auto()
    """These three have several items in a cell; with a number in the name, each cell is one."""
    OPTION = auto()
    RIGHT = auto()
    OPTION_WHY = auto()
    ALLOW = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its meaning; `part` is its number or letter, or the rule that is allowed."""

    meaning: Meaning
    part: str = ""


_NAMES = {
    Meaning.ID: "id, note id, key",
    Meaning.KIND: "kind, type, question type, card type",
    Meaning.QUESTION: "question, questions, question text, front, term, prompt, q, word",
    Meaning.ANSWER: "answer, back, definition, meaning, response, translation, reply",
    Meaning.CLOZE: "cloze, cloze text",
    Meaning.DUTY: "duty",
    Meaning.ON: "on, service",
    Meaning.OWNER: "owner",
    Meaning.WHY: "why, explanation, overall explanation, reason, rationale, note, notes, extra, back extra",
    Meaning.HINT: "hint, clue",
    Meaning.SOURCE: "source, reference, references, link, url",
    Meaning.DECK: "deck, deck name",
    Meaning.CHOICES: "choices, options, answer choices, answer options",
    Meaning.CORRECT: "correct, correct answer, correct answers, correct option, correct options, "
    "correct response, right answer, right answers, right option, answer key, solution",
    Meaning.WRONG: "incorrect answers, wrong answers, incorrect options, wrong options, distractors",
    Meaning.ACCEPT: "accept, accepted, accepted answers, alternatives, synonyms, also accept",
    Meaning.TAGS: "tags, tag, labels, label, topic, topics, category, domain",
}
_BY_NAME = {name: meaning for meaning, names in _NAMES.items() for name in names.split(", ")}

_NUMBERED = {
    Meaning.OPTION: "option, choice, answer, answer option, answer choice",
    Meaning.RIGHT: "right, correct, correct answer, right answer",
    Meaning.WRONG: "wrong, incorrect, incorrect answer, wrong answer, distractor",
    Meaning.OPTION_WHY: "why, explanation, why option, feedback",
    Meaning.ACCEPT: "accept",
    Meaning.TAGS: "tag, tags",
}
_BY_STEM = {name: meaning for meaning, names in _NUMBERED.items() for name in names.split(", ")}

_LOOKED_AT = 4
"""How many rows may be the one with the names of columns."""

_WITH_NUMBER = re.compile(r"(.+?) ?(\d{1,2}|(?<= )[a-z])")


def columns_of(names: Sequence[str]) -> list[Column | None]:
    """What each column means by its name; None for one that no note has a place for.

    Of two columns with one name the first counts.
    """
    plain = [" ".join(re.sub(r"[^\w%]+", " ", name.casefold().replace("_", " ")).split()) for name in names]
    letters = _single_letters(plain)
    a_answers = "q" in plain and not letters
    found: list[Column | None] = []
    taken: set[Column | None] = set()
    for raw, name in zip(names, plain, strict=True):
        column = _column(raw, name)
        if column is None and name in letters:
            column = Column(Meaning.OPTION, name)
        if name == "a" and a_answers:
            column = Column(Meaning.ANSWER)
        found.append(None if column in taken else column)
        taken.add(column)
    return found


def is_header(columns: Sequence[Column | None]) -> bool:
    """Whether names of columns stand here: what is asked is among them, and at most half are strange."""
    known = [column.meaning for column in columns if column]
    asks = {Meaning.QUESTION, Meaning.CLOZE, Meaning.DUTY}.intersection(known)
    return bool(asks) and (len(known) > 1 or len(columns) == 1)


def header_place(rows: Sequence[Sequence[str]]) -> int | None:
    """Which row has names of columns: the first, or the one below rows of one text, as sheets have titles."""
    for place, cells in enumerate(rows[:_LOOKED_AT]):
        if is_header(columns_of(cells)):
            return place
        if sum(bool(cell.strip()) for cell in cells) > 1:
            return None
    return None


def _column(raw: str, name: str) -> Column | None:
    if meaning := _BY_NAME.get(name):
        return Column(meaning)
    if name.startswith("allow "):
        return Column(Meaning.ALLOW, raw.strip().rpartition(" ")[2])
    if (match := _WITH_NUMBER.fullmatch(name)) and (meaning := _BY_STEM.get(match[1])):
        return Column(meaning, match[2])
    return None


def _single_letters(names: Sequence[str]) -> set[str]:
    """The columns that are called a, b and so on, where at least these two are there."""
    run = set()
    for letter in "abcdefghij":
        if letter not in names:
            break
        run.add(letter)
    return run if len(run) >= 2 else set()
