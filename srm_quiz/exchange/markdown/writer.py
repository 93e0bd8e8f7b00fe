"""Notes as a bank of questions in Markdown: `- [x]` before what is right, `- [ ]` before what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.exchange.deck_notes import DeckNotes, as_questions
from srm_quiz.exchange.markdown import reader
from srm_quiz.exchange.markdown.blocks import LineKind, read_lines
from srm_quiz.exchange.markdown.marks import guarded, is_mark, marks_of, number_of, option_in_question, unbold
from srm_quiz.exchange.markdown.question import counts_only, heading_text
from srm_quiz.exchange.model import Loss

_SEPARATORS = ("|", "\n", ";", ",")


def bank_text(deck: DeckNotes) -> tuple[str, Sequence[Loss]]:
    """Return the bank, and what it does not say as the deck does, as far as reading it back shows."""
    notes, losses = as_questions(deck)
    parts = [f"# {deck.title}\n"]
    for number, note in enumerate(notes, 1):
        parts.append("\n\n".join(part for part in _question(note, number) if part) + "\n")
    text = "\n".join(parts)
    read = [
        {key: value for key, value in note.items() if key != "id"}
        for imported in reader.read(text, deck.title).decks
        for note in imported.notes
    ]
    losses += [
        Loss("a note would not be read back as it is", str(note["question"]))
        for note in notes
        if {key: value for key, value in note.items() if key != "id"} not in read
    ]
    return text, losses


def _question(note: Draft, number: int) -> Iterator[str]:
    """The paragraphs of a question."""
    yield from _heading(str(note["question"]), number)
    yield _options([item for item in note.get("choices", ()) if isinstance(item, Mapping)])
    if "answer" in note:
        yield _labelled("Answer", str(note["answer"]))
        accept = [str(item) for item in note.get("accept", ())]
        yield from (f"Also accepted: {item}" for item in accept)
        if "accept" in note and not accept:
            yield "Also accepted:"
    for key, label in (("why", "Explanation"), ("hint", "Hint"), ("source", "Source")):
        if key in note:
            yield _labelled(label, str(note[key]))
    tags = [str(tag) for tag in note.get("tags", ())]
    if any(separator in tag for tag in tags for separator in _SEPARATORS):
        yield from (f"Tag: {tag}" for tag in tags)
    elif tags:
        yield f"Tags: {' | '.join(tags)}"


def _heading(question: str, number: int) -> Iterator[str]:
    """The question as a heading; below one that only counts if it would not be read back from a heading."""
    (line, *more) = read_lines(f"## {question}")
    is_plain = (
        not more
        and line.text == heading_text(question) == unbold(question) == question
        and not (
            marks_of(line).label
            or number_of(line)
            or counts_only(question)
            or option_in_question(question)[1]
        )
    )
    if is_plain:
        yield f"## {question}"
    else:
        yield f"## Question {number}"
        yield _guarded(question)


def _guarded(text: str) -> str:
    """The text with a backslash before what would be read as an option, a label, a heading or a rule."""
    lines = read_lines(text)
    return "\n".join(
        guarded(written) if line.kind is not LineKind.CODE and is_mark(line, written) else written
        for line, written in zip(lines, text.split("\n"), strict=True)
    )


def _options(options: Sequence[Mapping[str, str]]) -> str:
    """The options as a list, the why of each as a quote inside it."""
    lines: list[str] = []
    for option in options:
        mark = "x" if "right" in option else " "
        first, *more = (option.get("right") or option.get("wrong", "")).split("\n")
        lines.append(f"- [{mark}] {first}")
        lines += [f"  {line}".rstrip() for line in _guarded("\n".join(more)).split("\n")] if more else []
        if why := option.get("why"):
            lines += [f"  > {line}".rstrip() for line in _guarded(why).split("\n")]
    return "\n".join(lines)


def _labelled(label: str, text: str) -> str:
    """A text behind its label, below it if it has several lines."""
    return (
        f"{label}:\n\n{_guarded(text)}"
        if "\n" in text or is_mark(read_lines(text)[0], text)
        else f"{label}: {text}"
    )
