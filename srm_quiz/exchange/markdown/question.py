"""One stretch of a bank read as one question: what it asks, its options, its key and what explains it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from srm_quiz.deckfiles.yaml_writer import Value
from srm_quiz.exchange.markdown.answers import check_plain, marked_options, plain_answer
from srm_quiz.exchange.markdown.blocks import Line, LineKind
from srm_quiz.exchange.markdown.marks import Marked, Marks, asks, number_of, option_in_question, unbold
from srm_quiz.exchange.markdown.options import (
    NotUnderstoodError,
    Option,
    find_options,
    holds_another,
)
from srm_quiz.exchange.markdown.parts import Part, plain, prose, split_parts, text_line
from srm_quiz.exchange.markers import split_items

_COUNTS_ONLY = re.compile(
    r"(?:question|q|no\.?|card|flashcard|front)?\s*+#?\s*+\d*+\s*+[.:)]?", re.IGNORECASE
)


HEADING_LINK = re.compile(r"\[([^\[\]]*)\]\((https?://[^()\s]+)\)")


_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")


@dataclass(slots=True)
class Stretch:
    """The lines of a bank from one that begins a question to the next such line.

    `asked` is the text of the first line without the question's number, `lines` are those below it.
    Those of a fold that asks are its answer.
    """

    first: Line
    asked: str
    lines: list[Marked]
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


def parse(stretch: Stretch) -> Parsed:
    """Read the stretch as one question."""
    try:
        return _parse(stretch)
    except NotUnderstoodError as error:
        return Parsed(None, str(error), error.is_conflict)


def counts_only(text: str) -> bool:
    """Whether a heading says no more than "Question 3"."""
    return bool(_COUNTS_ONLY.fullmatch(HEADING_LINK.sub(r"\1", text)))


def heading_text(text: str) -> str:
    """What a heading says, without the address it links to."""
    return HEADING_LINK.sub(r"\1", text)


def _parse(stretch: Stretch) -> Parsed:
    asked, inline = option_in_question(stretch.asked)
    lines: Sequence[Marked] = stretch.lines
    options, head, after, style = find_options(lines, stretch.first, inline)
    parts = split_parts(after, for_choice=True)
    if not options:
        asked = stretch.asked
        lines = _with_replies(lines, stretch.number)
        if stretch.first.is_summary and asks(asked) and lines and not any(marks.label for _, marks in lines):
            line = lines[0][0]
            lines = [(Line(line.number, LineKind.BLANK, ""), Marks(label="answer")), *lines]
        labels = (place for place, (_, marks) in enumerate(lines) if marks.label == "answer")
        head_end = next(labels, len(lines))
        head, after = [line for line, _ in lines[:head_end]], lines[head_end:]
        parts = split_parts(after, for_choice=False)
    asked_lines, early = _without_labels(head, lines)
    question = _question_text(stretch.first, asked, asked_lines)
    parsed = Parsed(style=style, asks=asks(stretch.asked) or counts_only(stretch.asked) or not stretch.asked)
    answers = [part for part in parts if part.label == "answer" and (part.text() or part is parts[-1])]
    keys = [part.text() for part in answers if part.text()] + stretch.key
    if not options and not answers and not keys:
        return parsed
    if not question:
        raise NotUnderstoodError("nothing is asked above its options" if options else "nothing is asked")
    note: dict[str, Value] = {"question": question}
    whys = [part.text() for part in parts if part.label == "why"]
    if options:
        if any(part.label == "answer" for part in early):
            raise NotUnderstoodError("an answer stands above its options", is_conflict=True)
        if holds_another(after):
            raise NotUnderstoodError("another set of options stands below it", is_conflict=True)
        note["choices"], reasons = marked_options(options, style, keys, parts)
        whys = [*reasons, *(part.text() for part in parts if part.label == "why")]
    else:
        check_plain(asked_lines, parts, question)
        note["answer"] = plain_answer(keys, question)
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


def _with_replies(lines: Sequence[Marked], number: int) -> Sequence[Marked]:
    """The lines with `A:` or `A1:` as the label of the answer, if no other line is labelled so."""
    if any(marks.label == "answer" for _, marks in lines):
        return lines
    for place, (line, marks) in enumerate(lines):
        if (reply := marks.reply) and reply.number in (0, number):
            label = Marks(label="answer", text=reply.text)
            return [*lines[:place], (line, label), *lines[place + 1 :]]
    return lines


def _without_labels(head: Sequence[Line], lines: Sequence[Marked]) -> tuple[list[Line], list[Part]]:
    """The lines above the options without labelled ones (a hint, a topic), and these."""
    marks = {id(line): mark for line, mark in lines}
    kept: list[Line] = []
    parts: list[Part] = []
    is_open = False
    for line in head:
        mark = marks.get(id(line), Marks())
        if mark.label == "options" and not mark.text:
            continue
        if mark.label:
            parts.append(Part(mark.label, [text_line(line, mark.text)] if mark.text else []))
            is_open = not mark.text
        elif is_open and line.kind is not LineKind.BLANK:
            parts[-1].lines.append(line)
        elif line.kind is LineKind.BLANK and is_open and parts[-1].lines:
            is_open = False
        else:
            kept.append(line)
    return kept, parts


def _question_text(first: Line, asked: str, head: Sequence[Line]) -> str:
    """What is asked: the line that begins the question and those below it."""
    asked = heading_text(asked) if first.kind is LineKind.HEADING else asked
    body = prose(head)
    if body and counts_only(asked):
        full = [line for line in head if line.kind is not LineKind.BLANK]
        front = number_of(full[0])
        if front and front.has_word and not front.number and front.text:
            return f"{front.text}\n{prose(head[head.index(full[0]) + 1 :])}".strip()
        return unbold(body) if len(full) == 1 else body
    is_parted = first.kind is LineKind.HEADING or (
        bool(head) and (head[0].kind is LineKind.BLANK or head[0].begins_block)
    )
    return f"{asked}{chr(10) * 2 if is_parted else chr(10)}{body}".strip()


def _add_further(
    note: dict[str, Value], stretch: Stretch, parts: Sequence[Part], whys: Sequence[str], parsed: Parsed
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
        and (link := HEADING_LINK.search(stretch.first.text))
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


def _replace_letters(note: dict[str, Value], options: Sequence[Option], style: str, parsed: Parsed) -> None:
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
            return "" if before.endswith(plain(texts[letter])) else f"{match['open']}“{texts[letter]}”)"
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
