"""Answers that stand together below a bank's questions: `## Answers`, then `1. B`, `2. A, C` and so on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from srm_quiz.exchange.markdown.blocks import Line, LineKind
from srm_quiz.exchange.markdown.forms import has_options
from srm_quiz.exchange.markdown.marks import Marked, Marks
from srm_quiz.exchange.markdown.question import Stretch

_ENTRY = re.compile(
    r"(?:Question|Q)?\s*+#?(\d{1,4})[*_]*+\s*+(?:[.):|–—-]++\s*+|\s(?=[A-J]\b))(\S.*+)",
    re.IGNORECASE | re.DOTALL,
)


_ENTRY_LETTERS = re.compile(
    r"[*_(`]*+(?:[A-J](?:(?: ?[,&/+] ?| and | )?[A-J])*+|\d{1,2}(?:(?: ?[,&/+] ?| and )\d{1,2})*+)(?![\w'’])"
    r"[*_)`]*+\.?(?: ?[.):|–—-].*+)?",
    re.DOTALL | re.IGNORECASE,
)


_ENTRIES_IN_ONE_LINE = re.compile(r"(?:Q?\d{1,4} ?[.):–-] ?[A-J]{1,5}\b ?[,;|]? ?){2,}+", re.IGNORECASE)


_ENTRY_IN_LINE = re.compile(r"(\d{1,4}) ?[.):–-] ?([A-J]{1,5})\b", re.IGNORECASE)


_TABLE_HEAD = re.compile(r"\|?(?:[^|\d]*\|)+[^|\d]*")


@dataclass(slots=True)
class AnswerKey:
    """A list of answers with the numbers of their questions, which stand above `line`."""

    line: int
    answers: list[tuple[int, str, Line]] = field(default_factory=list)


def take_keys(lines: Sequence[Marked]) -> tuple[list[Marked], list[AnswerKey]]:
    """The lines without lists of answers, and these."""
    kept = list(lines)
    keys: list[AnswerKey] = []
    place = 0
    while place < len(lines):
        line, marks = lines[place]
        place += 1
        if marks.label != "answer" and not _is_head_of_answers(line):
            continue
        key = AnswerKey(line.number)
        entries = " ".join(marks.text.split())
        if entries and _ENTRIES_IN_ONE_LINE.fullmatch(entries.rstrip(" .") + " "):
            key.answers = [(int(number), text, line) for number, text in _ENTRY_IN_LINE.findall(entries)]
            end = place
        elif entries:
            continue
        else:
            end = _read_entries(lines, place, key)
        if key.answers:
            keys.append(key)
            for taken in range(place - 1, end):
                kept[taken] = (Line(lines[taken][0].number, LineKind.BLANK, ""), Marks())
            place = end
    return kept, keys


def _is_head_of_answers(line: Line) -> bool:
    """Whether the line names the columns of a table of answers."""
    return (
        line.text.startswith("|") and "answer" in line.text.lower() and bool(_TABLE_HEAD.fullmatch(line.text))
    )


def _read_entries(lines: Sequence[Marked], start: int, key: AnswerKey) -> int:
    """Add the entries from there on to the key; return the place behind the last one."""
    end = start
    for place in range(start, len(lines)):
        line, _ = lines[place]
        text = " ".join(line.text.strip("| \t").replace("|", " | ").split())
        if line.kind is LineKind.BLANK or set(text) <= set("|-: "):
            continue
        if line.marker and line.marker != "-":
            text = f"{line.marker} {text}"
        match = _ENTRY.fullmatch(text.lstrip("*_"))
        letters = _ENTRY_LETTERS.fullmatch(match[2]) if match else None
        if match and letters:
            key.answers.append((int(match[1]), match[2].replace(" | ", ". ", 1).strip(" |"), line))
        elif not (_TABLE_HEAD.fullmatch(text) and "|" in text and not key.answers):
            break
        end = place + 1
    return end


def give_keys(stretches: Sequence[Stretch], keys: Sequence[AnswerKey]) -> list[tuple[Line, str]]:
    """Give each answer to its question; return those for which not just one question waits.

    A key is for the questions below the key before it. A number that two questions have, or that has two
    different answers, is unclear.
    """
    unclaimed: list[tuple[Line, str]] = []
    above = 0
    for key in keys:
        asked: dict[int, list[Stretch]] = {}
        for stretch in stretches:
            if above < stretch.first.number < key.line and stretch.number and stretch.lines:
                asked.setdefault(stretch.number, []).append(stretch)
        above = key.line
        answers: dict[int, dict[str, Line]] = {}
        for number, text, line in key.answers:
            answers.setdefault(number, {})[text] = line
        for number, texts in answers.items():
            waiting = [stretch for stretch in asked.get(number, ()) if _is_unanswered(stretch)]
            if len(texts) == len(asked.get(number, ())) == len(waiting) == 1:
                waiting[0].key += texts
            else:
                unclaimed += [(line, text) for text, line in texts.items()]
    return unclaimed


def _is_unanswered(stretch: Stretch) -> bool:
    """Whether the stretch has options of which none is marked."""
    has_some = has_options(stretch.asked) or any(
        marks.box or marks.letter or line.marker for line, marks in stretch.lines
    )
    return has_some and not any(marks.box == "x" or marks.label == "answer" for _, marks in stretch.lines)
