"""The options of a question: which lines are options, what each says, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from srm_quiz.exchange.markdown.blocks import Line, LineKind
from srm_quiz.exchange.markdown.marks import Marked, asks, is_bold, lettered
from srm_quiz.exchange.markdown.parts import plain, prose, text_line

LETTERS_ALONE = re.compile(r"[*_`(]*+[A-Z](?:(?:\s?[,&/+]\s?|\sand\s)[A-Z])*+[*_`)]*+\.?[*_`]*+")
"""Letters of options and nothing else."""

LETTERED, BOXED, TICKED, NUMBERED, LISTED = "letters", "boxes", "ticks", "numbers", "a plain list"


class NotUnderstoodError(Exception):
    """The stretch has options or an answer and is no note: the reason."""

    def __init__(self, reason: str, *, is_conflict: bool = False) -> None:
        super().__init__(reason)
        self.is_conflict = is_conflict


@dataclass(slots=True)
class Option:
    """An option while its lines are collected."""

    line: Line
    text: str
    name: str = ""
    """Its letter, or its number in an ordered list."""
    mark: str = ""
    is_bold: bool = False
    more: list[Line] = field(default_factory=list)
    why: list[Line] = field(default_factory=list)

    def whole(self) -> str:
        """What the option says."""
        return f"{self.text}\n{prose(self.more)}".strip()


def find_options(
    lines: Sequence[Marked], first: Line, inline: Sequence[tuple[str, str]]
) -> tuple[list[Option], list[Line], Sequence[Marked], str]:
    """The options, the lines above them, the lines below them, and how the options are written."""
    label = next(
        (place for place, (_, marks) in enumerate(lines) if marks.label in ("answer", "why")), len(lines)
    )
    fold = next((line.fold for line, marks in lines if marks.box or marks.letter), 0)
    boxes = [
        place for place, (line, marks) in enumerate(lines) if marks.box and (line.marker or not line.is_quote)
    ]
    if boxes:
        places, style = boxes, BOXED
    else:
        places, style = _lettered(lines[:label], inline, fold), LETTERED
        if not places:
            late = _lettered(lines[label:], inline, fold)
            if (
                late
                and lines[label][1].label == "answer"
                and lines[label][1].text
                and LETTERS_ALONE.fullmatch(lines[label][1].text)
            ):
                raise NotUnderstoodError("an answer stands above its options", is_conflict=True)
            places, style = _listed(lines[:label])
    if not places and len(inline) > 1:
        places = []
    elif not places:
        return [], [], (), ""
    options = [Option(first, text, letter) for letter, text in inline] if style == LETTERED else []
    after = 0
    for number, place in enumerate(places):
        line, marks = lines[place]
        if marks.inline and style == LETTERED:
            options += [Option(line, text, letter) for letter, text in marks.inline]
        else:
            text = marks.text if style != NUMBERED and style != LISTED else marks.text or line.text
            name = (
                marks.letter
                if style == LETTERED
                else line.marker[:-1]
                if line.marker[:-1].isdigit() and style in (NUMBERED, TICKED)
                else ""
            )
            mark = marks.box or ({"right": "x", "wrong": " "}.get(marks.tick, ""))
            if style == TICKED and marks.letter:
                text = line.text
            options.append(Option(line, text, name, mark, is_bold(line.text)))
        end = places[number + 1] if number + 1 < len(places) else len(lines)
        after = _continue(options[-1], lines[place + 1 : end], is_last=number + 1 == len(places)) + place + 1
        if number + 1 < len(places) and after < end:
            raise NotUnderstoodError("two sets of options stand below one question", is_conflict=True)
    if style in (TICKED, LISTED, NUMBERED) and any(line.marker for option in options for line in option.more):
        raise NotUnderstoodError("a list stands inside one of its options")
    if style != LETTERED and _are_two_sets(options, [lines[place - 1][0] for place in places]):
        raise NotUnderstoodError("two sets of options stand below one question", is_conflict=True)
    head = [line for line, _ in lines[: places[0]]] if places else []
    return _distinct(options, style), head, lines[after:], style


def _are_two_sets(options: Sequence[Option], above: Sequence[Line]) -> bool:
    """Whether an empty line parts the options into groups that each have one that is right."""
    groups: list[list[Option]] = [[]]
    for option, line in zip(options, above, strict=True):
        if line.kind is LineKind.BLANK and groups[-1]:
            groups.append([])
        groups[-1].append(option)
    return len(groups) > 1 and all(
        len(group) > 1 and any(option.mark == "x" or option.is_bold for option in group) for group in groups
    )


def _lettered(lines: Sequence[Marked], inline: Sequence[tuple[str, str]], fold: int) -> list[int]:
    """Which lines are options with letters: at least two, with letters that follow each other."""
    places = [
        place
        for place, (line, marks) in enumerate(lines)
        if marks.letter and not line.is_quote and line.fold == fold
    ]
    letters = {lines[place][1].letter for place in places} | {letter for letter, _ in inline}
    letters |= {letter for place in places for letter, _ in lines[place][1].inline}
    has_neighbours = any(chr(ord(letter) + 1) in letters for letter in letters)
    if len(letters) < 2 or not has_neighbours or not letters & {"A", "B"}:
        return []
    return places


def _listed(lines: Sequence[Marked]) -> tuple[list[int], str]:
    """Which lines are options without letters: the last list above the answer, or the list that has ticks."""
    ticked = {place for place, (line, marks) in enumerate(lines) if marks.tick and not line.is_quote}
    if ticked and not any(lines[place][0].marker for place in ticked):
        return (sorted(ticked), TICKED) if len(ticked) > 1 else ([], "")
    run: list[int] = []
    is_closed = False
    for place, (line, _) in enumerate(lines):
        if line.marker and not line.is_quote:
            before = lines[run[-1]][0] if run else line
            if is_closed or (before.marker == "-") is not (line.marker == "-"):
                run, is_closed = [place], False
            elif line.indent <= before.indent or _number(line) == _number(before) + 1:
                run.append(place)
        elif (
            run
            and line.kind is not LineKind.BLANK
            and line.indent <= lines[run[0]][0].indent
            and not _is_lazy(lines, place)
        ):
            is_closed = True
            if ticked & set(run):
                break
    if len(run) < 2:
        return [], ""
    if ticked:
        return (run, TICKED) if ticked & set(run) else ([], "")
    return run, LISTED if lines[run[0]][0].marker == "-" else NUMBERED


def _number(line: Line) -> int:
    """The number of an item of an ordered list; below 0 for one of another list."""
    return int(line.marker[:-1]) if line.marker[:-1].isdigit() else -2


def _is_lazy(lines: Sequence[Marked], place: int) -> bool:
    """Whether the line goes on with the paragraph above it."""
    line, above = lines[place][0], lines[place - 1][0]
    return above.kind is LineKind.TEXT and not line.begins_block and line.kind is LineKind.TEXT


def holds_another(after: Sequence[Marked]) -> bool:
    """Whether further options stand below a question's own, with an answer of their own."""
    letters: set[str] = set()
    above = ""
    for line, marks in after:
        if marks.letter == "A" and asks(above):
            return True
        above = line.text or above
        if marks.letter and not line.is_quote:
            letters.add(marks.letter)
        elif marks.label == "answer" and len(letters) > 1 and "A" in letters:
            return True
        elif marks.label:
            letters.clear()
    return False


def _continue(option: Option, lines: Sequence[Marked], *, is_last: bool) -> int:
    """Give the option its further lines; return how many are its own."""
    after_blank = False
    blanks: list[Line] = []
    for place, (line, marks) in enumerate(lines):
        if line.kind is LineKind.BLANK:
            after_blank = True
            blanks.append(line)
            continue
        is_code = line.kind is LineKind.CODE and (not is_last or len(option.text) < 2)
        is_inside = line.indent > option.line.indent or is_code
        is_own = is_inside or not (after_blank or line.begins_block or line.is_quote)
        if line.kind is LineKind.HEADING or not is_own or (marks.label and (is_last or not is_inside)):
            return place - len(blanks)
        is_reason = line.is_quote or (bool(line.marker) and bool(option.name or option.mark))
        if (is_inside and is_reason) or option.why or marks.label:
            option.why += [*blanks, text_line(line, marks.text) if marks.label else line]
        else:
            option.more += [*blanks, line]
        blanks = []
    return len(lines)


def _distinct(options: Sequence[Option], style: str) -> list[Option]:
    """The options without those that stand there twice, which must say the same."""
    kept: list[Option] = []
    if style == BOXED:
        named = [lettered(option.text) or _letter_alone(option.text) for option in options]
        if all(named) and {name for name, _ in filter(None, named)} & {"A", "B"}:
            for option, parts in zip(options, named, strict=True):
                option.name, option.text = parts or ("", option.text)
            if not all(option.whole() for option in options):
                raise NotUnderstoodError("one of its options has no text but its letter")
    for option in options:
        same = [other for other in kept if option.name and other.name == option.name]
        if same and plain(same[0].whole()) != plain(option.whole()):
            raise NotUnderstoodError(f"two of its options have the name {option.name}", is_conflict=True)
        if same and same[0].mark != option.mark:
            raise NotUnderstoodError("one of its options is both right and wrong")
        if not same:
            kept.append(option)
    if len(kept) < 2:
        raise NotUnderstoodError("it has fewer than two options")
    return kept


def _letter_alone(text: str) -> tuple[str, str] | None:
    """The letter of an option that is followed only by code, after or below the letter, and that code."""
    letter, _, rest = text.partition(" ")
    is_code = not rest or rest.startswith("`")
    return (letter, rest.strip()) if len(letter) == 1 and letter.isupper() and is_code else None


def bold_options(options: Sequence[Option]) -> set[int]:
    """The options that are bold from end to end, if not all are."""
    bold = {place for place, option in enumerate(options) if option.is_bold}
    return bold if 0 < len(bold) < len(options) else set()


def option_names(options: Sequence[Option], style: str) -> list[str]:
    """The letters or numbers of the options; those of their places if marks say which are right."""
    if style in (BOXED, TICKED) and not any(option.name for option in options):
        return [chr(ord("A") + place) if place < 26 else "" for place in range(len(options))]
    return [option.name for option in options]
