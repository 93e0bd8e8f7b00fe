"""What the program finds of an answer: the verdict, and which ratings it leaves to the learner."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from srm_quiz.domain.cards import Basic, Choice, Cloze, Content, Duty, Line, Option, Typed
from srm_quiz.domain.responsibility import Owner


class Verdict(StrEnum):
    """What the program finds. A card that was only revealed has no verdict: the learner is judge."""

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
    """The owners painted on a line card, by layer id; every asked layer is there."""

    owners: Mapping[str, Owner]


Answer = Picked | Text | Named | Painted


class AnswerMismatch(ValueError):
    """The answer is not of the card's kind, or incomplete."""


def grade(content: Content, answer: Answer) -> Verdict:
    """The verdict on `answer`.

    Multiple response is all or nothing, as on the exam. Typed text forgives case, spacing,
    punctuation and a leading article; a small slip of the keys is close. A line with one layer
    wrong is close.

    Raises AnswerMismatch where the answer is not one the card can take.
    """
    match content, answer:
        case Choice(options=options), Picked(options=chosen):
            if not chosen or not chosen <= set(range(len(options))):
                raise AnswerMismatch("choose among the options shown")
            if len(chosen) != content.right_count:
                raise AnswerMismatch(f"choose exactly {content.right_count}")
            right = {number for number, option in enumerate(options) if option.right}
            return Verdict.CORRECT if chosen == right else Verdict.WRONG
        case Typed(answer=wanted, accept=accept), Text(text=text):
            return _compare(text, (wanted, *accept))
        case Cloze(answer=wanted), Text(text=text):
            return _compare(text, (wanted,))
        case Duty(), Named(owner=owner):
            return Verdict.CORRECT if content.accepts(owner) else Verdict.WRONG
        case Line(), Painted(owners=owners):
            return _compare_lines(content, owners)
        case _:
            raise AnswerMismatch("this card is answered in another way")


def recorded(content: Content, answer: Answer) -> tuple[str, ...]:
    """The answer as the log keeps it: in words that outlive a reordering of the deck."""
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
            raise AnswerMismatch("this card is answered in another way")


def right_answer(content: Content) -> str:
    """The right answer in one line of text."""
    match content:
        case Basic(answer=answer) | Typed(answer=answer) | Cloze(answer=answer):
            return answer
        case Choice(options=options):
            return "; ".join(option.text for option in options if option.right)
        case Duty(owner=owner):
            return owner.value
        case Line(rows=rows):
            return ", ".join(f"{row.layer.name}: {row.cell.owner.value}" for row in rows if row.asked)


def chosen_wrong(content: Choice, chosen: frozenset[int]) -> tuple[Option, ...]:
    """The options that were chosen and should not have been."""
    return tuple(option for n, option in enumerate(content.options) if n in chosen and not option.right)


def _compare_lines(line: Line, owners: Mapping[str, Owner]) -> Verdict:
    asked = [row for row in line.rows if row.asked]
    if {row.layer.id for row in asked} != set(owners):
        raise AnswerMismatch("paint every layer that is asked")
    misses = sum(not row.cell.accepts(owners[row.layer.id]) for row in asked)
    if misses == 0:
        return Verdict.CORRECT
    return Verdict.CLOSE if misses == 1 and len(asked) > 2 else Verdict.WRONG


def _compare(text: str, wanted: tuple[str, ...]) -> Verdict:
    given = normalise(text)
    targets = [normalise(one) for one in wanted]
    if not given:
        return Verdict.WRONG
    if given in targets:
        return Verdict.CORRECT
    return Verdict.CLOSE if any(_is_slip(given, target) for target in targets) else Verdict.WRONG


_DROPPED = re.compile(r"[^\w\s+#%]|_")
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)")


def normalise(text: str) -> str:
    """The text as it is compared: folded case and width, no punctuation, single spaces, no article."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced = " ".join(_DROPPED.sub(" ", folded).split())
    # A text of punctuation alone ("*", "->") must still differ from another.
    return _ARTICLE.sub("", spaced) or " ".join(folded.split())


def _is_slip(given: str, target: str) -> bool:
    """Whether `given` is a slip of the keys away from `target`; digits and short words never slip.

    `in` for `of` or SSE-S3 for SSE-C is another answer, not a slip.
    """
    allowed = 0 if len(target) < 5 else 1 if len(target) < 10 else 2
    if not allowed or re.findall(r"\d", given) != re.findall(r"\d", target):
        return False
    if _words_differ_when_short(given, target):
        return False
    return _distance(given, target, allowed) <= allowed


def _words_differ_when_short(given: str, target: str) -> bool:
    """Whether a word of fewer than four letters was swapped for another."""
    mine, theirs = given.split(), target.split()
    if len(mine) != len(theirs):
        return False
    return any(a != b and min(len(a), len(b)) < 4 for a, b in zip(mine, theirs, strict=True))


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
