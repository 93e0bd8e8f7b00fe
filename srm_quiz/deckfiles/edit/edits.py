"""Edits of a deck file that change only the bytes of one note.

Whatever is made here has been read again and compared: all other notes, and all that the deck says
besides, are as they were, and the note is what the draft says. If not, there is no new file.
"""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from srm_quiz.deckfiles.deck_file import ParsedDeck, parse_deck, read_deck
from srm_quiz.deckfiles.edit import list_items
from srm_quiz.deckfiles.edit.layout import Page, layouts_of, plain
from srm_quiz.deckfiles.edit.patches import Patch, Patcher, patched, plain_value
from srm_quiz.deckfiles.source import UNSAFE, about_unsafe
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Scalar
from srm_quiz.deckfiles.yaml_nodes import Sequence as NodeList
from srm_quiz.deckfiles.yaml_writer import Draft, deck_yaml
from srm_quiz.domain.cards import Card, note_of
from srm_quiz.problems import Problem, Severity

_MARK = "\ufeff"


class EditRefusedError(Exception):
    """The file stays as it is: a sentence for the learner, and the problems that the edit would make."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class NoSuchNoteError(EditRefusedError):
    """The file has no sound note of this id."""


def draft_of(parsed: ParsedDeck, note_id: str) -> Draft:
    """The keys and values of a note as its author gave them, in their order; `choices` as a list of dicts.

    Raises NoSuchNoteError, and EditRefusedError for a part of the matrix.
    """
    node = _notes(parsed)[_index(parsed, note_id)]
    return cast(Draft, _raw(node))


def changed(data: bytes, path: str, note_id: str, draft: Draft) -> bytes:
    """The file with the values of the draft in the note. What is the same in both is not touched.

    Keys that are empty in the draft, or not in it, go; those that are new come where they are told best.
    A note without an `id` is named by what it asks: to reword it and keep its history, give the draft
    the id that the note has now. Raises EditRefusedError.
    """
    book = _Book(data, path)
    index = _index(book.parsed, note_id)
    node = cast(Mapping, _notes(book.parsed)[index])
    _check_draft(_cleaned(draft), path)
    wanted = _cleaned(draft, node)
    patcher = Patcher(book.page, book.inner)
    patcher.keys(node, wanted, in_flow=book.page.text.startswith("[", book.cards.start))
    notes = book.plain_notes()
    notes[index] = plain_value(wanted)
    return book.patched(patcher.patches, notes, own=index, was=index)


def added(data: bytes, path: str, draft: Draft, after: str | None = None) -> bytes:
    """The file with a new note, behind the one whose id is `after` or at the end. Raises EditRefusedError."""
    book = _Book(data, path)
    wanted = _cleaned(draft)
    _check_draft(wanted, path)
    notes = book.plain_notes()
    index = len(notes) if after is None else _index(book.parsed, after) + 1
    patches = list_items.insertion(book.page, book.parsed.node, index, wanted, book.outer, book.inner)
    notes.insert(index, plain_value(wanted))
    return book.patched(patches, notes, own=index)


def removed(data: bytes, path: str, note_id: str) -> bytes:
    """The file without the note, and without the comment and the empty lines that are its own.

    Raises EditRefusedError.
    """
    book = _Book(data, path)
    index = _index(book.parsed, note_id)
    notes = book.plain_notes()
    del notes[index]
    key = book.parsed.node.keys["cards"]
    return book.patched(list_items.removal(book.page, key, book.cards, index), notes, was=index)


def stamped(data: bytes, path: str) -> tuple[bytes, list[str]]:
    """The file with an `id` in each sound note that had none, and these ids: those that the notes have now.

    So no history is lost. Raises EditRefusedError.
    """
    book = _Book(data, path)
    names = _names(book.parsed)
    notes = book.plain_notes()
    patcher = Patcher(book.page, book.inner)
    in_flow = bool(notes) and book.page.is_flow(book.cards)
    given: list[str] = []
    for index, node in enumerate(_notes(book.parsed)):
        if isinstance(node, Mapping) and "id" not in node.values and (name := names.get(index)):
            given.append(name)
            notes[index] = {"id": name, **cast(dict[str, object], notes[index])}
            patcher.keys(node, {"id": name, **cast(dict[str, Any], _raw(node))}, in_flow)
    return book.patched(patcher.patches, notes), given


class _Book:
    """A deck file that is open for an edit. Raises EditRefusedError where there is no deck in it."""

    def __init__(self, data: bytes, path: str) -> None:
        parsed = parse_deck(path, data)
        if parsed is None:
            problems = read_deck(path, data)[1]
            raise EditRefusedError("This file has mistakes that must be fixed in an editor first.", problems)
        text = data.decode("utf-8")
        self.parsed = parsed
        self.page = Page(text.removeprefix(_MARK))
        self.outer, self.inner = layouts_of(self.page, parsed.node)
        self._path = path
        self._mark = _MARK if text.startswith(_MARK) else ""

    @property
    def cards(self) -> NodeList:
        """The list of notes. There must be one."""
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
        """The file with the patches. It must have these notes then, and else say what it said.

        `own` is the index of the note that may have other cards than before, `was` the one it had.
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
    """What stands under `cards`, sound or not."""
    cards = parsed.node.values.get("cards")
    return cards.items if isinstance(cards, NodeList) else []


def _names(parsed: ParsedDeck) -> dict[int, str]:
    """The ids of the sound notes, by their place under `cards`."""
    places = {id(node): index for index, node in enumerate(_notes(parsed))}
    return {places[id(node)]: _name(cards) for node, cards in parsed.notes if id(node) in places}


def _name(cards: list[Card]) -> str:
    return note_of(cards[0].key).partition("/")[2]


def _index(parsed: ParsedDeck, note_id: str) -> int:
    """The place of a sound note under `cards`.

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
    """The cards of all notes and services but one, without the lines on which they stand."""
    left_out = None if without is None else _notes(parsed)[without]
    return {
        _name(cards): [replace(card, line=0) for card in cards]
        for node, cards in parsed.notes
        if cards and node is not left_out
    }


def _without_notes(parsed: ParsedDeck) -> dict[str, object]:
    """What the deck says besides its notes."""
    found = {key: plain(value) for key, value in parsed.node.values.items()}
    return {key: value for key, value in found.items() if key != "cards"}


def _fresh(old: ParsedDeck, new: ParsedDeck) -> list[Problem]:
    """The problems that there were not before."""
    known = {(problem.code, problem.excerpt) for problem in old.source.problems}
    return [one for one in new.source.problems if (one.code, one.excerpt) not in known]


def _raw(node: Node) -> object:
    """The values of the node, each text as it was composed."""
    match node:
        case Scalar():
            return node.text
        case NodeList():
            return [_raw(item) for item in node.items]
        case Mapping():
            return {key: _raw(value) for key, value in node.values.items()}
    raise TypeError(f"no sound note has a {type(node).__name__}")


def _cleaned(draft: Draft, node: Mapping | None = None) -> dict[str, Any]:
    """The draft without what is empty, except where the note has nothing else behind the key either."""
    wanted: dict[str, Any] = {}
    for key, value in draft.items():
        found = _without_empty(value)
        written = _raw(node.values[key]) if node is not None and key in node.values else None
        if written is not None and _without_empty(written) == found:
            wanted[key] = written
        elif found or key == "accept":
            wanted[key] = found
    return wanted


def _without_empty(value: Any) -> Any:
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else ""
    if isinstance(value, abc.Mapping):
        return {key: found for key, one in value.items() if (found := _without_empty(one))}
    return [found for one in value if (found := _without_empty(one))]


def _check_draft(wanted: Draft, path: str) -> None:
    """Raises EditRefusedError where the draft is not a sound note by itself."""
    problems: list[Problem] = []
    if unsafe := next(filter(None, map(UNSAFE.search, _texts(wanted))), None):
        message, hint = about_unsafe(unsafe[0])
        problems.append(Problem(path, None, None, "control-character", Severity.ERROR, message, hint))
    elif any(_texts(wanted)):
        _, found = read_deck(path, deck_yaml({"title": "Draft"}, [wanted]).encode())
        problems += [replace(problem, line=None, column=None, excerpt="") for problem in found]
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
