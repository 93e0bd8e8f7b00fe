"""Edits of a deck file that change only the bytes of one note.

Every result is parsed again and compared before it is returned: the note must say what the draft says, and
everything else must be unchanged. Otherwise EditRefusedError is raised.
"""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from srm_quiz.deckfiles.deck_file import ParsedDeck, parse_deck, read_deck
from srm_quiz.deckfiles.edit import list_items
from srm_quiz.deckfiles.edit.layout import Page, Patch, layout_of, patched, plain, plain_value
from srm_quiz.deckfiles.source import UNSAFE, about_unsafe
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Scalar
from srm_quiz.deckfiles.yaml_nodes import Sequence as NodeList
from srm_quiz.deckfiles.yaml_writer import Draft, deck_yaml
from srm_quiz.domain.cards import Card, note_of
from srm_quiz.problems import Problem, Severity

_MARK = "\ufeff"

_ORDER = (
    *("id", "question", "cloze", "duty", "on", "owner", "answer", "accept", "choices"),
    *("why", "hint", "source", "tags", "weight", "allow"),
)
"""The order in which the keys of a note read best; others come last."""


class EditRefusedError(Exception):
    """The edit cannot be made safely; has a sentence for the learner and the problems it would cause."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class NoSuchNoteError(EditRefusedError):
    """The file has no valid note with this id."""


def draft_of(parsed: ParsedDeck, note_id: str) -> Draft:
    """The keys and values of a note as its author wrote them, in order; `choices` is a list of dicts.

    Raises NoSuchNoteError, and EditRefusedError for a part of the matrix.
    """
    node = _notes(parsed)[_index(parsed, note_id)]
    return cast(Draft, _raw(node))


def changed(data: bytes, path: str, note_id: str, draft: Draft) -> bytes:
    """The file with the note rewritten as the draft says; unchanged if the note says so already.

    The note keeps the order of its keys; keys that the draft lacks or leaves empty go. Comments and quotes
    inside the note are lost. A note without an `id` is named by what it asks: to reword it and keep its
    history, give the draft the id that the note has now. Raises EditRefusedError.
    """
    deck = _OpenDeck(data, path)
    index = _index(deck.parsed, note_id)
    node = cast(Mapping, _notes(deck.parsed)[index])
    wanted = _without_empty(draft)
    _check_draft(wanted, path)
    if plain_value(_without_empty(cast(Draft, _raw(node)))) == plain_value(wanted):
        return data
    notes = deck.plain_notes()
    notes[index] = plain_value(wanted)
    patch = list_items.replacement(deck.page, deck.cards, index, _in_order(wanted, node), deck.layout)
    return deck.patched([patch], notes, own=index, was=index)


def added(data: bytes, path: str, draft: Draft, after: str | None = None) -> bytes:
    """The file with a new note, after the one with the id `after` or at the end. Raises EditRefusedError."""
    deck = _OpenDeck(data, path)
    wanted = _without_empty(draft)
    _check_draft(wanted, path)
    notes = deck.plain_notes()
    index = len(notes) if after is None else _index(deck.parsed, after) + 1
    patches = list_items.insertion(deck.page, deck.parsed.node, index, wanted, deck.layout)
    notes.insert(index, plain_value(wanted))
    return deck.patched(patches, notes, own=index)


def removed(data: bytes, path: str, note_id: str) -> bytes:
    """The file without the note, its own comment and the blank lines around it.

    Raises EditRefusedError.
    """
    deck = _OpenDeck(data, path)
    index = _index(deck.parsed, note_id)
    notes = deck.plain_notes()
    del notes[index]
    key = deck.parsed.node.keys["cards"]
    return deck.patched(list_items.removal(deck.page, key, deck.cards, index), notes, was=index)


def stamped(data: bytes, path: str) -> tuple[bytes, list[str]]:
    """The file with an `id` in each valid note that had none, and these ids.

    They are the ids by which the notes are known already, so no history is lost. Raises EditRefusedError.
    """
    deck = _OpenDeck(data, path)
    names = _names(deck.parsed)
    notes = deck.plain_notes()
    patches: list[Patch] = []
    given: list[str] = []
    for index, node in enumerate(_notes(deck.parsed)):
        if isinstance(node, Mapping) and "id" not in node.values and (name := names.get(index)):
            given.append(name)
            notes[index] = {"id": name, **cast(dict[str, object], notes[index])}
            patches.append(list_items.with_id(deck.page, deck.cards, node, name, cast(Draft, _raw(node))))
    return deck.patched(patches, notes), given


class _OpenDeck:
    """A deck file that is being edited. Raises EditRefusedError if there is no deck in it."""

    def __init__(self, data: bytes, path: str) -> None:
        parsed = parse_deck(path, data)
        if parsed is None:
            problems = read_deck(path, data)[1]
            raise EditRefusedError("This file has mistakes that must be fixed in an editor first.", problems)
        text = data.decode("utf-8")
        self.parsed = parsed
        self.page = Page(text.removeprefix(_MARK))
        self.layout = layout_of(self.page, parsed.node)
        self._path = path
        self._mark = _MARK if text.startswith(_MARK) else ""

    @property
    def cards(self) -> NodeList:
        """The list of notes, which must exist."""
        return cast(NodeList, self.parsed.node.values["cards"])

    def plain_notes(self) -> list[object]:
        """The notes without places."""
        return [plain(node) for node in _notes(self.parsed)]

    def patched(
        self,
        patches: Iterable[Patch],
        notes: Sequence[object],
        own: int | None = None,
        was: int | None = None,
    ) -> bytes:
        """The file with the patches applied.

        Raises EditRefusedError unless it then has these notes and is otherwise unchanged. `own` is the new
        index of the note whose cards may change, `was` its old one.
        """
        data = (self._mark + patched(self.page, patches)).encode("utf-8")
        old = self.parsed
        new = parse_deck(self._path, data)
        if new is None or len(_notes(new)) != len(notes):
            raise EditRefusedError(_NO_PLACE)
        if own is not None and own not in _names(new):
            raise EditRefusedError("This would not be a sound note.", _fresh(old, new))
        kept = _cards(new, own)
        was_spoilt = any(kept.get(name) != cards for name, cards in _cards(old, was).items())
        if was_spoilt or old.deck.matrix != new.deck.matrix:
            raise EditRefusedError("This would spoil another note.", _fresh(old, new))
        if _without_notes(old) != _without_notes(new) or [*map(plain, _notes(new))] != notes:
            raise EditRefusedError(_NO_PLACE)
        return data


_NO_PLACE = "The layout of this file leaves no safe place for the edit: make it in an editor."


def _notes(parsed: ParsedDeck) -> list[Node]:
    """The items of `cards`, valid or not."""
    cards = parsed.node.values.get("cards")
    return cards.items if isinstance(cards, NodeList) else []


def _names(parsed: ParsedDeck) -> dict[int, str]:
    """The ids of the valid notes, by their index in `cards`."""
    places = {id(node): index for index, node in enumerate(_notes(parsed))}
    return {places[id(node)]: _name(cards) for node, cards in parsed.notes if id(node) in places}


def _name(cards: list[Card]) -> str:
    return note_of(cards[0].key).partition("/")[2]


def _index(parsed: ParsedDeck, note_id: str) -> int:
    """The index of a valid note in `cards`.

    Raises NoSuchNoteError, and EditRefusedError for a part of the matrix.
    """
    for index, name in _names(parsed).items():
        if name == note_id:
            return index
    matrix = parsed.deck.matrix
    if matrix and any(service.id == note_id for service in matrix.services):
        raise EditRefusedError(f"'{note_id}' is a service of the matrix: change it in an editor.")
    raise NoSuchNoteError(f"There is no note '{note_id}' in this file any more, or it has mistakes.")


def _cards(parsed: ParsedDeck, without: int | None) -> dict[str, list[Card]]:
    """The cards of all notes and services but one, by note, without their line numbers."""
    left_out = None if without is None else _notes(parsed)[without]
    return {
        _name(cards): [replace(card, line=0) for card in cards]
        for node, cards in parsed.notes
        if cards and node is not left_out
    }


def _without_notes(parsed: ParsedDeck) -> dict[str, object]:
    """What the deck says besides its notes."""
    values = {key: plain(value) for key, value in parsed.node.values.items()}
    return {key: value for key, value in values.items() if key != "cards"}


def _fresh(old: ParsedDeck, new: ParsedDeck) -> list[Problem]:
    """The problems that are new."""
    known = {(problem.code, problem.excerpt) for problem in old.source.problems}
    return [problem for problem in new.source.problems if (problem.code, problem.excerpt) not in known]


def _raw(node: Node) -> object:
    """The values of the node, texts verbatim."""
    match node:
        case Scalar():
            return node.text
        case NodeList():
            return [_raw(item) for item in node.items]
        case Mapping():
            return {key: _raw(value) for key, value in node.values.items()}
    raise TypeError(f"no sound note has a {type(node).__name__}")


def _without_empty(draft: Draft) -> dict[str, Any]:
    """The draft without what is empty, except an `accept` without entries, which is an answer to be typed."""
    cleaned = {key: _cleaned(value) for key, value in draft.items()}
    return {key: value for key, value in cleaned.items() if value or key == "accept"}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return text if "\n" in text.strip() else text.strip()
    if isinstance(value, abc.Mapping):
        return {key: text for key, inside in value.items() if (text := _cleaned(inside))}
    return [item for inside in value if (item := _cleaned(inside))]


def _in_order(wanted: dict[str, Any], node: Mapping) -> dict[str, Any]:
    """The note in its author's order of keys, new keys where they read best."""
    keys = [key for key in node.values if key in wanted]
    for key in sorted(wanted.keys() - node.values.keys(), key=_rank):
        anchor = max((kept for kept in keys if _rank(kept) < _rank(key)), key=_rank, default=None)
        keys.insert(0 if anchor is None else keys.index(anchor) + 1, key)
    return {key: wanted[key] for key in keys}


def _rank(key: str) -> tuple[int, str]:
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER)), key


def _check_draft(wanted: Draft, path: str) -> None:
    """Raise EditRefusedError if the draft is not a valid note by itself."""
    problems: list[Problem] = []
    if unsafe := next(filter(None, map(UNSAFE.search, _texts(wanted))), None):
        message, hint = about_unsafe(unsafe[0])
        problems.append(Problem(path, None, None, "control-character", Severity.ERROR, message, hint))
    elif any(_texts(wanted)):
        _, problems_of_deck = read_deck(path, deck_yaml({"title": "Draft"}, [wanted]).encode())
        problems += [replace(problem, line=None, column=None, excerpt="") for problem in problems_of_deck]
    else:
        raise EditRefusedError("This note is empty.")
    if problems:
        raise EditRefusedError("This is not a sound note yet.", problems)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for inside in value.values() if isinstance(value, abc.Mapping) else value:
            yield from _texts(inside)
