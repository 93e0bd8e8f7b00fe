"""A deck's notes as its author wrote them, for writers of other formats."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from srm_quiz.deckfiles import yaml_nodes
from srm_quiz.deckfiles.deck_file import ParsedDeck
from srm_quiz.deckfiles.notes import blank_answers
from srm_quiz.deckfiles.yaml_writer import Draft, Value
from srm_quiz.domain.cards import Card, Duty, Line, Owner, note_of
from srm_quiz.exchange.model import Loss


@dataclass(frozen=True, slots=True)
class DeckNotes:
    """The notes of a deck, each with its id and all its tags; and what is no note, so that it is lost."""

    title: str
    notes: Sequence[Draft]
    losses: Sequence[Loss] = ()


def deck_notes(parsed: ParsedDeck) -> DeckNotes:
    """The notes; of the matrix those cells that are cards on their own, but no line cards."""
    shared = _texts(parsed.node.values.get("tags"))
    notes: list[Draft] = []
    losses: list[Loss] = []
    for node, cards in parsed.notes:
        if "owners" not in node.values:
            notes.append(_draft(node, cards[0], shared))
            continue
        for card in cards:
            if isinstance(card.content, Line):
                losses.append(Loss("a line card has no place in such a file", card.content.service))
            elif isinstance(card.content, Duty):
                notes.append(_draft_of_cell(card, card.content))
    return DeckNotes(parsed.deck.title, notes, losses)


def _draft(node: yaml_nodes.Mapping, card: Card, shared: Sequence[str]) -> Draft:
    """A note of the deck's `cards`, without what its author left empty."""
    note: dict[str, Value] = {"id": _name(card)}
    for key, value in node.values.items():
        value_kept = _value(value)
        makes_it_typed = key == "accept" and "answer" in node.values
        if key != "id" and (value_kept or makes_it_typed):
            note[key] = value_kept
    if tags := list(dict.fromkeys([*shared, *_texts(node.values.get("tags"))])):
        note["tags"] = tags
    return note


def _draft_of_cell(card: Card, duty: Duty) -> Draft:
    """A cell of the matrix as a note of its own."""
    service, _, layer = card.key.partition("/")[2].partition("#")
    note: dict[str, Value] = {"id": f"{service}-{layer}", "duty": duty.duty}
    if duty.on:
        note["on"] = duty.on
    note["owner"] = duty.owner.value
    if duty.accept:
        note["accept"] = sorted(owner.value for owner in duty.accept)
    note |= {key: text for key, text in (("why", card.why), ("source", card.source)) if text}
    if card.tags:
        note["tags"] = sorted(card.tags)
    return note


def _name(card: Card) -> str:
    """The id of the card's note."""
    return note_of(card.key).partition("/")[2]


def _value(node: yaml_nodes.Node) -> Value:
    """What a key of a note has: a text, a list of texts, the options, or the reasons under `allow`."""
    if isinstance(node, yaml_nodes.Mapping):
        return {key: _text(item) for key, item in node.values.items()}
    if isinstance(node, yaml_nodes.Sequence):
        options: list[Mapping[str, str]] = [
            {key: text for key, node_value in item.values.items() if (text := _text(node_value))}
            for item in node.items
            if isinstance(item, yaml_nodes.Mapping)
        ]
        return [option for option in options if option] or _texts(node)
    return _text(node)


def _texts(node: yaml_nodes.Node | None) -> list[str]:
    if not isinstance(node, yaml_nodes.Sequence):
        return []
    return [text for item in node.items if (text := _text(item))]


def _text(node: yaml_nodes.Node) -> str:
    return node.text.strip() if isinstance(node, yaml_nodes.Scalar) else ""


OWNERS = {Owner.AWS: "AWS", Owner.CUSTOMER: "The customer", Owner.SHARED: "Shared"}
_BLANK = re.compile(r"\{\{(\{?[^{}]*(?:[{}](?![{}])[^{}]*)*+\}?)\}\}(?!\})")


def as_questions(deck: DeckNotes) -> tuple[list[Draft], list[Loss]]:
    """Return the notes as questions with answers or options, and what such files cannot say.

    A text with blanks becomes a question, and so does a duty: with its owners to choose from, or with an
    answer to be typed if several owners are accepted, since any one of them is right.
    """
    losses = list(deck.losses)
    notes: list[Draft] = []
    for note in deck.notes:
        further = {key: note[key] for key in ("why", "hint", "source", "tags") if key in note}
        if "allow" in note:
            losses.append(Loss("what is allowed to a note has no place in such a file", str(note["id"])))
        if "weight" in note:
            losses.append(Loss("a card's weight in an exam has no place in such a file", str(note["id"])))
        if "cloze" in note:
            losses.append(Loss("a text with blanks became a question", str(note["cloze"])))
            notes.append({"id": note["id"], **_asked_cloze(str(note["cloze"])), **further})
        elif "duty" in note:
            losses.append(Loss("a duty became a question about its owner", str(note["duty"])))
            notes.append({"id": note["id"], **_asked_duty(note), **further})
        else:
            notes.append({key: value for key, value in note.items() if key not in ("allow", "weight")})
    return notes, losses


def _asked_cloze(text: str) -> dict[str, Value]:
    """The text with lines in place of its blanks, and what belongs on them."""
    answers: list[str] = []

    def blank(match: re.Match[str]) -> str:
        answer, has_cue, cue = match[1].rpartition("::")
        answers.append(blank_answers(answer if has_cue else match[1])[0])
        return f"\\_\\_\\_ ({cue.strip()})" if cue.strip() and has_cue else "\\_\\_\\_"

    asked = _BLANK.sub(blank, text)
    return {"question": asked, "answer": "; ".join(answers)}


def _asked_duty(note: Draft) -> dict[str, Value]:
    service = f" on {note['on']}" if "on" in note else ""
    question = f"Whose duty is it{service}? {note['duty']}"
    owners = {owner.value: name for owner, name in OWNERS.items()}
    if accept := [owners[str(owner)] for owner in note.get("accept", ())]:
        *names, last = owners.values()
        asked = f"{question} ({', '.join(names)} or {last.lower()}?)"
        return {"question": asked, "answer": owners[str(note["owner"])], "accept": accept}
    options = [{"right" if owner == note["owner"] else "wrong": name} for owner, name in owners.items()]
    return {"question": question, "choices": options}
