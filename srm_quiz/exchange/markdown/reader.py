"""Banks of questions in Markdown, as public repositories for exams have them.

A question is a heading, a numbered or bold line, or the paragraph above its options; options are
`- [x]` and `- [ ]`, or letters with an `Answer:` below or in a list of answers at the end; what stands
below them explains.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.markdown.answer_key import give_answers, take_keys
from srm_quiz.exchange.markdown.outline import Line, Sort, lines_of
from srm_quiz.exchange.markdown.question import FoundOption, Question, note_of_question, only_counts
from srm_quiz.exchange.model import Imported
from srm_quiz.exchange.text import at_line, clean

_STARTERS = (Sort.HEADING, Sort.NUMBERED, Sort.BOLD)

_ASKING = re.compile(r"(?:\?|\b(?:choose|select|pick)\s+\w+\.?)[*_)\s]*\Z", re.IGNORECASE)
"""How what is asked ends."""

_LONGEST = 50
"""Of a longer paragraph only so many lines are looked at, the last ones."""


class _At(Enum):
    """What is being read: the text before a question's options, its options, or what follows them."""

    BEFORE = auto()
    OPTIONS = auto()
    AFTER = auto()


def read(text: str, name: str) -> Imported:
    """The questions of a bank; `name` is the title of the deck where no heading of the first rank is."""
    text, losses = clean(text)
    lines, keys = take_keys(lines_of(text))
    collector = NoteCollector(name, losses)
    reader = _Reader(collector)
    for line in lines:
        reader.take(line)
    reader.finish()
    for answer in give_answers(reader.questions, keys):
        what = "an answer of a list of answers was left out: not just one question above it waits for it"
        collector.report(what, at_line(answer.number, answer.raw))
    for question in reader.questions:
        place = at_line(question.line, question.text())
        collector.add(note_of_question(question, place, collector), place)
    return collector.imported()


@dataclass
class _Reader:
    """Takes the lines of a bank one by one, and finds its questions."""

    collector: NoteCollector
    at: _At = _At.BEFORE
    questions: list[Question] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    question: Question = field(default_factory=Question)
    may_ask: bool = False
    """Whether a line that can begin a question is among those before."""
    after_blank: bool = False
    titled: bool = False

    def take(self, line: Line) -> None:
        """Read one more line."""
        if line.sort is Sort.RULE:
            line = Line(line.number, Sort.BLANK, "")
        if line.sort is Sort.LINK:
            self.collector.report("a link within the page was left out", at_line(line.number, line.raw))
        else:
            match self.at:
                case _At.BEFORE:
                    self._take_before(line)
                case _At.OPTIONS:
                    self._take_option(line)
                case _At.AFTER:
                    self._take_after(line)
        self.after_blank = line.sort is Sort.BLANK

    def finish(self) -> None:
        """The end of the file."""
        self._close()
        self._lose(self.before)

    def _take_before(self, line: Line) -> None:
        is_option = line.sort is Sort.OPTION and line.mark in ("x", " ", "A")
        if is_option or (_is_answer(line) and (self.may_ask or _asks(self.before))):
            self._begin(self.before, line)
        else:
            self._keep_before(line)

    def _keep_before(self, line: Line) -> None:
        self.before.append(line)
        self.may_ask = self.may_ask or line.sort in _STARTERS

    def _take_option(self, line: Line) -> None:
        option = self.question.options[-1]
        is_inside = line.indent >= option.indent + 2
        if line.sort is Sort.BLANK:
            option.lines.append(line)
        elif self._is_next_option(line):
            self._add_option(line)
        elif is_inside and (line.sort is Sort.QUOTE or option.why):
            option.why.append(line)
        elif self._begins_question(line):
            self._close()
            self._keep_before(line)
        elif line.sort not in (Sort.LABEL, Sort.QUOTE) and (is_inside or not self.after_blank):
            option.lines.append(line)
        else:
            self.at = _At.AFTER
            self.question.after.append(line)

    def _take_after(self, line: Line) -> None:
        after = self.question.after
        run = _options_at_the_end(after) if _is_answer(line) else 0
        if run and (start := _last_question(after[:-run])) is not None:
            options = [one for one in after[-run:] if one.sort is Sort.OPTION]
            self._begin_within(start, len(after) - run, options[0])
            self.question.options += [FoundOption(one.mark, one.indent, [one]) for one in options[1:]]
            self.at = _At.AFTER
            self.question.after.append(line)
        elif self._follows_question(line):
            start = _last_question(after, of_boxes=line.mark in ("x", " "))
            self._begin_within(len(after) if start is None else start, len(after), line)
        elif self._begins_question(line):
            self._close()
            self._keep_before(line)
        else:
            self.question.after.append(line)

    def _begin_within(self, start: int, end: int, first: Line) -> None:
        """Begin a question with what was taken, from `start` to `end`, for the end of an explanation."""
        after = self.question.after
        self.question.after = after[:start]
        self._close()
        self._begin(after[start:end], first)

    def _follows_question(self, line: Line) -> bool:
        """Whether the paragraph above the line is no explanation any more, but another question."""
        if line.sort is Sort.OPTION and line.mark in ("x", " "):
            return True
        is_first = line.sort is Sort.OPTION and line.mark == "A"
        return (
            (is_first or _is_answer(line))
            and _asks(self.question.after)
            and (is_first or self.question.is_answered)
        )

    def _is_next_option(self, line: Line) -> bool:
        """Whether the line is one more option of the question; letters must go on from the last."""
        if line.sort is not Sort.OPTION:
            return False
        last = self.question.options[-1].mark
        return line.mark in ("x", " ") if last in ("x", " ") else line.mark == chr(ord(last) + 1)

    def _begins_question(self, line: Line) -> bool:
        """Whether the line is like the one that began this question, so that it begins another."""
        starter = self.question.starter
        if line.sort is Sort.HEADING:
            return True
        if line.sort not in _STARTERS:
            return False
        if line.mark.startswith("Q"):
            return True
        return starter is None or (starter.sort is line.sort and line.indent <= starter.indent)

    def _begin(self, lines: Sequence[Line], first: Line) -> None:
        """Begin a question with what stands above its first option, or above its answer."""
        lost, asked = _split(lines)
        self._lose(lost)
        self.titled = True  # a heading further down is about what follows it
        self.before, self.may_ask = [], False
        starter = asked[0] if asked and asked[0].sort in _STARTERS else None
        self.question = Question(starter, asked[1:] if starter else asked)
        if first.sort is Sort.OPTION:
            self._add_option(first)
        else:
            self.question.after.append(first)
            self.at = _At.AFTER

    def _close(self) -> None:
        """Keep the question that was read, if one was."""
        if self.at is not _At.BEFORE:
            self.questions.append(self.question)
        self.question = Question()
        self.at = _At.BEFORE

    def _add_option(self, line: Line) -> None:
        self.question.options.append(FoundOption(line.mark, line.indent, [line]))
        self.at = _At.OPTIONS

    def _lose(self, lines: Iterable[Line]) -> None:
        """Tell of what belongs to no question. The first heading of the first rank is the deck's title."""
        for paragraph in _paragraphs(lines):
            first = paragraph[0]
            if first.sort is Sort.HEADING and first.mark == "1" and not self.titled:
                self.titled = True
                self.collector.title = first.text or self.collector.title
                continue
            what = "a heading" if first.sort is Sort.HEADING else "a paragraph"
            self.collector.report(
                f"{what} that belongs to no question was left out", at_line(first.number, first.raw)
            )


def _split(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """What stands above a question's options: what is none of it, and the question from its beginning on."""
    headings = [index for index, line in enumerate(lines) if line.sort is Sort.HEADING]
    start = headings[-1] if headings else 0
    rest = range(start + bool(headings), len(lines))
    numbered = [index for index in rest if lines[index].sort is Sort.NUMBERED]
    if headings:
        heading = lines[start]
        asking = (
            numbered
            if len(numbered) == 1
            else [index for index in numbered if _asks(lines[index : index + 1])]
        )
        if asking and "?" not in heading.text and not only_counts(heading):
            start = asking[-1]  # the heading is that of a section
        return lines[:start], lines[start:]
    begins = numbered or [index for index in rest if lines[index].sort is Sort.BOLD]
    if begins:
        asking = [index for index in begins if _asks(lines[index : index + 1])]
        start = asking[-1] if asking else begins[0]
        return lines[:start], lines[start:]
    paragraphs = _paragraphs(lines)
    return [one for paragraph in paragraphs[:-1] for one in (*paragraph, _blank(paragraph))], (
        paragraphs[-1] if paragraphs else []
    )


def _options_at_the_end(lines: Sequence[Line]) -> int:
    """How many lines at the end are options with the letters from A on, and empty ones; 0 where none are."""
    marks: list[str] = []
    for count, line in enumerate(reversed(lines[-_LONGEST:]), 1):
        if line.sort is Sort.OPTION and line.mark.isalpha() and line.mark != "x":
            marks.append(line.mark)
            if line.mark == "A":
                is_whole = marks[::-1] == [chr(ord("A") + index) for index in range(len(marks))]
                return count if is_whole and len(marks) > 1 else 0
        elif line.sort is not Sort.BLANK:
            return 0
    return 0


def _last_question(lines: Sequence[Line], *, of_boxes: bool = False) -> int | None:
    """Where the question begins that these lines end with; None if they end with a labelled text.

    It is the last paragraph. Above boxes it is more: all from the last numbered or asking bold line on.
    """
    end = len(lines)
    while end and lines[end - 1].sort is Sort.BLANK:
        end -= 1
    start = end
    while start and lines[start - 1].sort is not Sort.BLANK and end - start < _LONGEST:
        start -= 1
    if start == end or any(line.sort in (Sort.LABEL, Sort.QUOTE) for line in lines[start:end]):
        return None
    for index in range(end - 1, max(-1, end - _LONGEST), -1) if of_boxes else ():
        line = lines[index]
        if line.sort is Sort.LABEL:
            break
        if line.sort is Sort.NUMBERED or (line.sort is Sort.BOLD and _asks([line])):
            return min(index, start)
    return start


def _is_answer(line: Line) -> bool:
    return line.sort is Sort.LABEL and line.mark == "answer"


def _asks(lines: Sequence[Line]) -> bool:
    """Whether the last paragraph of the lines is a question rather than an explanation."""
    full = itertools.dropwhile(lambda line: line.sort is Sort.BLANK, reversed(lines))
    paragraph = list(
        itertools.takewhile(lambda line: line.sort is not Sort.BLANK, itertools.islice(full, _LONGEST))
    )
    return (
        bool(paragraph)
        and bool(_ASKING.search(paragraph[0].raw))
        and not any(line.sort in (Sort.LABEL, Sort.QUOTE, Sort.CODE) for line in paragraph)
    )


def _paragraphs(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines as they are parted by empty ones; a heading stands alone, and code is never parted."""
    found: list[list[Line]] = [[]]
    for line in lines:
        if line.sort is Sort.BLANK:
            found.append([])
            continue
        if line.sort is Sort.HEADING:
            found.append([])
        found[-1].append(line)
        if line.sort is Sort.HEADING:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def _blank(paragraph: Sequence[Line]) -> Line:
    """An empty line after the paragraph."""
    return Line(paragraph[-1].number, Sort.BLANK, "")
