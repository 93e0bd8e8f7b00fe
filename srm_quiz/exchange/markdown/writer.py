"""Notes as a bank of questions in Markdown: `- [x]` before what is right, `- [ ]` before what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.domain.cards import Owner
from srm_quiz.exchange.deck_notes import DeckNotes
from srm_quiz.exchange.markdown import reader
from srm_quiz.exchange.markdown.blocks import LineKind, read_lines
from srm_quiz.exchange.markdown.marks import guarded, is_mark, marks_of, number_of, option_in_question, unbold
from srm_quiz.exchange.markdown.question import counts_only, heading_text
from srm_quiz.exchange.model import Loss

OWNERS = {Owner.AWS: "AWS", Owner.CUSTOMER: "The customer", Owner.SHARED: "Shared"}
_BLANK = re.compile(r"\{\{(\{?[^{}]*(?:[{}](?![{}])[^{}]*)*+\}?)\}\}(?!\})")
_SEPARATORS = ("|", "\n", ";", ",")


def bank_text(deck: DeckNotes) -> tuple[str, Sequence[Loss]]:
    """Return the bank, and what it does not say as the deck does, as far as reading it back shows."""
    parts = [f"# {deck.title}\n"]
    losses = list(deck.losses)
    expected: list[Mapping[str, object]] = []
    for number, note in enumerate(deck.notes, 1):
        if "cloze" in note:
            losses.append(Loss("a text with blanks became a question", str(note["cloze"])))
        if "duty" in note:
            losses.append(Loss("a duty became a question about its owner", str(note["duty"])))
        if "allow" in note:
            losses.append(Loss("what is allowed to a note has no place in such a file", str(note["id"])))
        parts.append("\n\n".join(part for part in _question(note, number) if part) + "\n")
        if "cloze" not in note and "duty" not in note:
            expected.append({key: value for key, value in note.items() if key not in ("id", "allow")})
    text = "\n".join(parts)
    read = [
        {key: value for key, value in note.items() if key != "id"}
        for imported in reader.read(text, deck.title).decks
        for note in imported.notes
    ]
    losses += [
        Loss("a note would not be read back as it is", str(note["question"]))
        for note in expected
        if note not in read
    ]
    return text, losses


def _question(note: Draft, number: int) -> Iterator[str]:
    """The paragraphs of a question."""
    if "cloze" in note:
        yield from _cloze(str(note["cloze"]), number)
    elif "duty" in note:
        yield from _duty(note, number)
    else:
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


def _duty(note: Draft, number: int) -> Iterator[str]:
    """A duty as a choice among owners, or as a typed answer if several are accepted: any of them is right."""
    service = f" on {note['on']}" if "on" in note else ""
    question = f"Whose duty is it{service}? {note['duty']}"
    owners = {owner.value: name for owner, name in OWNERS.items()}
    accept = [owners[str(owner)] for owner in note.get("accept", ())]
    if accept:
        names = list(owners.values())
        yield from _heading(f"{question} ({', '.join(names[:-1])} or {names[-1].lower()}?)", number)
        yield f"Answer: {owners[str(note['owner'])]}"
        yield from (f"Also accepted: {owner}" for owner in accept)
    else:
        yield from _heading(question, number)
        yield _options(
            [{"right" if owner == note["owner"] else "wrong": name} for owner, name in owners.items()]
        )


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


def _cloze(text: str, number: int) -> Iterator[str]:
    """The text with lines in place of its blanks, and what belongs on them."""
    answers: list[str] = []

    def blank(match: re.Match[str]) -> str:
        answer, has_cue, cue = match[1].rpartition("::")
        answers.append((answer if has_cue else match[1]).strip())
        return f"\\_\\_\\_ ({cue.strip()})" if cue.strip() and has_cue else "\\_\\_\\_"

    asked = _BLANK.sub(blank, text)
    yield from _heading(asked, number)
    yield _labelled("Answer", "; ".join(answers))


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
