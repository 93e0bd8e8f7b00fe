"""Writing cards inside the program: a note is drafted, checked as it is typed, and put into its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from srm_quiz.deckfiles import editing
from srm_quiz.deckfiles.decks import read_deck, read_manuscript
from srm_quiz.deckfiles.identity import deck_id, normalised, prompt
from srm_quiz.deckfiles.library import Library
from srm_quiz.deckfiles.saving import ChangedOnDisk, create, save
from srm_quiz.deckfiles.writing import Draft, deck_yaml
from srm_quiz.domain.cards import Card, Deck, Kind, deck_of, note_of
from srm_quiz.problems import Problem

ALIKE = 0.75
"""The share of words that two prompts have in common when they probably ask the same."""

FEWEST_WORDS = 4


CHANGED = "This card was changed in its file meanwhile: open it again to see how. Nothing is overwritten."


class CannotWrite(Exception):
    """The card could not be put into its file, in a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft as a deck is read: its cards, what is wrong, and other cards that ask nearly the same."""

    cards: tuple[Card, ...]
    problems: tuple[Problem, ...]
    alike: tuple[Card, ...]
    """The ones that ask the very same come first."""
    is_same: bool = False
    """Whether one of them asks the very same."""


BLANKS: Mapping[Kind, Draft] = {
    Kind.BASIC: {"question": "", "answer": ""},
    Kind.TYPED: {"question": "", "answer": "", "accept": []},
    Kind.CHOICE: {"question": "", "choices": [{"right": ""}, {"wrong": ""}, {"wrong": ""}, {"wrong": ""}]},
    Kind.CLOZE: {"cloze": ""},
    Kind.OWNER: {"duty": "", "on": "", "owner": "aws"},
}
"""What a note of each kind begins with. A line card comes from a deck's matrix."""


class Desk:
    """One note on the desk: a new one for `deck`, or the one that makes `card`.

    Raises CannotWrite where the note is none that can be edited here.
    """

    def __init__(self, library: Library, deck: Deck, card: Card | None = None) -> None:
        self.library = library
        self.deck = deck
        self.path = Path(deck.path)
        self.note = "" if card is None else note_of(card.key).partition("/")[2]
        self.original: Draft = {}
        if card is not None:
            self.original = self._as_it_is(self._read())

    def check(self, draft: Draft) -> Checked:
        """What the draft would be as a card."""
        try:
            text = deck_yaml({"title": "draft", "id": self.deck.id}, [draft])
        except ValueError as error:
            return Checked((), (_without_place(str(error)),), ())
        found, problems = read_deck("", text.encode())
        cards = found.cards if found else ()
        alike = sorted(self._alike(cards[0]), key=lambda one: not _is_same(one, cards[0])) if cards else []
        is_same = bool(alike) and _is_same(alike[0], cards[0])
        return Checked(cards, tuple(problems), tuple(alike), is_same)

    def save(self, draft: Draft) -> str:
        """Put the draft into the file, all of it or nothing; gives the note's id.

        A note that had no id gets the one it was known by when its prompt is reworded, so that its
        history stays; and a new one that asks what another asks gets one, so that each has its own.
        Raises CannotWrite.
        """
        before = self._read()
        name = str(self.path)
        checked = self.check(draft)
        try:
            if not self.note:
                if "id" not in draft and (free := self._id_beside(self._id(checked.cards), before)):
                    draft = {"id": free, **draft}
                after = editing.added(before, name, draft)
            else:
                if dict(self._as_it_is(before)) != dict(self.original):
                    raise CannotWrite(CHANGED)
                if "id" not in draft and checked.cards and self._id(checked.cards) != self.note:
                    draft = {"id": self.note, **draft}
                after = editing.changed(before, name, self.note, draft)
            save(self.path, before, after)
        except editing.CannotEdit as refused:
            told = [f"{problem.message}: {problem.hint}" for problem in refused.problems]
            raise CannotWrite(" ".join([str(refused), *told[:1]])) from refused
        except ChangedOnDisk as changed:
            raise CannotWrite("The file was just written by another program: save again.") from changed
        except OSError as error:
            raise CannotWrite(f"{self.path} cannot be written: {error.strerror}.") from error
        self.note = str(draft.get("id", "")) or self.note or self._id(checked.cards)
        self.original = self._as_it_is(after)
        return self.note

    def card_in(self, library: Library) -> Card | None:
        """The first card of the note as the library has it now."""
        own = f"{self.deck.id}/{self.note}"
        return next((card for card in library.cards() if note_of(card.key) == own), None)

    def changed_elsewhere(self) -> bool:
        """Whether the note is another one in its file than when it was put on the desk.

        Raises CannotWrite where it is there no more.
        """
        return bool(self.note) and dict(self._as_it_is(self._read())) != dict(self.original)

    def remove(self) -> None:
        """Take the note out of its file. Its history stays, for the day it returns. Raises CannotWrite."""
        before = self._read()
        try:
            save(self.path, before, editing.removed(before, str(self.path), self.note))
        except editing.CannotEdit as refused:
            raise CannotWrite(str(refused)) from refused
        except (ChangedOnDisk, OSError) as error:
            raise CannotWrite(f"{self.path} cannot be written now.") from error

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise CannotWrite(f"{self.path} cannot be read: {error.strerror}.") from error

    def _as_it_is(self, data: bytes) -> Draft:
        manuscript = read_manuscript(str(self.path), data)
        if manuscript is None:
            raise CannotWrite(f"{self.path} has mistakes that must be mended in an editor first.")
        try:
            return editing.draft_of(manuscript, self.note)
        except editing.CannotEdit as refused:
            raise CannotWrite(str(refused)) from refused

    def _id(self, cards: Sequence[Card]) -> str:
        return note_of(cards[0].key).partition("/")[2] if cards else ""

    def _id_beside(self, id: str, data: bytes) -> str:
        """An id for a new note where another of the file is known by `id`; empty where none is."""
        manuscript = read_manuscript(str(self.path), data)
        taken = (
            {note_of(card.key).partition("/")[2] for card in manuscript.deck.cards} if manuscript else set()
        )
        if id not in taken:
            return ""
        return next(name for number in count(2) if (name := f"{id}-{number}") not in taken)

    def _alike(self, card: Card) -> Iterator[Card]:
        """Cards of other notes that ask the same or nearly the same."""
        words = set(normalised(prompt(card.content)).split())
        own = f"{self.deck.id}/{self.note}"
        seen = set()
        for other in self.library.cards():
            note = note_of(other.key)
            if note == own or note in seen:
                continue
            theirs = set(normalised(prompt(other.content)).split())
            is_near = len(words) >= FEWEST_WORDS and len(words & theirs) >= ALIKE * len(words | theirs)
            if is_near or _is_same(other, card):
                seen.add(note)
                yield other


def _is_same(one: Card, other: Card) -> bool:
    """Whether the two ask the very same, as far as the ids of notes can tell."""
    return normalised(prompt(one.content)) == normalised(prompt(other.content))


def kind_of_draft(draft: Draft) -> Kind:
    """The kind that the draft's keys show."""
    for key, kind in (("cloze", Kind.CLOZE), ("choices", Kind.CHOICE), ("duty", Kind.OWNER)):
        if key in draft:
            return kind
    return Kind.TYPED if "accept" in draft else Kind.BASIC


def new_deck(folder: Path, title: str, library: Library) -> Path:
    """A deck without cards in the learner's folder. Raises CannotWrite where its name is taken."""
    title = " ".join(title.split())
    if not title:
        raise CannotWrite("Give the deck a title.")
    id = deck_id(title)
    path = folder / f"{id}.yaml"
    if library.deck(id) is not None:
        raise CannotWrite(f"There is a deck '{id}' already: choose another title.")
    try:
        create(path, deck_yaml({"title": title}, []).replace("cards:\n", "cards: []\n").encode())
    except FileExistsError as error:
        raise CannotWrite(f"There is a file {path} already: choose another title.") from error
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.") from error
    return path


def discard_blank(path: Path) -> bool:
    """Take away a deck that `new_deck` began, where no card and nothing else was written into it."""
    try:
        if any(
            not line.startswith("title:") and line != "cards: []" for line in path.read_text().splitlines()
        ):
            return False
        path.unlink()
    except (OSError, UnicodeDecodeError):
        return False
    return True


def deck_for(library: Library, card: Card) -> Deck | None:
    """The deck that the card is in."""
    return library.deck(deck_of(card.key))


def _without_place(message: str) -> Problem:
    from srm_quiz.problems import Severity

    return Problem("", None, None, "text", Severity.ERROR, message)
