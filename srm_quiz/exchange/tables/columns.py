"""What the columns of a table mean, by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Role(Enum):
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
    IS_RIGHT = auto()
    """Whether the option with the same number is right."""
    WEIGHT = auto()
    """How much of an exam rests on the card."""
    ALLOW = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its meaning; `part` is its number or letter, or the rule that is allowed."""

    role: Role
    part: str = ""


_NAMES = {
    Role.ID: "id, note id, question id, key",
    Role.KIND: "kind, type, question type, card type",
    Role.QUESTION: "question, questions, question text, front, term, prompt, q, word, stem",
    Role.ANSWER: "answer, answer text, back, definition, meaning, response, translation, reply",
    Role.CLOZE: "cloze, cloze text",
    Role.DUTY: "duty",
    Role.ON: "on, service",
    Role.OWNER: "owner",
    Role.WHY: "why, explanation, overall explanation, reason, rationale, justification, note, notes, extra, "
    "back extra, feedback, general feedback, answer explanation",
    Role.HINT: "hint, hints, clue",
    Role.SOURCE: "source, sources, reference, references, reference link, reference links, link, links, url",
    Role.WEIGHT: "weight",
    Role.DECK: "deck, deck name",
    Role.CHOICES: "choices, options, answer choices, answer options",
    Role.CORRECT: "correct, correct answer, correct answers, correct option, correct options, "
    "correct response, correct choice, correct index, correct answer index, answer index, "
    "correct option index, right answer, right answers, right option, answer key, solution",
    Role.WRONG: "incorrect answers, wrong answers, incorrect options, wrong options, distractors",
    Role.ACCEPT: "accept, accepted, accepted answers, alternatives, synonyms, also accept",
    Role.TAGS: "tags, tag, labels, label, topic, topics, category, domain",
}
_BY_NAME = {name: role for role, names in _NAMES.items() for name in names.split(", ")}

_NUMBERED = {
    Role.OPTION: "option, choice, answer, answer option, answer choice",
    Role.RIGHT: "right, correct, correct answer, right answer",
    Role.WRONG: "wrong, incorrect, incorrect answer, wrong answer, distractor",
    Role.OPTION_WHY: "why, explanation, why option, feedback, option why",
    Role.IS_RIGHT: "option is correct, choice is correct, answer is correct, is correct, option correct, "
    "choice correct",
    Role.ACCEPT: "accept",
    Role.TAGS: "tag, tags",
}
_BY_STEM = {name: role for role, names in _NUMBERED.items() for name in names.split(", ")}

_LOOKED_AT = 4
"""How many rows may be the one with the names of columns."""

_REMARK = re.compile(r"\s[-–—(]|:\s*$")
"""What ends the name of a column and begins a remark on it."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z])(?=\d)")
_NUMBER_WITHIN = re.compile(r"(\w+) (\d{1,2}|[a-z]) (.+)")
_WITH_NUMBER = re.compile(r"(.+?) ?(\d{1,2}|(?<= )[a-z])")


def columns_of(names: Sequence[str]) -> list[Column | None]:
    """What each column means by its name; None for one that no note has a place for.

    Of two columns with one name the first counts.
    """
    plain = [_plain(name) for name in names]
    letters = _single_letters(plain)
    a_answers = "q" in plain and not letters
    columns: list[Column | None] = []
    taken: set[Column | None] = set()
    for raw, name in zip(names, plain, strict=True):
        column = _column(raw, name)
        if column is None and name in letters:
            column = Column(Role.OPTION, name)
        if name == "a" and a_answers:
            column = Column(Role.ANSWER)
        columns.append(None if column in taken else column)
        taken.add(column)
    return columns


def is_header(columns: Sequence[Column | None]) -> bool:
    """Whether names of columns stand here: what is asked is among them, and at most half are strange."""
    known = [column.role for column in columns if column]
    asks = {Role.QUESTION, Role.CLOZE, Role.DUTY}.intersection(known)
    return bool(asks) and (len(known) > 1 or len(columns) == 1)


def header_place(rows: Sequence[Sequence[str]], most: int = _LOOKED_AT) -> int | None:
    """Which row has names of columns: the first, or the one below rows of one text, as sheets have titles."""
    for place, cells in enumerate(rows[:most]):
        if is_header(columns_of(cells)):
            return place
        if sum(bool(cell.strip()) for cell in cells) > 1:
            return None
    return None


def _plain(name: str) -> str:
    """The words of a name in lower case: those of `choice_1_is_correct`, `optionA`, `Answer 1 - max 75`."""
    name = _REMARK.split(name.replace("(s)", "s"), maxsplit=1)[0]
    name = _CAMEL.sub(" ", name).casefold().replace("_", " ")
    return " ".join(re.sub(r"[^\w%]+", " ", name).split())


def _column(raw: str, name: str) -> Column | None:
    if role := _BY_NAME.get(name):
        return Column(role)
    if name.startswith("allow "):
        return Column(Role.ALLOW, raw.strip().rpartition(" ")[2])
    if (match := _WITH_NUMBER.fullmatch(name)) and (role := _BY_STEM.get(match[1])):
        return Column(role, match[2])
    if match := _NUMBER_WITHIN.fullmatch(name):
        stem = f"{match[1]} {match[3]}".removesuffix(" text")
        if role := _BY_STEM.get(stem):
            return Column(role, match[2])
    return None


def _single_letters(names: Sequence[str]) -> set[str]:
    """The columns that are called a, b and so on, where at least these two are there."""
    run = set()
    for letter in "abcdefghij":
        if letter not in names:
            break
        run.add(letter)
    return run if len(run) >= 2 else set()
