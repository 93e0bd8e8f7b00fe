"""Banks of questions in Markdown, as public repositories for exams have them.

What begins a question differs from bank to bank, and so each of a small table of forms is tried against
the whole file. The form that explains most of the file without a contradiction wins, and the report names it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from srm_quiz.deckfiles.source import collector_paused
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.markdown.answer_key import AnswerKey, give_keys, take_keys
from srm_quiz.exchange.markdown.blocks import Line, LineKind, read_lines
from srm_quiz.exchange.markdown.forms import PARAGRAPHS, Form, folds, forms_of, spans
from srm_quiz.exchange.markdown.marks import Marked, Marks, asks, marks_of
from srm_quiz.exchange.markdown.question import Parsed, Stretch, heading_text, parse
from srm_quiz.exchange.model import Imported
from srm_quiz.exchange.text import at_line, clean

_FEW = 3
"""Fewer answers without options than these may be a part of other text."""


_LINK_WITHIN = re.compile(r"(?<![*_])[*_]*+\[[^\[\]]*+\]\(#[^()]*+\)[*_]*+")


@dataclass(slots=True)
class _Reading:
    """What a form makes of some lines."""

    form: Form
    stretches: list[tuple[Stretch, Parsed]] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)
    """Lines of no question."""
    unclaimed: list[tuple[Line, str]] = field(default_factory=list)
    """Answers of a list of answers for which no question waits, or several do."""

    @property
    def explains_all(self) -> bool:
        """Whether nothing but headings is left out, and no question is in doubt."""
        return all(parsed.note and parsed.asks for _, parsed in self.stretches) and not any(
            line.kind is LineKind.TEXT for line in self.outside
        )

    @property
    def score(self) -> float:
        """How much of the lines the form explains."""
        return sum(
            (1.0 if parsed.asks else 0.6 if parsed.style else 0.3)
            if parsed.note
            else (-1.0 if parsed.is_conflict else -0.1)
            for _, parsed in self.stretches
            if parsed.note or parsed.reason
        )


def read(text: str, name: str) -> Imported:
    """The questions of a bank; `name` is the title of the deck unless a heading of the first rank is."""
    text, losses = clean(text)
    collector = NoteCollector(name, losses)
    lines = read_lines(text)
    lines = _without_front_matter(lines, collector)
    for line in lines:
        if _LINK_WITHIN.fullmatch(line.text):
            collector.report("a link within the page was left out", at_line(line.number, line.raw))
            line.kind, line.text = LineKind.BLANK, ""
    with collector_paused():
        marked, keys = take_keys([(line, marks_of(line)) for line in lines])
        reading = _best(marked, keys, forms_of(marked))
    _report(reading, lines, collector)
    imported = collector.imported()
    if reading is None:
        return imported
    understood, left_out = _coverage(reading)
    return replace(imported, form=_name(reading), understood=understood, left_out=left_out)


def _best(lines: Sequence[Marked], keys: Sequence[AnswerKey], forms: Sequence[Form]) -> _Reading | None:
    """The reading that explains most; None if no form finds a question.

    What a form leaves out, or takes for one question though it holds several, is read in other forms.
    """
    best: _Reading | None = None
    for form in forms:
        reading = _read(lines, form, keys)
        if not any(parsed.note or parsed.reason for _, parsed in reading.stretches):
            continue
        _refine(reading, lines, [other for other in forms if other is not form])
        if best is None or reading.score > best.score:
            best = reading
        if len(reading.stretches) > _FEW and reading.explains_all:
            break
    return best


def _read(lines: Sequence[Marked], form: Form, keys: Sequence[AnswerKey]) -> _Reading:
    """What the form makes of the lines."""
    reading = _Reading(form)
    starts = form.starts(lines)
    reading.outside += [line for line, _ in lines[: starts[0].place if starts else len(lines)]]
    stretches: list[Stretch] = []
    for start, end in spans(starts, len(lines)):
        body = list(lines[start.place + 1 : end])
        cut = next(
            (
                place
                for place, (line, marks) in enumerate(body)
                if line.rank and line.rank < form.rank and not marks.label
            ),
            len(body),
        )
        if form.rank == 6 and form is not PARAGRAPHS and cut == len(body):
            cut = next(
                (place for place, (line, marks) in enumerate(body) if line.rank and not marks.label),
                len(body),
            )
        if lines[start.place][0].is_summary and form.starts is folds:
            depth = lines[start.place][0].fold
            cut = next((place for place, (line, _) in enumerate(body) if line.fold < depth), cut)
        reading.outside += [line for line, _ in body[cut:]]
        stretches.append(Stretch(lines[start.place][0], start.asked, body[:cut], start.number))
    reading.unclaimed = give_keys(stretches, keys)
    for stretch in stretches:
        parsed = parse(stretch)
        reading.stretches.append((stretch, parsed))
    return reading


def _refine(reading: _Reading, lines: Sequence[Marked], forms: Sequence[Form]) -> None:
    """Read in other forms what stands outside of the questions, and what seems to hold several of them."""
    marks = {id(line): one for line, one in lines}
    outside: list[Line] = []
    for region in _regions(reading.outside):
        part = _within([(line, marks[id(line)]) for line in region], forms)
        if part:
            reading.stretches += part.stretches
            outside += part.outside
        else:
            outside += region
    reading.outside = outside
    stretches: list[tuple[Stretch, Parsed]] = []
    for stretch, parsed in reading.stretches:
        part = (
            _within([(stretch.first, Marks()), *stretch.lines], [PARAGRAPHS]) if parsed.is_conflict else None
        )
        if part and not part.outside:
            stretches += part.stretches
        else:
            stretches.append((stretch, parsed))
    reading.stretches = sorted(stretches, key=lambda one: one[0].first.number)


def _within(lines: Sequence[Marked], forms: Sequence[Form]) -> _Reading | None:
    """The parse result for a part of the file, if all of its questions are questions and were understood."""
    if not any(marks.box or marks.letter or marks.tick or marks.label == "answer" for _, marks in lines):
        return None
    for form in forms:
        reading = _read(lines, form, ())
        parsed_stretches = [parsed for _, parsed in reading.stretches if parsed.note or parsed.reason]
        if parsed_stretches and all(
            parsed.note and (parsed.asks or asks(str(parsed.note["question"]))) for parsed in parsed_stretches
        ):
            return reading
    return None


def _regions(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines in groups that stand together in the file."""
    region: list[Line] = []
    for line in lines:
        if region and line.number != region[-1].number + 1:
            yield region
            region = []
        region.append(line)
    if region:
        yield region


def _without_front_matter(lines: list[Line], collector: NoteCollector) -> list[Line]:
    """The lines below YAML's front matter, if the file begins with some."""
    if not lines or lines[0].raw.strip() != "---":
        return lines
    for place, line in enumerate(lines[1:40], 1):
        if line.raw.strip() == "---":
            collector.report(
                "what stands between --- at the top of the file was left out", at_line(2, lines[1].raw)
            )
            return lines[place + 1 :]
        if not re.match(r"\s*(?:[\w-]+:|- |#|$)", line.raw):
            return lines
    return lines


def _report(reading: _Reading | None, lines: Sequence[Line], collector: NoteCollector) -> None:
    """Collect the notes, and report every line that is in none of them, in the order of the file."""
    entries = [(line.number, "a comment was left out", line.comment) for line in lines if line.comment]
    outside = list(lines) if reading is None else _without_title(reading, collector)
    parsed_at: dict[int, Parsed] = {}
    for stretch, parsed in reading.stretches if reading else ():
        first = stretch.first
        if parsed.note:
            parsed_at[first.number] = parsed
            entries.append((first.number, "", str(parsed.note["question"])))
        elif parsed.reason:
            entries.append(
                (first.number, f"a note was left out: {parsed.reason}", stretch.asked or first.raw)
            )
        else:
            outside += [first, *(line for line, _ in stretch.lines)]
    for paragraph in _paragraphs_of(sorted(outside, key=lambda line: line.number)):
        first = paragraph[0]
        noun = "a heading" if first.rank else "a paragraph"
        entries.append((first.number, f"{noun} that belongs to no question was left out", first.raw))
    for line, text in reading.unclaimed if reading else ():
        what = "an answer of a list of answers was left out: not just one question above it waits for it"
        entries.append((line.number, what, line.raw.strip() or text))
    for number, what, text in sorted(entries, key=lambda entry: entry[0]):
        place = at_line(number, text)
        if what:
            collector.report(what, place)
            continue
        parsed = parsed_at[number]
        for remark in parsed.remarks:
            collector.report(remark, place)
        if parsed.note:
            collector.add(parsed.note, place)


def _without_title(reading: _Reading, collector: NoteCollector) -> list[Line]:
    """The lines outside of questions but the deck's title: a heading of rank 1 above the first question."""
    first_question = next((stretch.first.number for stretch, parsed in reading.stretches if parsed.note), 0)
    for line in reading.outside:
        if line.rank == 1 and line.number < first_question and line.text:
            collector.title = heading_text(line.text)
            return [other for other in reading.outside if other is not line]
    return reading.outside


def _coverage(reading: _Reading) -> tuple[int, int]:
    """How many lines of text are in notes, and how many are not.

    One or two answers without options in other text are taken for a part of it, not for a bank.
    """
    understood = lost = 0
    for stretch, parsed in reading.stretches:
        size = 1 + sum(line.kind is not LineKind.BLANK for line, _ in stretch.lines)
        understood, lost = (understood + size, lost) if parsed.note else (understood, lost + size)
    lost += sum(
        line.kind is not LineKind.BLANK and not line.rank and not _LINK_WITHIN.search(line.text)
        for line in reading.outside
    )
    styles = [parsed.style for _, parsed in reading.stretches if parsed.note]
    if lost and len(styles) < _FEW and not any(styles):
        return 0, understood + lost
    return understood, lost


def _name(reading: _Reading) -> str:
    styles = Counter(parsed.style for _, parsed in reading.stretches if parsed.note and parsed.style)
    return ", options as ".join([reading.form.name, *(style for style, _ in styles.most_common(1))])


def _paragraphs_of(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines as empty ones separate them; a heading stands alone, and code is never split."""
    paragraph: list[Line] = []
    last = 0
    for line in lines:
        is_end = line.kind is LineKind.BLANK or line.rank or line.begins_block or line.number != last + 1
        if is_end and paragraph:
            yield paragraph
            paragraph = []
        last = line.number
        if line.kind is not LineKind.BLANK:
            paragraph.append(line)
            if line.rank:
                yield paragraph
                paragraph = []
    if paragraph:
        yield paragraph
