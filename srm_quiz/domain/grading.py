"""Grading an answer: the program's verdict on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from srm_quiz.domain.cards import Basic, Choice, Cloze, Content, Duty, Line, Option, Owner, Typed


class Verdict(StrEnum):
    """The program's judgement of an answer. A card that was only revealed has none: the learner judges."""

    CORRECT = "correct"
    CLOSE = "close"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Picked:
    """The options chosen on a choice card, as positions in the card's own order (from 0)."""

    options: frozenset[int]


@dataclass(frozen=True, slots=True)
class Text:
    """What was typed on a typed or cloze card."""

    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """The owner named on an owner card."""

    owner: Owner


@dataclass(frozen=True, slots=True)
class Painted:
    """The owners painted on a line card, by layer id: one for every layer that is asked."""

    owners: Mapping[str, Owner]


GivenAnswer = Picked | Text | Named | Painted


LONGEST_TEXT = 1_000
"""How many characters a typed answer may have, unless the right one is longer."""


class AnswerMismatchError(ValueError):
    """The answer is not of the card's kind, or incomplete."""


def grade(content: Content, answer: GivenAnswer) -> Verdict:
    """Grade an answer.

    Multiple response is all or nothing, as on the exam. Typed text forgives case, spacing,
    punctuation and a leading article; a small typing slip is close. A line with one layer wrong
    is close.

    Raises AnswerMismatchError if the card cannot take such an answer.
    """
    match content, answer:
        case Choice(options=options), Picked(options=chosen):
            if not chosen <= set(range(len(options))):
                raise AnswerMismatchError("choose among the options shown")
            if len(chosen) != content.right_count:
                raise AnswerMismatchError(f"choose exactly {content.right_count}")
            right = {number for number, option in enumerate(options) if option.right}
            return Verdict.CORRECT if chosen == right else Verdict.WRONG
        case ((Typed(answer=wanted, accept=accept) | Cloze(answer=wanted, accept=accept)), Text(text=text)):
            if len(text) > (most := longest_text(content)):
                raise AnswerMismatchError(f"type at most {most:,} characters")
            return _compare(text, (wanted, *accept))
        case Duty(), Named(owner=owner):
            return Verdict.CORRECT if content.accepts(owner) else Verdict.WRONG
        case Line(), Painted(owners=owners):
            return _compare_lines(content, owners)
        case _:
            raise AnswerMismatchError("this card is answered in another way")


def longest_text(content: Typed | Cloze) -> int:
    """Return how many characters an answer typed on this card may have."""
    return max(LONGEST_TEXT, *(2 * len(answer) for answer in (content.answer, *content.accept)))


def logged_answer(content: Content, answer: GivenAnswer) -> tuple[str, ...]:
    """Return the answer as the log keeps it: in words, which outlive a reordering of the options."""
    match content, answer:
        case Choice(options=options), Picked(options=chosen):
            return tuple(options[number].text for number in sorted(chosen))
        case _, Text(text=text):
            return (text,)
        case _, Named(owner=owner):
            return (owner.value,)
        case _, Painted(owners=owners):
            return tuple(f"{layer}={owner.value}" for layer, owner in sorted(owners.items()))
        case _:
            raise AnswerMismatchError("this card is answered in another way")


def right_answer(content: Content) -> str:
    """Return the right answer in one line of text."""
    match content:
        case Basic(answer=answer) | Typed(answer=answer) | Cloze(answer=answer):
            return answer
        case Choice(options=options):
            return "; ".join(option.text for option in options if option.right)
        case Duty(owner=owner):
            return owner.value
        case Line(rows=rows):
            return ", ".join(f"{row.layer.name}: {row.cell.owner.value}" for row in rows if row.asked)


def wrongly_chosen(content: Choice, chosen: frozenset[int]) -> tuple[Option, ...]:
    """Return the options that were chosen and are wrong."""
    return tuple(option for n, option in enumerate(content.options) if n in chosen and not option.right)


def _compare_lines(line: Line, owners: Mapping[str, Owner]) -> Verdict:
    asked = [row for row in line.rows if row.asked]
    if {row.layer.id for row in asked} != set(owners):
        raise AnswerMismatchError("paint every layer that is asked")
    misses = sum(not row.cell.accepts(owners[row.layer.id]) for row in asked)
    if misses == 0:
        return Verdict.CORRECT
    return Verdict.CLOSE if misses == 1 and len(asked) > 2 else Verdict.WRONG


def _compare(text: str, wanted: tuple[str, ...]) -> Verdict:
    given = normalise(text)
    targets = [normalise(answer) for answer in wanted]
    if not given:
        return Verdict.WRONG
    # Spacing is forgiven: "Guard Duty" is GuardDuty. Two numbers never run into one: "1 5" is not 15.
    if _joined(given) in map(_joined, targets):
        return Verdict.CORRECT
    near = any(_is_slip(given, target) or _core(given) == _core(target) for target in targets)
    return Verdict.CLOSE if near else Verdict.WRONG


_VENDOR = re.compile(r"^(?:amazon|aws) (?=.)")
_PLURAL = re.compile(r"(?<=[^\Ws]{3})s\b")


def _core(text: str) -> str:
    """The answer without what may be left out or added: the vendor's name, a plural's s."""
    return _PLURAL.sub("", _VENDOR.sub("", text))


_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_JOIN = re.compile(r"(?<!\d) | (?!\d)")
_NUMBER = re.compile(r"-?\d[\d./]*")
_MEANING = frozenset("+#%<>=$€£¥")
"""Signs that are part of an answer: C++ is not C#, and x < y is not x > y."""


def normalise(text: str) -> str:
    """Return the text as it is compared: case, width and accents folded, no punctuation, no article."""
    folded = _without_accents(unicodedata.normalize("NFKC", text).casefold())
    folded = _THOUSANDS.sub("", _ARTICLE.sub("", " ".join(folded.split())))
    kept = "".join(
        sign if _counts(sign, folded[n - 1 : n], folded[n + 1 : n + 2]) else " "
        for n, sign in enumerate(folded)
    )
    # A text of punctuation alone ("*", "->") must still differ from another.
    return " ".join(kept.split()) or folded


def _counts(sign: str, before: str, after: str) -> bool:
    """Whether the sign is part of the answer, not punctuation: 1.5, 1/10 and -1 keep theirs."""
    if sign.isalnum() or sign in _MEANING or unicodedata.category(sign).startswith("M"):
        return True
    if sign in "./":
        return before.isdecimal() and after.isdecimal()
    return sign == "-" and after.isdecimal() and not before.strip()


def _without_accents(text: str) -> str:
    """The text without accents on Latin letters; marks of other scripts are part of the word."""
    kept: list[str] = []
    for sign in unicodedata.normalize("NFD", text):
        if not (unicodedata.combining(sign) and kept and kept[-1].isascii()):
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def _joined(text: str) -> str:
    return _JOIN.sub("", text)


def _is_slip(given: str, target: str) -> bool:
    """Whether `given` is a typing slip of `target`: one from five letters on, two from ten.

    `in` for `of`, another number, or a word with another beginning (`unencrypted`, `asynchronous`) is
    another answer, not a slip; nor is there a slip in scripts where one sign is a word.
    """
    if len(target) > LONGEST_TEXT:  # comparing takes time by the square of the length
        return False
    allowed = 0 if len(target) < 5 else 1 if len(target) < 10 else 2
    if not allowed or _NUMBER.findall(given) != _NUMBER.findall(target):
        return False
    if any("\u2e80" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" for sign in target):
        return False
    mine, theirs = given.split(), target.split()
    if len(mine) == len(theirs):
        for word, other in zip(mine, theirs, strict=True):
            if word != other and (word[0] != other[0] or min(len(word), len(other)) < 4):
                return False
    elif given[0] != target[0]:
        return False
    return _distance(given, target, allowed) <= allowed


def _distance(a: str, b: str, limit: int) -> int:
    """Damerau-Levenshtein distance (adjacent swaps count one), or limit + 1 when it is greater."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
