"""Answers that stand together below a bank's questions: `## Answers`, then `1. B`, `2. A, C` and so on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from srm_quiz.exchange.markdown.outline import Line, Sort
from srm_quiz.exchange.markdown.question import Question

_ENTRY = re.compile(
    r"\|?\s*(?:Question|Q)?\s*#?(\d{1,4})\s*[.):|–-]+\s*(.*?)\s*\|?", re.IGNORECASE | re.DOTALL
)
_LETTERS = re.compile(
    r"[*_(]*[A-J](?:(?:\s*(?:[,&/+]|and)\s*|\s+)?[A-J]){0,5}[*_)]*\s*(?:[.):|–-].*)?", re.DOTALL
)
"""Letters of options, and behind a stop what is said of them."""

_IN_ONE_LINE = re.compile(r"(?:Q?\d{1,4}\s*[.):–-]\s*[A-J]{1,5}\b\s*[,;|]?\s*){2,}", re.IGNORECASE)
_PAIR = re.compile(r"(\d{1,4})\s*[.):–-]\s*([A-J]{1,5})\b", re.IGNORECASE)
_TABLE_HEAD = re.compile(r"\|[^\d]*\|")


@dataclass
class AnswerKey:
    """Answers with the numbers of their questions, which stand above `line`."""

    line: int
    answers: list[tuple[int, Line]] = field(default_factory=list)


def take_keys(lines: Sequence[Line]) -> tuple[list[Line], list[AnswerKey]]:
    """The lines without the answers that stand together, and these."""
    kept = list(lines)
    keys: list[AnswerKey] = []
    for index, line in enumerate(lines):
        if line.sort is not Sort.LABEL or line.mark != "answer":
            continue
        if line.text:
            if _IN_ONE_LINE.fullmatch(line.text):
                pairs = _PAIR.findall(line.text)
                keys.append(AnswerKey(line.number, [(int(n), replace(line, text=text)) for n, text in pairs]))
                kept[index] = Line(line.number, Sort.BLANK, "")
            continue
        key, taken = AnswerKey(line.number), [index]
        for at, number, text in _entries(lines, index + 1):
            taken.append(at)
            if number:
                key.answers.append((number, replace(lines[at], sort=Sort.LABEL, text=text, mark="answer")))
        if key.answers:
            keys.append(key)
            for at in taken:
                kept[at] = Line(lines[at].number, Sort.BLANK, "")
    return kept, keys


def give_answers(questions: Sequence[Question], keys: Sequence[AnswerKey]) -> list[Line]:
    """Put each answer behind its question; return those for which there is not just one that waits for it.

    A key is for the questions below the key before it. A number that two questions have, or two answers,
    tells nothing.
    """
    left: list[Line] = []
    above = 0
    for key in keys:
        asked = [one for one in questions if above < one.line < key.line and one.number]
        above = key.line
        by_number = {one.number: one for one in asked}
        times = Counter(one.number for one in asked), Counter(number for number, _ in key.answers)
        for number, answer in key.answers:
            is_clear = all(counted[number] == 1 for counted in times)
            if is_clear and by_number[number].options and not by_number[number].is_answered:
                by_number[number].after[:0] = [answer, Line(answer.number, Sort.BLANK, "")]
            else:
                left.append(answer)
    return left


def _entries(lines: Sequence[Line], start: int) -> Iterator[tuple[int, int, str]]:
    """The answers from there on: places of lines, numbers and texts; the head of a table has the number 0."""
    for at in range(start, len(lines)):
        raw = lines[at].raw
        match = _ENTRY.fullmatch(raw)
        if match and _LETTERS.fullmatch(match[2]):
            yield at, int(match[1]), re.sub(r"\s*\|\s*", ". ", match[2], count=1)
        elif _TABLE_HEAD.fullmatch(raw):
            yield at, 0, ""
        elif raw:
            return
