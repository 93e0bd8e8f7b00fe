"""Notes as a bank of questions in Markdown: `- [x]` before what is right, `- [ ]` before what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.domain.cards import Owner
from srm_quiz.exchange.deck_notes import DeckNotes
from srm_quiz.exchange.markdown.outline import Sort, lines_of
from srm_quiz.exchange.markdown.question import heading_text
from srm_quiz.exchange.model import Loss

_OWNERS = {Owner.AWS: "AWS", Owner.CUSTOMER: "The customer", Owner.SHARED: "Shared"}
_BLANK = re.compile(r"\{\{(\{?.*?\}?)\}\}(?!\})", re.DOTALL)


def bank_text(drafts: DeckNotes) -> tuple[str, Sequence[Loss]]:
    """The text of the bank, and what it cannot say as the deck does."""
    parts = [f"# {drafts.title}\n"]
    losses = list(drafts.losses)
    for number, note in enumerate(drafts.notes, 1):
        if "cloze" in note:
            losses.append(Loss("a text with blanks became a question", str(note["cloze"])))
        if "duty" in note:
            losses.append(Loss("a duty became a choice among owners", str(note["duty"])))
        if "allow" in note:
            losses.append(Loss("what is allowed to a note has no place in such a file", str(note["id"])))
        parts.append("\n\n".join(part for part in _question(note, number) if part) + "\n")
    return "\n".join(parts), losses


def _question(note: Draft, number: int) -> Iterator[str]:
    """The paragraphs of a question."""
    if "cloze" in note:
        yield from _cloze(str(note["cloze"]), number)
    elif "duty" in note:
        where = f" on {note['on']}" if "on" in note else ""
        yield from _heading(f"Whose duty is it{where}? {note['duty']}", number)
        right = {note["owner"], *note.get("accept", ())}
        yield _options([{"right" if owner in right else "wrong": text} for owner, text in _OWNERS.items()])
    else:
        yield from _heading(str(note["question"]), number)
        choices = [item for item in note.get("choices", ()) if isinstance(item, Mapping)]
        yield _options(choices)
        if "answer" in note:
            yield _labelled("Answer", str(note["answer"]))
            accept = [str(item) for item in note.get("accept", ())]
            yield from (f"Also accepted: {item}" for item in accept)
            if "accept" in note and not accept:
                yield "Also accepted:"
    for key, label in (("why", "Explanation"), ("hint", "Hint"), ("source", "Source")):
        if key in note:
            yield _labelled(label, str(note[key]))
    if tags := [str(tag) for tag in note.get("tags", ())]:
        yield f"Tags: {' | '.join(tags)}"


def _heading(question: str, number: int) -> Iterator[str]:
    """The question as a heading; below one that counts where it would not be read back from a heading."""
    lines = lines_of(f"## {question}")
    if len(lines) == 1 and lines[0].sort is Sort.HEADING and heading_text(lines[0]) == question:
        yield f"## {question}"
    else:
        yield f"## Question {number}"
        yield question


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
        text = option.get("right") or option.get("wrong", "")
        lines.append(f"- [{mark}] " + text.replace("\n", "\n  "))
        if why := option.get("why"):
            lines += [f"  > {line}".rstrip() for line in why.split("\n")]
    return "\n".join(lines)


def _labelled(label: str, text: str) -> str:
    """A text behind its label, below it where it has several lines."""
    return f"{label}:\n\n{text}" if "\n" in text else f"{label}: {text}"
