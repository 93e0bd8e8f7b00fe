"""One stretch of a bank read as one question: what it asks, its options, its key and what explains it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from srm_quiz.deckfiles.yaml_writer import Value
from srm_quiz.exchange.markdown.blocks import Line, LineKind
from srm_quiz.exchange.markdown.marks import (
    Marks,
    asks,
    is_bold,
    lettered,
    option_in_question,
    unbold,
    unguarded,
)
from srm_quiz.exchange.markers import names_only_options, right_options, split_items

_LETTERED_ANSWER = re.compile(
    r"[*_`(\[]{0,4}([A-Za-z])(?:[.):\]]|[*_`)]{1,3}(?:\s*+[.:,;–—-])?|\s++[–—-](?=\s)|(?=,?\s++(?:because|since|as)\b))"
    r"[*_`)]{0,3},?\s++(\S.*+)",
    re.DOTALL,
)
"""A letter and what is said of it: `B. S3`, `**B** - since two`, `B, because two`."""

_LETTERS_ALONE = re.compile(r"[*_`(]*+[A-Z](?:(?:\s?[,&/+]\s?|\sand\s)[A-Z])*+[*_`)]*+\.?[*_`]*+")
_DECORATION = (
    " \t*_`\N{BALLOT BOX WITH BALLOT}\N{WHITE HEAVY CHECK MARK}\N{HEAVY CHECK MARK}\N{VARIATION SELECTOR-16}"
)
"""What surrounds an answer in public banks and says nothing."""

_OPTION_WORD = re.compile(r"(?:options?|choices?|answers?)\s++(?=\(?[A-Za-z]\b)", re.IGNORECASE)
_MOST_PARAGRAPHS = 3
"""How many paragraphs without a question mark may stand above an answer without options."""

_COUNTS_ONLY = re.compile(
    r"(?:question|q|no\.?|card|flashcard|front)?\s*+#?\s*+\d*+\s*+[.:)]?", re.IGNORECASE
)
_HEADING_LINK = re.compile(r"\[([^\[\]]*)\]\((https?://[^()\s]+)\)")
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")

LETTERED, BOXED, TICKED, NUMBERED, LISTED = "letters", "boxes", "ticks", "numbers", "a plain list"


@dataclass(slots=True)
class Stretch:
    """The lines of a bank from one that begins a question to the next such line.

    `asked` is the text of the first line without the question's number, `lines` are those below it.
    Those of a fold that asks are its answer.
    """

    first: Line
    asked: str
    lines: list[tuple[Line, Marks]]
    number: int = 0
    key: list[str] = field(default_factory=list)
    """Answers that a list of answers elsewhere in the file gives to this number."""


@dataclass(slots=True)
class Parsed:
    """What a stretch was understood as: a note, or the reason why it is none.

    `reason` is empty if nothing in the stretch is like a question. `is_conflict` says that it seems to
    hold more than one.
    """

    note: dict[str, Value] | None = None
    reason: str = ""
    is_conflict: bool = False
    style: str = ""
    asks: bool = False
    remarks: list[str] = field(default_factory=list)


class _NotUnderstoodError(Exception):
    """The stretch has options or an answer and is no note: the reason."""

    def __init__(self, reason: str, *, is_conflict: bool = False) -> None:
        super().__init__(reason)
        self.is_conflict = is_conflict


@dataclass(slots=True)
class _Option:
    """An option while its lines are collected."""

    line: Line
    text: str
    name: str = ""
    """Its letter, or its number in an ordered list."""
    mark: str = ""
    more: list[Line] = field(default_factory=list)
    why: list[Line] = field(default_factory=list)

    def whole(self) -> str:
        """What the option says."""
        return f"{self.text}\n{prose(self.more)}".strip()


@dataclass(slots=True)
class _Part:
    """A labelled text below a question; `why` is the label of one without."""

    label: str
    lines: list[Line] = field(default_factory=list)
    in_fold: bool = False

    def text(self) -> str:
        return prose(self.lines)


def parse(stretch: Stretch) -> Parsed:
    """Read the stretch as one question."""
    try:
        return _parse(stretch)
    except _NotUnderstoodError as error:
        return Parsed(None, str(error), error.is_conflict)


def prose(lines: Iterable[Line]) -> str:
    """The lines as one text, dedented by what all of them are indented."""
    kept = list(lines)
    full = [line for line in kept if line.raw.strip()]
    least = min((line.indent for line in full), default=0)
    written: list[str] = []
    for line in kept:
        if line.begins_block and written and written[-1]:
            written.append("")
        raw = (
            ""
            if line.kind is LineKind.BLANK
            else line.raw
            if line.kind is LineKind.CODE
            else unguarded(line.raw)
        )
        written.append(raw.expandtabs(4)[least:] if raw[:1].isspace() else raw)
    return "\n".join(written).strip()


def counts_only(text: str) -> bool:
    """Whether a heading says no more than "Question 3"."""
    return bool(_COUNTS_ONLY.fullmatch(_HEADING_LINK.sub(r"\1", text)))


def heading_text(text: str) -> str:
    """What a heading says, without the address it links to."""
    return _HEADING_LINK.sub(r"\1", text)


def _parse(stretch: Stretch) -> Parsed:
    asked, inline = option_in_question(stretch.asked)
    lines: Sequence[tuple[Line, Marks]] = stretch.lines
    options, head, after, style = _options(lines, stretch.first, inline)
    parts = _parts(after, for_choice=True)
    if not options:
        asked = stretch.asked
        lines = _with_replies(lines, stretch.number)
        if stretch.first.is_summary and asks(asked) and lines and not any(marks.label for _, marks in lines):
            line = lines[0][0]
            lines = [(Line(line.number, LineKind.BLANK, ""), Marks(label="answer")), *lines]
        labels = (place for place, (_, marks) in enumerate(lines) if marks.label == "answer")
        head_end = next(labels, len(lines))
        head, after = [line for line, _ in lines[:head_end]], lines[head_end:]
        parts = _parts(after, for_choice=False)
    asked_lines, early = _without_labels(head, lines)
    question = _question_text(stretch.first, asked, asked_lines)
    parsed = Parsed(style=style, asks=asks(stretch.asked) or counts_only(stretch.asked) or not stretch.asked)
    answers = [part for part in parts if part.label == "answer" and (part.text() or part is parts[-1])]
    keys = [part.text() for part in answers if part.text()] + stretch.key
    if not options and not answers and not keys:
        return parsed
    if not question:
        raise _NotUnderstoodError("nothing is asked above its options" if options else "nothing is asked")
    note: dict[str, Value] = {"question": question}
    whys = [part.text() for part in parts if part.label == "why"]
    if options:
        if any(part.label == "answer" for part in early):
            raise _NotUnderstoodError("an answer stands above its options", is_conflict=True)
        if _holds_another(after):
            raise _NotUnderstoodError("another set of options stands below it", is_conflict=True)
        note["choices"], reasons = _choices(options, style, keys, parts)
        whys = [*reasons, *(part.text() for part in parts if part.label == "why")]
    else:
        _check_plain(stretch, asked_lines, parts, question)
        note["answer"] = _plain_answer(keys, question)
        accept = [part.text() for part in parts if part.label == "accept"]
        if accept or any(part.label == "accept" for part in parts):
            note["accept"] = [text for text in accept if text]
    _add_further(note, stretch, [*early, *parts], [why for why in whys if why], parsed)
    if options:
        _replace_letters(note, options, style, parsed)
    if any("![" in text for text in (question, str(note.get("answer", "")), str(note.get("why", "")))):
        parsed.remarks.append("a picture is shown as its address")
    parsed.note = note
    return parsed


def _with_replies(lines: Sequence[tuple[Line, Marks]], number: int) -> Sequence[tuple[Line, Marks]]:
    """The lines with `A:` or `A1:` as the label of the answer, if no other line is labelled so."""
    if any(marks.label == "answer" for _, marks in lines):
        return lines
    for place, (line, marks) in enumerate(lines):
        if (reply := marks.reply) and reply.number in (0, number):
            label = Marks(label="answer", text=reply.text)
            return [*lines[:place], (line, label), *lines[place + 1 :]]
    return lines


# ---------------------------------------------------------------------- what is asked


def _without_labels(
    head: Sequence[Line], lines: Sequence[tuple[Line, Marks]]
) -> tuple[list[Line], list[_Part]]:
    """The lines above the options without labelled ones (a hint, a topic), and these."""
    marks = {id(line): mark for line, mark in lines}
    kept: list[Line] = []
    parts: list[_Part] = []
    is_open = False
    for line in head:
        mark = marks.get(id(line), Marks())
        if mark.label:
            parts.append(_Part(mark.label, [_text_line(line, mark.text)] if mark.text else []))
            is_open = not mark.text
        elif is_open and line.kind is not LineKind.BLANK:
            parts[-1].lines.append(line)
        elif line.kind is LineKind.BLANK and is_open and parts[-1].lines:
            is_open = False
        else:
            kept.append(line)
    return kept, parts


def _question_text(first: Line, asked: str, head: Sequence[Line]) -> str:
    body = prose(head)
    if first.kind is LineKind.HEADING:
        asked = heading_text(asked)
        if body and counts_only(asked):
            asked = ""
    elif body and counts_only(asked):
        asked = ""
    is_parted = (
        first.kind is LineKind.HEADING
        or (head and head[0].kind is LineKind.BLANK)
        or (head and head[0].begins_block)
    )
    return f"{asked}{chr(10) * 2 if is_parted else chr(10)}{body}".strip()


# ---------------------------------------------------------------------- options


def _options(
    lines: Sequence[tuple[Line, Marks]], first: Line, inline: Sequence[tuple[str, str]]
) -> tuple[list[_Option], list[Line], Sequence[tuple[Line, Marks]], str]:
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
                and _LETTERS_ALONE.fullmatch(lines[label][1].text)
            ):
                raise _NotUnderstoodError("an answer stands above its options", is_conflict=True)
            places, style = _listed(lines[:label])
    if not places and len(inline) > 1:
        places = []
    elif not places:
        return [], [], (), ""
    options = [_Option(first, text, letter) for letter, text in inline] if style == LETTERED else []
    after = 0
    for number, place in enumerate(places):
        line, marks = lines[place]
        if marks.inline and style == LETTERED:
            options += [_Option(line, text, letter) for letter, text in marks.inline]
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
            options.append(_Option(line, text, name, mark))
        end = places[number + 1] if number + 1 < len(places) else len(lines)
        after = _continue(options[-1], lines[place + 1 : end], is_last=number + 1 == len(places)) + place + 1
        if number + 1 < len(places) and after < end:
            raise _NotUnderstoodError("two sets of options stand below one question", is_conflict=True)
    if style in (TICKED, LISTED, NUMBERED) and any(line.marker for option in options for line in option.more):
        raise _NotUnderstoodError("a list stands inside one of its options")
    if style != LETTERED and _are_two_sets(options, [lines[place - 1][0] for place in places]):
        raise _NotUnderstoodError("two sets of options stand below one question", is_conflict=True)
    head = [line for line, _ in lines[: places[0]]] if places else []
    return _distinct(options, style), head, lines[after:], style


def _are_two_sets(options: Sequence[_Option], above: Sequence[Line]) -> bool:
    """Whether an empty line parts the options into groups that each have one that is right."""
    groups: list[list[_Option]] = [[]]
    for option, line in zip(options, above, strict=True):
        if line.kind is LineKind.BLANK and groups[-1]:
            groups.append([])
        groups[-1].append(option)
    return len(groups) > 1 and all(
        len(group) > 1 and any(option.mark == "x" or is_bold(option.text) for option in group)
        for group in groups
    )


def _lettered(lines: Sequence[tuple[Line, Marks]], inline: Sequence[tuple[str, str]], fold: int) -> list[int]:
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


def _listed(lines: Sequence[tuple[Line, Marks]]) -> tuple[list[int], str]:
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


def _is_lazy(lines: Sequence[tuple[Line, Marks]], place: int) -> bool:
    """Whether the line goes on with the paragraph above it."""
    line, above = lines[place][0], lines[place - 1][0]
    return above.kind is LineKind.TEXT and not line.begins_block and line.kind is LineKind.TEXT


def _holds_another(after: Sequence[tuple[Line, Marks]]) -> bool:
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


def _continue(option: _Option, lines: Sequence[tuple[Line, Marks]], *, is_last: bool) -> int:
    """Give the option its further lines; return how many are its own."""
    after_blank = False
    blanks: list[Line] = []
    for place, (line, marks) in enumerate(lines):
        if line.kind is LineKind.BLANK:
            after_blank = True
            blanks.append(line)
            continue
        is_inside = line.indent > option.line.indent
        is_own = is_inside or not (after_blank or line.begins_block or line.is_quote)
        if line.kind is LineKind.HEADING or not is_own or (marks.label and (is_last or not is_inside)):
            return place - len(blanks)
        if (is_inside and line.is_quote) or option.why or marks.label:
            option.why += [*blanks, _text_line(line, marks.text) if marks.label else line]
        else:
            option.more += [*blanks, line]
        blanks = []
    return len(lines)


def _distinct(options: Sequence[_Option], style: str) -> list[_Option]:
    """The options without those that stand there twice, which must say the same."""
    kept: list[_Option] = []
    if style == BOXED:
        named = [lettered(option.text) for option in options]
        if all(named) and {name for name, _ in filter(None, named)} & {"A", "B"}:
            for option, parts in zip(options, named, strict=True):
                option.name, option.text = parts or ("", option.text)
    for option in options:
        same = [other for other in kept if option.name and other.name == option.name]
        if same and _plain(same[0].whole()) != _plain(option.whole()):
            raise _NotUnderstoodError(f"two of its options have the name {option.name}", is_conflict=True)
        if same and same[0].mark != option.mark:
            raise _NotUnderstoodError("one of its options is both right and wrong")
        if not same:
            kept.append(option)
    if len(kept) < 2:
        raise _NotUnderstoodError("it has fewer than two options")
    return kept


def _choices(
    options: Sequence[_Option], style: str, keys: Sequence[str], parts: list[_Part]
) -> tuple[list[Mapping[str, str]], list[str]]:
    """The options with which are right, and what the answers say besides."""
    marked = {place for place, option in enumerate(options) if option.mark == "x"}
    reasons: list[str] = []
    verdicts: list[set[int]] = []
    if not keys and not marked and (alone := _answer_alone(options, parts)):
        keys = [alone]
    for key in keys:
        right, rest = _read_answer(key, options, style)
        if right:
            verdicts.append(right)
        elif right is None:
            raise _NotUnderstoodError("its answer names an option that is not there, or not clearly")
        elif marked or verdicts:
            raise _NotUnderstoodError("one of its answers names none of its options", is_conflict=True)
        reasons.append(rest)
    if not marked and not verdicts and not keys:
        marked = _bold(options)
    if marked:
        verdicts.append(marked)
    if any(right != verdicts[0] for right in verdicts):
        raise _NotUnderstoodError("its answers contradict each other", is_conflict=len(keys) > 1)
    if not verdicts:
        reason = "its answer names none of its options" if keys else "none of its options is marked as right"
        raise _NotUnderstoodError(reason)
    found: list[Mapping[str, str]] = []
    for place, option in enumerate(options):
        text = (
            unbold(option.whole())
            if style in (LISTED, NUMBERED, LETTERED) and _bold(options)
            else option.whole()
        )
        why = prose(option.why)
        found.append({"right" if place in verdicts[0] else "wrong": text, **({"why": why} if why else {})})
    return found, reasons


def _bold(options: Sequence[_Option]) -> set[int]:
    """The options that are bold from end to end, if not all are."""
    bold = {place for place, option in enumerate(options) if is_bold(option.text)}
    return bold if 0 < len(bold) < len(options) else set()


def _answer_alone(options: Sequence[_Option], parts: list[_Part]) -> str:
    """An answer without a label below the options, such as `**B**` in a fold; it is taken out of its part."""
    if not parts or parts[0].label != "why":
        return ""
    full = [line for line in parts[0].lines if line.kind is not LineKind.BLANK]
    if not full or full[0].kind is LineKind.HEADING:
        return ""
    said = full[0].raw.strip()
    names = {option.name for option in options if option.name}
    parted = _LETTERED_ANSWER.fullmatch(said)
    is_alone = bool(_LETTERS_ALONE.fullmatch(said)) and bool(names)
    if not is_alone and parted and parted[1].upper() in names:
        texts = [_plain(option.whole()) for option in options]
        is_alone = _plain(parted[2]) in texts or bool(full[0].fold)
    if not is_alone:
        return ""
    parts[0].lines = parts[0].lines[parts[0].lines.index(full[0]) + 1 :]
    return said


def _read_answer(answer: str, options: Sequence[_Option], style: str) -> tuple[set[int] | None, str]:
    """Which options an answer calls right, and what it says besides.

    None for an answer that names an option which is not there; an empty set for one that names none.
    """
    texts = [option.whole() for option in options]
    names = _names(options, style)
    lines = answer.split("\n")
    right: set[int] = set()
    taken = 0
    for line in lines:  # an option on each line, with its letter and its text
        bare = line.strip().removeprefix("- ").removeprefix("* ").strip()
        parted = _LETTERED_ANSWER.fullmatch(bare)
        text = parted[2] if parted and parted[1].upper() in names else bare
        place = next((place for place, other in enumerate(texts) if _plain(other) == _plain(text)), None)
        if place is None or (parted and text != bare and names[place] not in ("", parted[1].upper())):
            break
        right.add(place)
        taken += 1
    if right and (taken > 1 or taken == len(lines) or not lines[taken].strip()):
        return right, "\n".join(lines[taken:]).strip()
    first, rest = lines[0], "\n".join(lines[1:])
    mark = _OPTION_WORD.sub("", first.strip(_DECORATION))
    bare = mark.rstrip(" .")
    is_list = not re.search(r"[.:)]\s*+\w", re.sub(r"\((\w)\)", r"\1", bare))
    if right := right_options(bare, texts, names if is_list else [""] * len(texts)):
        return right, rest.strip()
    if names_only_options(bare):
        return None, answer
    parted = _LETTERED_ANSWER.fullmatch(first.strip()) or _LETTERED_ANSWER.fullmatch(mark)
    if parted and any(names):
        right = right_options(parted[1].upper(), texts, names)
        if not right:
            return None, answer
        said = parted[2].strip()
        named = {place for place, text in enumerate(texts) if _begins_with(said, text)}
        if named and not named & right:
            return None, answer  # "B. One", where A is One
        if named:
            own = texts[min(right & named)]
            said = said[len(own) :].lstrip(" .*_`") if _plain(said) != _plain(own) else ""
        return right, f"{said}\n{rest}".strip()
    return set(), answer


def _names(options: Sequence[_Option], style: str) -> list[str]:
    """The letters or numbers of the options; those of their places if marks say which are right."""
    if style in (BOXED, TICKED) and not any(option.name for option in options):
        return [chr(ord("A") + place) if place < 26 else "" for place in range(len(options))]
    return [option.name for option in options]


def _begins_with(said: str, text: str) -> bool:
    """Whether what is said of a letter begins with the text of an option, as a whole."""
    said, text = said.casefold(), text.casefold()
    return _plain(said) == _plain(text) or (
        len(text) > 3 and said.startswith(text) and not said[len(text) : len(text) + 1].isalnum()
    )


def _check_plain(stretch: Stretch, head: Sequence[Line], parts: Sequence[_Part], question: str) -> None:
    """Raise _NotUnderstoodError for an answer that is rather a part of a longer text."""
    if any(line.rank for part in parts for line in part.lines) or any(line.rank for line in head):
        raise _NotUnderstoodError("headings stand between its question and the end of its answer")
    paragraphs = 1 + sum(
        line.kind is LineKind.BLANK and above.kind is not LineKind.BLANK for above, line in pairwise(head)
    )
    if paragraphs > _MOST_PARAGRAPHS and not asks(question):
        raise _NotUnderstoodError("much text that asks nothing stands above its answer")


def _plain_answer(keys: Sequence[str], question: str) -> str:
    if len(keys) > 1:
        if len(set(keys)) > 1:
            raise _NotUnderstoodError("two answers stand below one question", is_conflict=True)
        keys = keys[:1]
    answer = keys[0] if keys else ""
    if not answer:
        raise _NotUnderstoodError("it has no answer")
    if any(names_only_options(text, question) for text in (answer, answer.partition("\n")[0])):
        raise _NotUnderstoodError("its answer only names an option, and no options were found")
    return answer


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .*_`").casefold()


# ---------------------------------------------------------------------- what stands below


def _parts(lines: Sequence[tuple[Line, Marks]], *, for_choice: bool) -> list[_Part]:
    """What stands below the options, or from the answer on, by its labels.

    A label goes on until the next; but after the letters of an answer, and after a source, an empty line
    ends it.
    """
    parts = [_Part("why")]
    for line, marks in lines:
        current = parts[-1]
        ends = current.label in ("source", "accept", "tags", "tag", "hint") or (
            current.label == "answer" and for_choice
        )
        if marks.label:
            parts.append(_Part(marks.label, in_fold=bool(line.fold)))
            if marks.text:
                parts[-1].lines.append(_text_line(line, marks.text))
        elif line.kind is LineKind.BLANK and ends and prose(current.lines):
            parts.append(_Part("why"))
        else:
            current.lines.append(line)
    return parts if parts[0].text() or len(parts) == 1 else parts[1:]


def _text_line(line: Line, text: str) -> Line:
    """What stands behind a label, as a line of its own."""
    return Line(line.number, LineKind.TEXT, text, text, line.indent)


def _add_further(
    note: dict[str, Value], stretch: Stretch, parts: Sequence[_Part], whys: Sequence[str], parsed: Parsed
) -> None:
    """Give the note its why, hint, source and tags."""
    by_label: dict[str, list[str]] = {}
    for part in parts:
        if text := part.text():
            by_label.setdefault(part.label, []).append(text)
    why, sources = "\n\n".join(whys), by_label.get("source", [])
    if not sources and (match := _ADDRESS.fullmatch(why)):
        why, sources = "", [match[1]]
    if (
        not sources
        and stretch.first.kind is LineKind.HEADING
        and (link := _HEADING_LINK.search(stretch.first.text))
    ):
        sources = [link[2]]
    source = " ".join(" ".join(sources).split())
    if match := _ADDRESS.fullmatch(source):
        source = match[1]
    for key, text in (("why", why), ("hint", "\n\n".join(by_label.get("hint", ()))), ("source", source)):
        if text:
            note[key] = text
    tags = [tag for text in by_label.get("tags", ()) for tag in split_items(text)]
    if tags := [*tags, *by_label.get("tag", ())]:
        note["tags"] = tags


_CITED = re.compile(
    r"(?P<open>\s?\()(?P<alone>[A-Z])\)"
    r"|(?P<word>\b(?:[Oo]ptions?|[Cc]hoices?|[Aa]nswers?)\s)"
    r"(?P<list>\(?[A-Z]\b\)?(?:(?:,\s|\s(?:and|or|&)\s|/)\(?[A-Z]\b\)?)*)"
    r"|^(?P<bullet>\s{0,8}(?:[-*]\s)?)[*_]{0,2}(?P<first>[A-Z])[*_]{0,2}[.):][*_]{0,2}(?=\s)",
    re.MULTILINE,
)
"""An option meant by its letter: `(B)`, `options B and C`, `B.` at the start of a line."""

_BARE_LETTER = re.compile(r"(?<![\w'’.“-])[B-H](?![\w'’”-])|\bA (?:is|and|or|would|does)\b")


def _replace_letters(note: dict[str, Value], options: Sequence[_Option], style: str, parsed: Parsed) -> None:
    """Say in words which options the explanation means, since options are shuffled."""
    why = note.get("why")
    texts = {
        option.name: " ".join(option.whole().split()).rstrip(".")
        for option in options
        if len(option.name) == 1
    }
    if not isinstance(why, str) or not texts:
        return

    def in_words(match: re.Match[str]) -> str:
        if letter := match["alone"]:
            if letter not in texts:
                return match[0]
            before = why[: match.start()].rstrip(" *_`").casefold()
            return "" if before.endswith(_plain(texts[letter])) else f"{match['open']}“{texts[letter]}”)"
        if letter := match["first"]:
            return f"{match['bullet']}“{texts[letter]}”:" if letter in texts else match[0]
        letters = re.findall(r"\b[A-Z]\b", match["list"])
        if any(letter not in texts for letter in letters):
            return match[0]
        return match["word"] + re.sub(r"\(?\b([A-Z])\b\)?", lambda one: f"“{texts[one[1]]}”", match["list"])

    replaced = _CITED.sub(in_words, why)
    note["why"] = replaced
    bare = _BARE_LETTER.search(replaced)
    if bare and any(letter in texts for letter in re.findall(r"\b[A-H]\b", bare[0])):
        parsed.remarks.append(
            "its explanation names options by letters, and options are shuffled: look at it"
        )
