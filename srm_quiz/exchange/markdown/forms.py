"""The forms in which questions begin: under headings, numbered, bold, on folds, as paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from srm_quiz.exchange.markdown.blocks import Line, LineKind
from srm_quiz.exchange.markdown.marks import (
    Marked,
    Number,
    asks,
    is_bold,
    number_of,
    option_in_question,
    unbold,
)
from srm_quiz.exchange.markdown.question import counts_only, heading_text
from srm_quiz.exchange.markers import names_only_options

_LONGEST_PARAGRAPH = 50
"""Of a longer paragraph above options only so many lines are looked at, the last ones."""


@dataclass(frozen=True, slots=True)
class Start:
    """A line that begins a question: its place in the list of lines, and what it asks."""

    place: int
    asked: str
    number: int = 0
    has_own_text: bool = True
    """Whether the line itself asks; else it is the first of a paragraph."""


@dataclass(frozen=True, slots=True)
class Form:
    """A way in which questions begin: `starts` finds the lines, `ends_at` the headings that end a part."""

    name: str
    starts: Callable[[Sequence[Marked]], Sequence[Start]]
    rank: int = 6
    """A heading of a higher rank (a smaller number) belongs to no question."""


def forms_of(lines: Sequence[Marked]) -> list[Form]:
    """The forms whose lines are there, the surest first."""
    ranks = Counter(line.rank for line, marks in lines if line.rank and not marks.label)
    forms = [
        Form(f"questions under headings of rank {rank}", _headings(rank), rank)
        for rank in sorted(ranks, reverse=True)
    ]
    forms.append(Form("questions with a number after a word", _numbered(has_word=True)))
    for delimiter in ".):":
        forms.append(Form(f"numbered questions, as in '1{delimiter}'", _numbered(delimiter=delimiter)))
    forms.append(Form("questions in bold", _bold))
    forms.append(Form("questions on folds", folds))
    forms.append(PARAGRAPHS)
    return forms


def _headings(rank: int) -> Callable[[Sequence[Marked]], Sequence[Start]]:
    def starts(lines: Sequence[Marked]) -> list[Start]:
        starts_here: list[Start] = []
        for place, (line, marks) in enumerate(lines):
            if line.rank == rank and not marks.label:
                number = number_of(line)
                text = heading_text(line.text)
                asked = (
                    number.text
                    if number and not counts_only(text)
                    else ""
                    if counts_only(text)
                    else unbold(text)
                )
                starts_here.append(Start(place, asked or text, number.number if number else 0))
        return starts_here

    return starts


def _numbered(
    *, has_word: bool = False, delimiter: str = ""
) -> Callable[[Sequence[Marked]], Sequence[Start]]:
    def starts(lines: Sequence[Marked]) -> list[Start]:
        numbered: list[tuple[Start, int]] = []
        for place, (line, marks) in enumerate(lines):
            if line.rank or marks.label or marks.box or (marks.letter and not (line.marker or has_word)):
                continue
            number = number_of(line)
            if number is None or number.has_word is not has_word:
                continue
            if not has_word and not _is_delimited(line, number, delimiter):
                continue
            numbered.append((Start(place, number.text, number.number), line.indent))
        least = min((indent for _, indent in numbered), default=0)
        candidates = [start for start, indent in numbered if indent <= least + 1]
        return candidates if has_word else _in_sequence(_without_lists(candidates), lines)

    return starts


def spans(starts: Sequence[Start], end: int) -> Iterator[tuple[Start, int]]:
    """Each start with the place where the next begins, or the end."""
    return zip(
        starts, [*(start.place for start in starts[1:]), end][-len(starts) :] if starts else (), strict=True
    )


def _is_delimited(line: Line, number: Number, delimiter: str) -> bool:
    if line.marker:
        return line.marker.endswith(delimiter)
    digits = str(number.number)
    rest = line.text.lstrip("*_ 0").removeprefix(digits).lstrip("*_ ")
    return rest.startswith(delimiter)


def _without_lists(candidates: Sequence[Start]) -> list[Start]:
    """The numbered lines but those right above or below each other that begin with 1: they are a list."""
    runs: list[list[Start]] = []
    for start in candidates:
        if runs and start.place == runs[-1][-1].place + 1:
            runs[-1].append(start)
        else:
            runs.append([start])
    return [start for run in runs if len(run) == 1 or run[0].number != 1 for start in run]


def _in_sequence(candidates: Sequence[Start], lines: Sequence[Marked]) -> list[Start]:
    """The numbered lines that are questions: those with options or an answer, and those whose number fits
    between them. The items of a list in an explanation are none.
    """
    is_anchored = [
        any(
            marks.box or marks.letter or marks.label == "answer" or marks.tick
            for _, marks in lines[start.place : end]
        )
        or has_options(start.asked)
        for start, end in spans(candidates, len(lines))
    ]
    next_number = [0] * len(candidates)
    following = 1 << 30
    for place in reversed(range(len(candidates))):
        next_number[place] = following
        if is_anchored[place]:
            following = candidates[place].number
    kept: list[Start] = []
    last = 0
    for start, anchored, following in zip(candidates, is_anchored, next_number, strict=True):
        if anchored or (kept and last < start.number < following) or not kept:
            kept.append(start)
            last = start.number
    return kept


def has_options(asked: str) -> bool:
    """Whether options stand on the line of the question itself."""
    return bool(option_in_question(asked)[1])


def _bold(lines: Sequence[Marked]) -> list[Start]:
    return [
        Start(place, unbold(line.text))
        for place, (line, marks) in enumerate(lines)
        if line.kind is LineKind.TEXT
        and is_bold(line.text)
        and not (marks.label or marks.box or marks.letter or marks.tick or line.marker or line.is_quote)
        and number_of(line) is None
        and not names_only_options(line.text)
    ]


def folds(lines: Sequence[Marked]) -> list[Start]:
    """The folds that ask; what they hide is the answer."""
    return [
        Start(place, line.text)
        for place, (line, marks) in enumerate(lines)
        if line.is_summary and asks(line.text) and not marks.label
    ]


def _paragraphs(lines: Sequence[Marked]) -> list[Start]:
    """The paragraphs right above options, or above an answer without options."""
    starts: list[Start] = []
    last = -1
    is_answered = has_options = False
    for place, (line, marks) in enumerate(lines):
        is_option = bool(marks.box or (marks.letter and not line.is_quote))
        begins_options = is_option and (is_answered or not has_options) and _is_first_option(lines, place)
        top = place
        if marks.label == "answer" and (is_answered or not has_options):
            top = _top_of_list(lines, place, last)
        answers = top < place or (
            marks.label == "answer"
            and not line.fold
            and (is_answered or not has_options)
            and not names_only_options(marks.text)
        )
        if begins_options or answers:
            start = _paragraph_above(lines, top, last)
            if start is not None:
                starts.append(start)
                last = start.place
                has_options, is_answered = begins_options or top < place, False
        has_options |= is_option
        is_answered |= marks.label in ("answer", "why") or bool(marks.box == "x" or marks.tick)
        is_answered |= has_options and line.fold > 0 and not is_option
    return starts


def _top_of_list(lines: Sequence[Marked], place: int, floor: int) -> int:
    """Where the list of two items or more that ends above this place begins; the place itself without one."""
    top, count = place, 0
    for above in range(place - 1, floor, -1):
        line, marks = lines[above]
        if line.kind is LineKind.BLANK or (not line.marker and line.indent > 0 and not marks.label):
            continue
        if not line.marker or marks.label or line.rank:
            break
        top, count = above, count + 1
    return top if count > 1 else place


def _is_first_option(lines: Sequence[Marked], place: int) -> bool:
    """Whether options begin here: no option stands in the block above, and one more follows."""
    _, marks = lines[place]
    before = next(
        (one for line, one in reversed(lines[max(0, place - 8) : place]) if line.kind is not LineKind.BLANK),
        None,
    )
    if before and ((marks.box and before.box) or (marks.letter and before.letter and not before.box)):
        return False
    following = [one for _, one in lines[place + 1 : place + 12]]
    if marks.inline:
        return True
    return (
        any(one.box for one in following)
        if marks.box
        else any(one.letter and not one.box and one.letter != marks.letter for one in following)
    )


def _paragraph_above(lines: Sequence[Marked], place: int, floor: int) -> Start | None:
    """The paragraph that ends above this place and begins below `floor`; None if there is none."""
    end = place
    while end > floor + 1 and lines[end - 1][0].kind is LineKind.BLANK:
        end -= 1
    start = end
    while (
        start > floor + 1
        and end - start < _LONGEST_PARAGRAPH
        and lines[start - 1][0].kind is not LineKind.BLANK
        and not lines[start - 1][1].label
        and not lines[start - 1][1].box
        and not (start < end and lines[start][0].begins_block)
    ):
        start -= 1
        if lines[start][0].rank:
            break
    if start == end or any(line.is_quote or marks.letter for line, marks in lines[start:end]):
        return None
    line = lines[start][0]
    number = number_of(line)
    text = heading_text(line.text) if line.rank else line.text
    return Start(
        start,
        number.text if number and (number.text or end - start > 1) else unbold(text),
        number.number if number else 0,
    )


PARAGRAPHS = Form("questions as paragraphs above their options or answers", _paragraphs)
