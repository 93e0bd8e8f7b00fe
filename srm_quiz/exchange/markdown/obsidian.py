"""Flashcards in Obsidian notes: `a::b`, `a:::b` (both ways), `?` or `??` between two parts, `==blank==`."""

from __future__ import annotations

import re
from dataclasses import replace

from srm_quiz.deckfiles.notes import escaped_answer
from srm_quiz.deckfiles.yaml_writer import Value
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.markdown.blocks import Line, LineKind, read_lines
from srm_quiz.exchange.markdown.marks import unbold
from srm_quiz.exchange.markdown.parts import prose
from srm_quiz.exchange.model import Imported
from srm_quiz.exchange.text import at_line, clean

_CARD_LINE = re.compile(r"([^:`]*+(?:`[^`]*+`[^:`]*+|:(?!:)[^:`]*+)*+)(:::?)(?!:)(.*)", re.DOTALL)
"""The first `::` or `:::` outside of code, and what stands on either side."""

_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+)(?<=\S)==")
_TAG = re.compile(r"(?<!\S)#([A-Za-z][\w/-]*)")
_CARD_TAG = re.compile(r"(?<!\S)#flashcards?\b|^tags:.*\bflashcards?\b", re.MULTILINE)
_SCHEDULE = re.compile(r"<!--SR:[^<>]*-->")


def has_cards(text: str) -> bool:
    """Whether the note has the tag by which Obsidian's plugin finds cards, or separators alone on lines."""
    return bool(_CARD_TAG.search(text) or re.search(r"^\S.*\n\?\??\n\S", text, re.MULTILINE))


def read(text: str, name: str) -> Imported:
    """The cards of a note; `name` is the title of the deck unless a heading of the first rank is."""
    text, losses = clean(text)
    collector = NoteCollector(name, losses)
    lines = read_lines(_SCHEDULE.sub("", text))
    tags: list[str] = []
    understood = left_out = 0
    start = _end_of_front_matter(lines)
    for line in lines[:start]:
        if line.text.startswith("tags:"):
            tags += re.findall(r"[\w/-]+", line.text.partition(":")[2])
    titled = False
    for paragraph in _paragraphs(lines[start:]):
        first = paragraph[0]
        place = at_line(first.number, first.raw)
        whole = prose(paragraph)
        if not _TAG.sub("", whole).strip():
            tags += _TAG.findall(whole)
        elif first.rank == 1 and not titled:
            titled, collector.title = True, first.text
        elif notes := _notes(paragraph):
            understood += len(paragraph)
            for note in notes:
                collector.add(
                    {**note, **({"tags": _without_card_tag(tags)} if _without_card_tag(tags) else {})}, place
                )
        else:
            left_out += 0 if first.rank else len(paragraph)
            noun = "a heading" if first.rank else "a paragraph"
            collector.report(f"{noun} that belongs to no card was left out", place)
    return replace(
        collector.imported(), form="Obsidian's flashcards", understood=understood, left_out=left_out
    )


def _notes(paragraph: list[Line]) -> list[dict[str, Value]]:
    """The notes that a paragraph is; none if it is an ordinary one."""
    separators = [
        place for place, line in enumerate(paragraph) if line.text in ("?", "??") and not line.marker
    ]
    if len(separators) == 1:
        place = separators[0]
        front, back = unbold(prose(paragraph[:place])), prose(paragraph[place + 1 :])
        return _both(front, back, is_reversed=paragraph[place].text == "??") if front and back else []
    if separators or paragraph[0].rank or paragraph[0].kind is LineKind.CODE:
        return []
    notes: list[dict[str, Value]] = []
    for line in paragraph:
        match = _CARD_LINE.fullmatch(line.text)
        if match is None or not match[1].strip() or not match[3].strip():
            break
        notes += _both(match[1].strip(), match[3].strip(), is_reversed=match[2] == ":::")
    else:
        return notes
    if notes:
        return []
    whole = prose(paragraph)
    if _HIGHLIGHT.search(whole) and "{{" not in whole:
        return [{"cloze": _HIGHLIGHT.sub(_blank, whole)}]
    return []


def _both(front: str, back: str, *, is_reversed: bool) -> list[dict[str, Value]]:
    notes: list[dict[str, Value]] = [{"question": front, "answer": back}]
    return [*notes, {"question": back, "answer": front}] if is_reversed else notes


def _blank(match: re.Match[str]) -> str:
    """What stands in our decks for a highlighted text."""
    answer = escaped_answer(match[1])
    return f"{{{{{answer}::}}}}" if "::" in answer else f"{{{{{answer}}}}}"


def _without_card_tag(tags: list[str]) -> list[str]:
    """The topics that the tags name: `aws` of `flashcards/aws`."""
    topics = [re.sub(r"^flashcards?/?", "", tag) for tag in tags]
    return list(dict.fromkeys(topic for topic in topics if topic))


def _end_of_front_matter(lines: list[Line]) -> int:
    """How many lines at the top are YAML's front matter."""
    if not lines or lines[0].raw.strip() != "---":
        return 0
    return next((place + 1 for place, line in enumerate(lines[1:60], 1) if line.raw.strip() == "---"), 0)


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """The lines as empty ones separate them; a heading stands alone, and code is never split."""
    paragraphs: list[list[Line]] = [[]]
    for line in lines:
        if line.kind is LineKind.BLANK or line.rank:
            paragraphs.append([line] if line.rank else [])
            if line.rank:
                paragraphs.append([])
        else:
            paragraphs[-1].append(line)
    return [paragraph for paragraph in paragraphs if paragraph]
