"""Banks of questions in Markdown, as public repositories for exams have them.

What begins a question differs from bank to bank, and so each of a small table of forms is tried against
the whole file. The form that explains most of the file without a contradiction wins, and the report names it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from srm_quiz.deckfiles.collector import collector_paused
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.markdown.blocks import Line, LineKind, read_lines
from srm_quiz.exchange.markdown.marks import Marks, Number, asks, is_bold, marks_of, number_of, unbold
from srm_quiz.exchange.markdown.question import Parsed, Stretch, counts_only, heading_text, parse
from srm_quiz.exchange.markers import names_only_options
from srm_quiz.exchange.model import Imported
from srm_quiz.exchange.text import at_line, clean

_FEW = 3
_LONGEST_PARAGRAPH = 50
"""Of a longer paragraph above options only so many lines are looked at, the last ones."""

_ENTRY = re.compile(
    r"(?:Question|Q)?\s*+#?(\d{1,4})[*_]*+\s*+(?:[.):|–—-]++\s*+|\s(?=[A-J]\b))(\S.*+)",
    re.IGNORECASE | re.DOTALL,
)
_ENTRY_LETTERS = re.compile(
    r"[*_(`]*+(?:[A-J](?:(?: ?[,&/+] ?| and | )?[A-J])*+|\d{1,2}(?:(?: ?[,&/+] ?| and )\d{1,2})*+)(?![\w'’])"
    r"[*_)`]*+\.?(?: ?[.):|–—-].*+)?",
    re.DOTALL,
)
_ENTRIES_IN_ONE_LINE = re.compile(r"(?:Q?\d{1,4} ?[.):–-] ?[A-J]{1,5}\b ?[,;|]? ?){2,}+", re.IGNORECASE)
_ENTRY_IN_LINE = re.compile(r"(\d{1,4}) ?[.):–-] ?([A-J]{1,5})\b", re.IGNORECASE)
_TABLE_HEAD = re.compile(r"\|?(?:[^|\d]*\|)+[^|\d]*")
_LINK_WITHIN = re.compile(r"[*_]*\[[^\[\]]*\]\(#[^()]*\)[*_]*")

Marked = tuple[Line, Marks]


@dataclass(frozen=True, slots=True)
class _Start:
    """A line that begins a question: its place in the list of lines, and what it asks."""

    place: int
    asked: str
    number: int = 0
    has_own_text: bool = True
    """Whether the line itself asks; else it is the first of a paragraph."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A way in which questions begin: `starts` finds the lines, `ends_at` the headings that end a part."""

    name: str
    starts: Callable[[Sequence[Marked]], Sequence[_Start]]
    rank: int = 6
    """A heading of a higher rank (a smaller number) belongs to no question."""


@dataclass(slots=True)
class _Reading:
    """What a form makes of some lines."""

    form: _Form
    stretches: list[tuple[Stretch, Parsed]] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)
    """Lines of no question."""
    unclaimed: list[tuple[Line, str]] = field(default_factory=list)
    """Answers of a list of answers for which no question waits, or several do."""

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
        marked, keys = _take_keys([(line, marks_of(line)) for line in lines])
        reading = _best(marked, keys, _forms(marked))
    _report(reading, lines, collector)
    found = collector.imported()
    if reading is None:
        return found
    understood, left_out = _coverage(reading)
    return replace(found, form=_name(reading), understood=understood, left_out=left_out)


# ---------------------------------------------------------------------- forms


def _best(lines: Sequence[Marked], keys: Sequence[_Key], forms: Sequence[_Form]) -> _Reading | None:
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
    return best


def _forms(lines: Sequence[Marked]) -> list[_Form]:
    """The forms whose lines are there, the surest first."""
    ranks = Counter(line.rank for line, marks in lines if line.rank and not marks.label)
    forms = [
        _Form(f"questions under headings of rank {rank}", _headings(rank), rank)
        for rank in sorted(ranks, reverse=True)
    ]
    forms.append(_Form("questions with a number after a word", _numbered(has_word=True)))
    for delimiter in ".):":
        forms.append(_Form(f"numbered questions, as in '1{delimiter}'", _numbered(delimiter=delimiter)))
    forms.append(_Form("questions in bold", _bold))
    forms.append(_Form("questions on folds", _folds))
    forms.append(_PARAGRAPHS)
    return forms


def _headings(rank: int) -> Callable[[Sequence[Marked]], Sequence[_Start]]:
    def starts(lines: Sequence[Marked]) -> list[_Start]:
        found: list[_Start] = []
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
                found.append(_Start(place, asked or text, number.number if number else 0))
        return found

    return starts


def _numbered(
    *, has_word: bool = False, delimiter: str = ""
) -> Callable[[Sequence[Marked]], Sequence[_Start]]:
    def starts(lines: Sequence[Marked]) -> list[_Start]:
        found: list[tuple[_Start, int]] = []
        for place, (line, marks) in enumerate(lines):
            if line.rank or marks.label or marks.box or (marks.letter and not (line.marker or has_word)):
                continue
            number = number_of(line)
            if number is None or number.has_word is not has_word:
                continue
            if not has_word and not _is_delimited(line, number, delimiter):
                continue
            found.append((_Start(place, number.text, number.number), line.indent))
        least = min((indent for _, indent in found), default=0)
        candidates = [start for start, indent in found if indent <= least + 1]
        return candidates if has_word else _in_sequence(_without_lists(candidates), lines)

    return starts


def _spans(starts: Sequence[_Start], end: int) -> Iterator[tuple[_Start, int]]:
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


def _without_lists(candidates: Sequence[_Start]) -> list[_Start]:
    """The numbered lines but those right above or below each other that begin with 1: they are a list."""
    runs: list[list[_Start]] = []
    for start in candidates:
        if runs and start.place == runs[-1][-1].place + 1:
            runs[-1].append(start)
        else:
            runs.append([start])
    return [start for run in runs if len(run) == 1 or run[0].number != 1 for start in run]


def _in_sequence(candidates: Sequence[_Start], lines: Sequence[Marked]) -> list[_Start]:
    """The numbered lines that are questions: those with options or an answer, and those whose number fits
    between them. The items of a list in an explanation are none.
    """
    is_anchored = [
        any(
            marks.box or marks.letter or marks.label == "answer" or marks.tick
            for _, marks in lines[start.place : end]
        )
        or bool(marks_of_option(start))
        for start, end in _spans(candidates, len(lines))
    ]
    next_number = [0] * len(candidates)
    following = 1 << 30
    for place in reversed(range(len(candidates))):
        next_number[place] = following
        if is_anchored[place]:
            following = candidates[place].number
    kept: list[_Start] = []
    last = 0
    for start, anchored, following in zip(candidates, is_anchored, next_number, strict=True):
        if anchored or (kept and last < start.number < following) or not kept:
            kept.append(start)
            last = start.number
    return kept


def marks_of_option(start: _Start) -> bool:
    """Whether options stand on the line of the question itself."""
    from srm_quiz.exchange.markdown.marks import option_in_question

    return bool(option_in_question(start.asked)[1])


def _bold(lines: Sequence[Marked]) -> list[_Start]:
    return [
        _Start(place, unbold(line.text))
        for place, (line, marks) in enumerate(lines)
        if line.kind is LineKind.TEXT
        and is_bold(line.text)
        and not (marks.label or marks.box or marks.letter or marks.tick or line.marker or line.is_quote)
        and number_of(line) is None
        and not names_only_options(line.text)
    ]


def _folds(lines: Sequence[Marked]) -> list[_Start]:
    return [
        _Start(place, line.text)
        for place, (line, marks) in enumerate(lines)
        if line.is_summary and asks(line.text) and not marks.label
    ]


def _paragraphs(lines: Sequence[Marked]) -> list[_Start]:
    """The paragraphs right above options, or above an answer without options."""
    starts: list[_Start] = []
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


def _paragraph_above(lines: Sequence[Marked], place: int, floor: int) -> _Start | None:
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
    return _Start(
        start,
        number.text if number and (number.text or end - start > 1) else unbold(text),
        number.number if number else 0,
    )


_PARAGRAPHS = _Form("questions as paragraphs above their options or answers", _paragraphs)


def _read(lines: Sequence[Marked], form: _Form, keys: Sequence[_Key]) -> _Reading:
    """What the form makes of the lines."""
    reading = _Reading(form)
    starts = form.starts(lines)
    reading.outside += [line for line, _ in lines[: starts[0].place if starts else len(lines)]]
    stretches: list[Stretch] = []
    for start, end in _spans(starts, len(lines)):
        body = list(lines[start.place + 1 : end])
        cut = next(
            (
                place
                for place, (line, marks) in enumerate(body)
                if line.rank and line.rank < form.rank and not marks.label
            ),
            len(body),
        )
        if form.rank == 6 and form is not _PARAGRAPHS and cut == len(body):
            cut = next(
                (place for place, (line, marks) in enumerate(body) if line.rank and not marks.label),
                len(body),
            )
        if lines[start.place][0].is_summary and form.starts is _folds:
            depth = lines[start.place][0].fold
            cut = next((place for place, (line, _) in enumerate(body) if line.fold < depth), cut)
        reading.outside += [line for line, _ in body[cut:]]
        stretches.append(Stretch(lines[start.place][0], start.asked, body[:cut], start.number))
    _give_keys(stretches, keys, reading)
    for stretch in stretches:
        parsed = parse(stretch)
        reading.stretches.append((stretch, parsed))
    return reading


def _refine(reading: _Reading, lines: Sequence[Marked], forms: Sequence[_Form]) -> None:
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
            _within([(stretch.first, Marks()), *stretch.lines], [_PARAGRAPHS]) if parsed.is_conflict else None
        )
        if part and not part.outside:
            stretches += part.stretches
        else:
            stretches.append((stretch, parsed))
    reading.stretches = sorted(stretches, key=lambda one: one[0].first.number)


def _within(lines: Sequence[Marked], forms: Sequence[_Form]) -> _Reading | None:
    """The reading of a part of the file, if all of its questions ask and are understood."""
    if not any(marks.box or marks.letter or marks.tick or marks.label == "answer" for _, marks in lines):
        return None
    for form in forms:
        reading = _read(lines, form, ())
        found = [parsed for _, parsed in reading.stretches if parsed.note or parsed.reason]
        if found and all(
            parsed.note and (parsed.asks or asks(str(parsed.note["question"]))) for parsed in found
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


# ---------------------------------------------------------------------- lists of answers


@dataclass(slots=True)
class _Key:
    """A list of answers with the numbers of their questions, which stand above `line`."""

    line: int
    answers: list[tuple[int, str, Line]] = field(default_factory=list)


def _take_keys(lines: Sequence[Marked]) -> tuple[list[Marked], list[_Key]]:
    """The lines without lists of answers, and these."""
    kept = list(lines)
    keys: list[_Key] = []
    place = 0
    while place < len(lines):
        line, marks = lines[place]
        place += 1
        if marks.label != "answer" and not _is_head_of_answers(line):
            continue
        key = _Key(line.number)
        said = " ".join(marks.text.split())
        if said and _ENTRIES_IN_ONE_LINE.fullmatch(said.rstrip(" .") + " "):
            key.answers = [(int(number), text, line) for number, text in _ENTRY_IN_LINE.findall(said)]
            end = place
        elif said:
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


def _read_entries(lines: Sequence[Marked], start: int, key: _Key) -> int:
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


def _give_keys(stretches: Sequence[Stretch], keys: Sequence[_Key], reading: _Reading) -> None:
    """Give each answer to its question. A key is for the questions below the key before it.

    A number that two questions have, or that has two different answers, is unclear.
    """
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
                reading.unclaimed += [(line, text) for text, line in texts.items()]


def _is_unanswered(stretch: Stretch) -> bool:
    has_options = any(
        marks.box or marks.letter or line.marker for line, marks in stretch.lines
    ) or marks_of_option(_Start(0, stretch.asked))
    return has_options and not any(marks.box == "x" or marks.label == "answer" for _, marks in stretch.lines)


# ---------------------------------------------------------------------- the report


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
    if lost > 2 and len(styles) < _FEW and not any(styles):
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
