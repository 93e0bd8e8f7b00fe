"""A deck brought up to date with a new version of the file it was imported from.

Three versions of each note are compared: the one imported last, the one in the new file, and the one in the
deck. What changed only in the file is taken over, what the learner edited stays, and every note keeps its
id, on which its history hangs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from srm_quiz import phrases
from srm_quiz.deckfiles.deck_file import ParsedDeck, parse_deck
from srm_quiz.deckfiles.edit import edits
from srm_quiz.deckfiles.edit.layout import plain
from srm_quiz.deckfiles.ids import normalised, note_id, prompt
from srm_quiz.deckfiles.yaml_nodes import Mapping as YamlMapping
from srm_quiz.deckfiles.yaml_nodes import Node
from srm_quiz.deckfiles.yaml_nodes import Sequence as YamlSequence
from srm_quiz.deckfiles.yaml_writer import Draft, Value, note_yaml
from srm_quiz.domain.cards import Card, CardKey, Deck, card_key, note_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.orphans import OrphanMatch, Wording, changed_answers, match_orphans
from srm_quiz.exchange.model import ImportedDeck
from srm_quiz.files import write

_NO_DAY = StudyDay(date.min)

Record = Mapping[str, Draft]
"""The notes of a deck as they were imported last, by their ids in the deck."""


@dataclass(frozen=True, slots=True)
class ChangedNote:
    """A note that is another one in the new file; `draft` is what it will be in the deck."""

    id: str
    before: Draft
    draft: Draft
    kept: tuple[str, ...] = ()
    """Keys that changed in the file and that the learner edited: the learner's text stays."""


@dataclass(slots=True)
class UpdatePlan:
    """What an update does to one deck, before anything is written."""

    deck: Deck
    added: list[Draft] = field(default_factory=list)
    changed: list[ChangedNote] = field(default_factory=list)
    gone: list[Draft] = field(default_factory=list)
    """Notes of the last import that the new file has no more."""
    kept: list[Draft] = field(default_factory=list)
    """Such notes that the learner edited: they stay."""
    moved: list[OrphanMatch] = field(default_factory=list)
    """Cards whose note came from another deck of the same file."""
    answers: list[tuple[CardKey, Wording, Wording]] = field(default_factory=list)
    """Cards whose right answer changes."""
    record: dict[str, Draft] = field(default_factory=dict)
    """What the next update compares with."""
    prompts: dict[str, str] = field(default_factory=dict)
    """What each added note asks, normalised."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def plan_update(
    parsed: ParsedDeck, imported: ImportedDeck, incoming: Deck, record: Record | None
) -> UpdatePlan:
    """Compare the deck with the new version of its file; `incoming` is that version as a deck.

    Without a record of the last import the texts of the file win, and no note is gone.
    """
    plan = UpdatePlan(parsed.deck)
    cards = _by_note(parsed.deck.cards)
    local = _drafts(parsed)
    theirs = {str(note["id"]): note for note in imported.notes}
    new_cards = _by_note(incoming.cards)
    theirs = {name: note for name, note in theirs.items() if name in new_cards}
    matches = _match(local, theirs, cards, new_cards, imported.id)
    for name, note in theirs.items():
        own = matches.get(name)
        if own is None:
            plan.added.append(note)
            continue
        plan.record[own] = note
        base = record.get(own) if record else None
        merged, kept = _merged(local[own], note, base)
        if merged != dict(local[own]) or kept:
            plan.changed.append(ChangedNote(own, local[own], merged, kept))
    before = {card.key: _wording(card) for own in matches.values() for card in cards[own]}
    after = {
        _key(plan.deck.id, own, card): _wording(card)
        for name, own in matches.items()
        for card in new_cards[name]
    }
    changed = {one.id for one in plan.changed if not set(one.kept) & {"answer", "choices", "cloze"}}
    plan.answers = [
        answer for answer in changed_answers(before, after) if note_of(answer[0]).partition("/")[2] in changed
    ]
    for name, note in local.items():
        if name in matches.values() or not record or name not in record:
            continue
        is_edited = _plain(record[name]) != _plain(note)
        (plan.kept if is_edited else plan.gone).append({"id": name, **note})
    taken = set(local) | {str(note["id"]) for note in plan.added}
    for place, note in enumerate(plan.added):
        asked = normalised(prompt(new_cards[str(note["id"])][0].content))
        plan.added[place] = free = _with_free_id(note, set(local), taken)
        plan.prompts[str(free["id"])] = asked
        plan.record[str(free["id"])] = free
    return plan


def link_moved(plans: Sequence[UpdatePlan]) -> None:
    """Find notes that are gone from one deck and added to another, so that their history follows them."""
    gone: dict[str, tuple[UpdatePlan, list[Card]]] = {}
    for plan in plans:
        names = {str(note["id"]) for note in plan.gone}
        for name, cards in _by_note(plan.deck.cards).items():
            if name in names:
                gone.setdefault(normalised(prompt(cards[0].content)), (plan, cards))
    for plan in plans:
        for note in plan.added:
            asked = plan.prompts[str(note["id"])]
            if asked in gone and gone[asked][0] is not plan:
                _, cards = gone.pop(asked)
                plan.moved += [
                    OrphanMatch(
                        card.key,
                        _key(plan.deck.id, str(note["id"]), card),
                        _wording(card),
                        _wording(card),
                        1.0,
                    )
                    for card in cards
                ]


def _key(deck: str, name: str, card: Card) -> CardKey:
    """The key of the same sibling of another note."""
    return card_key(deck, name, card.key.partition("#")[2])


def updated(parsed: ParsedDeck, data: bytes, plan: UpdatePlan) -> bytes:
    """The deck file with the update. Raises edits.EditRefusedError if its layout leaves no place for it.

    Only the lines of notes that change are written anew: comments and layout elsewhere stay.
    """
    path = parsed.deck.path
    spliced = _spliced(parsed, data.decode(), plan).encode()
    read_back = parse_deck(path, spliced)
    if read_back and not read_back.source.problems and _is_as_planned(parsed, read_back, plan):
        return spliced
    for one in plan.changed:  # a layout that lines do not tell: each edit is made and checked by itself
        if _plain(one.draft) != _plain(one.before):
            data = edits.changed(data, path, one.id, one.draft)
    for note in plan.added:
        data = edits.added(data, path, note)
    for note in plan.gone:
        data = edits.removed(data, path, str(note["id"]))
    return data


def _spliced(parsed: ParsedDeck, text: str, plan: UpdatePlan) -> str:
    """The text with other lines in place of those of the changed notes, and new notes behind the last one."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    lines = text.split("\n")
    changed = {one.id: one.draft for one in plan.changed if _plain(one.draft) != _plain(one.before)}
    gone = {str(note["id"]) for note in plan.gone}
    last, indent = len(lines) - 1, 2
    for node, cards in sorted(parsed.notes, key=lambda pair: -pair[0].start):
        if "owners" in node.values:
            continue
        name = note_of(cards[0].key).partition("/")[2]
        start = text.count("\n", 0, node.start)
        end = text.count("\n", 0, max(_end(node) - 1, node.start))
        while end > start and not lines[end].strip():
            end -= 1
        if last == len(lines) - 1:
            last, indent = end, len(lines[start]) - len(lines[start].lstrip())
        if name in changed:
            written = note_yaml(changed[name], len(lines[start]) - len(lines[start].lstrip()))
            lines[start : end + 1] = written.rstrip("\n").split("\n")
            last += len(written.rstrip("\n").split("\n")) - (end + 1 - start)
        elif name in gone:
            end += end + 1 < len(lines) and not lines[end + 1].strip()
            del lines[start : end + 1]
            last -= end + 1 - start
    added = [line for note in plan.added for line in ("", *note_yaml(note, indent).rstrip("\n").split("\n"))]
    lines[last + 1 : last + 1] = added
    return mark + "\n".join(lines)


def _end(node: Node) -> int:
    """Where the last text in the node ends."""
    if isinstance(node, YamlMapping):
        return max((_end(value) for value in node.values.values()), default=node.end)
    if isinstance(node, YamlSequence):
        return max((_end(item) for item in node.items), default=node.end)
    return node.end


def _is_as_planned(before: ParsedDeck, after: ParsedDeck, plan: UpdatePlan) -> bool:
    """Whether the deck has the notes of the plan, and all others as they were."""
    gone = {str(note["id"]) for note in plan.gone}
    expected = {name: note for name, note in _drafts(before).items() if name not in gone}
    expected |= {one.id: one.draft for one in plan.changed}
    expected |= {str(note["id"]): note for note in plan.added}
    is_same_head = before.deck.title == after.deck.title and before.deck.matrix == after.deck.matrix
    return is_same_head and {name: _plain(note) for name, note in expected.items()} == {
        name: _plain(note) for name, note in _drafts(after).items()
    }


# ---------------------------------------------------------------------- records


def read_record(folder: Path, deck: str) -> Record | None:
    """What was imported last into the deck; None if that is not known."""
    try:
        value = json.loads((folder / f"{deck}.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    notes = value.get("notes") if isinstance(value, dict) else None
    if not isinstance(notes, dict) or not all(isinstance(note, dict) for note in notes.values()):
        return None
    return cast(Record, notes)


def keep_record(folder: Path, deck: str, notes: Record) -> None:
    """Write down what was imported into the deck. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {"notes": {name: dict(note) for name, note in notes.items()}}, ensure_ascii=False, indent=1
    )
    write(folder / f"{deck}.json", text.encode())


def record_of(notes: Iterable[Draft]) -> Record:
    """The record of a first import of these notes."""
    return {str(note["id"]): note for note in notes}


# ---------------------------------------------------------------------- comparing


def _match(
    local: Mapping[str, Draft],
    theirs: Mapping[str, Draft],
    cards: Mapping[str, list[Card]],
    new_cards: Mapping[str, list[Card]],
    deck: str,
) -> dict[str, str]:
    """The local note for each of the file's, by what it asks, by its id, or as the same note reworded."""
    matches: dict[str, str] = {}
    taken: set[str] = set()

    def take(name: str, own: str) -> None:
        matches[name] = own
        taken.add(own)

    by_print: dict[str, list[str]] = {}
    for own in local:
        by_print.setdefault(note_id(cards[own][0].content), []).append(own)
    prints = {name: note_id(new_cards[name][0].content) for name in theirs}
    for name in theirs:
        if name in local and name in by_print.get(prints[name], ()):
            take(name, name)
    for name in theirs:
        free = [own for own in by_print.get(prints[name], ()) if own not in taken]
        if name not in matches and free:
            same = [
                own for own in free if _wording(cards[own][0]).answer == _wording(new_cards[name][0]).answer
            ]
            take(name, (same or free)[0])
    for name in theirs:
        if name not in matches and name in local and name not in taken:
            take(name, name)
    left = {card_key(deck, own, "1"): _wording(cards[own][0]) for own in local if own not in taken}
    came = {
        card_key(deck, f"{name}", "1"): _wording(new_cards[name][0]) for name in theirs if name not in matches
    }
    for match in match_orphans(left, came):
        if match.is_sure:
            take(note_of(match.new).partition("/")[2], note_of(match.old).partition("/")[2])
    return matches


def _merged(local: Draft, theirs: Draft, base: Draft | None) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The note as it will be, and the keys in which file and learner both changed it.

    Without a base the file's texts win, and keys that only the deck has stay.
    """
    merged: dict[str, Value] = {}
    kept: list[str] = []
    keys = list(dict.fromkeys([*local, *(key for key in theirs if key != "id")]))
    for key in keys:
        mine, new = local.get(key), theirs.get(key)
        if key == "id":
            value = mine
        elif base is None:
            value = mine if new is None else new
        else:
            old = base.get(key)
            if _same(new, old) or _same(new, mine):
                value = mine
            elif _same(mine, old):
                value = new
            else:
                value = mine
                kept.append(key)
        if value is not None:
            merged[key] = mine if mine is not None and _same(mine, value) else value
    return merged, tuple(kept)


def _same(one: Value | None, other: Value | None) -> bool:
    return _comparable(one) == _comparable(other)


def _comparable(value: Value | None) -> object:
    if value is None or isinstance(value, str):
        return " ".join((value or "").split())
    if isinstance(value, Mapping):
        return dict(value)
    return [dict(item) if isinstance(item, Mapping) else item for item in value]


def _plain(note: Draft) -> dict[str, object]:
    return {key: _comparable(value) for key, value in note.items() if key != "id"}


def _with_free_id(note: Draft, local: set[str], taken: set[str]) -> Draft:
    """The note with an id that no other note of the deck has."""
    name = str(note["id"])
    if name not in local:
        return note
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    taken.add(f"{name}-{number}")
    return {**note, "id": f"{name}-{number}"}


def _drafts(parsed: ParsedDeck) -> dict[str, Draft]:
    """The notes that stand under `cards`, by their ids, without the parts of the matrix."""
    return {
        note_of(cards[0].key).partition("/")[2]: cast(Draft, plain(node))
        for node, cards in parsed.notes
        if "owners" not in node.values
    }


def _by_note(cards: Iterable[Card]) -> dict[str, list[Card]]:
    notes: dict[str, list[Card]] = {}
    for card in cards:
        notes.setdefault(note_of(card.key).partition("/")[2], []).append(card)
    return notes


def _wording(card: Card) -> Wording:
    return Wording(phrases.asked_text(card), phrases.answer_text(card), _NO_DAY)
