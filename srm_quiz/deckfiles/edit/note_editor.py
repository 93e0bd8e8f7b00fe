"""Writing notes inside the program: drafted, checked while typing, saved into their deck file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

from srm_quiz.deckfiles.deck_file import parse_deck, read_deck
from srm_quiz.deckfiles.edit import edits
from srm_quiz.deckfiles.ids import deck_id, normalised, prompt
from srm_quiz.deckfiles.library import Library
from srm_quiz.deckfiles.yaml_writer import Draft, deck_yaml
from srm_quiz.domain.cards import Card, Content, Deck, Kind, note_of
from srm_quiz.domain.likeness import Prompt, asks_nearly_the_same
from srm_quiz.files import ChangedOnDiskError, create, save
from srm_quiz.problems import Problem, Severity

NEARLY_THE_SAME = 0.6
"""The likeness from which a card is shown as one that probably asks the same."""


class CannotSaveError(Exception):
    """The note could not be saved; the message says what to do."""


class NoteChangedError(CannotSaveError):
    """The note was changed in its file since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            "This card was changed in its file meanwhile: open it again to see how. Nothing is overwritten."
        )


class NoteGoneError(CannotSaveError):
    """The note is no longer in its file, or has errors there."""

    def __init__(self) -> None:
        super().__init__("This card is no longer in its file, or has mistakes there.")


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """The result of checking a draft: its cards, its problems, and other cards that ask nearly the same."""

    cards: tuple[Card, ...]
    problems: tuple[Problem, ...]
    alike: tuple[Card, ...]
    """The ones that ask the very same come first."""
    is_same: bool = False
    """Whether one of them asks the very same."""


EMPTY_DRAFTS: Mapping[Kind, Draft] = {
    Kind.BASIC: {"question": "", "answer": ""},
    Kind.TYPED: {"question": "", "answer": "", "accept": []},
    Kind.CHOICE: {"question": "", "choices": [{"right": ""}, {"wrong": ""}, {"wrong": ""}, {"wrong": ""}]},
    Kind.CLOZE: {"cloze": ""},
    Kind.OWNER: {"duty": "", "on": "", "owner": ""},
}
"""What a note of each kind begins with. A line card comes from a deck's matrix."""


class NoteEditor:
    """Edits one note: a new one for `deck`, or the one that makes `card`.

    Raises CannotSaveError if the note cannot be edited here.
    """

    def __init__(self, library: Library, deck: Deck, card: Card | None = None) -> None:
        self.library = library
        self.deck = deck
        self.path = Path(deck.path)
        self.note = "" if card is None else note_of(card.key).partition("/")[2]
        self.original: Draft = {}
        self._taken_out: tuple[bytes, bytes] | None = None
        """The file before and after the note was deleted."""
        if card is not None:
            self.original = self._as_it_is(self._read())

    def check(self, draft: Draft) -> DraftCheck:
        """Check the draft as a note of this deck."""
        try:
            text = deck_yaml({"title": "draft", "id": self.deck.id}, [draft])
        except ValueError as error:
            return DraftCheck((), (_without_place(str(error)),), ())
        deck, problems = read_deck("", text.encode())
        cards = deck.cards if deck else ()
        alike = sorted(self._alike(cards[0].content), key=lambda pair: not pair[0]) if cards else []
        is_same = bool(alike) and alike[0][0]
        return DraftCheck(cards, tuple(problems), tuple(card for _, card in alike), is_same)

    def save(self, draft: Draft, *, puts_back: bool = False) -> str:
        """Save the draft into the file, atomically; return the note's id.

        A note without an id gets the one it was known by if its prompt is reworded, so that it keeps its
        history; a new one that asks what another asks gets an id, so that each has its own history.
        With `puts_back` a note that is gone from the file is added again, at the end.
        Raises CannotSaveError.
        """
        before = self._read()
        name = str(self.path)
        note_id = self._id(self.check(draft).cards)
        try:
            if not self.note:
                if "id" not in draft and (free := self._id_beside(note_id, before)):
                    draft = {"id": free, **draft}
                after = edits.added(before, name, draft)
            else:
                if "id" not in draft and note_id and note_id != self.note:
                    draft = {"id": self.note, **draft}
                if puts_back and self._is_gone(before):
                    after = edits.added(before, name, draft)
                else:
                    self._check_unchanged(before)
                    after = edits.changed(before, name, self.note, draft)
            save(self.path, before, after)
        except edits.EditRefusedError as refused:
            details = [f"{problem.message}: {problem.hint}" for problem in refused.problems]
            raise CannotSaveError(" ".join([str(refused), *details[:1]])) from refused
        except ChangedOnDiskError as changed:
            raise CannotSaveError("The file was just written by another program: save again.") from changed
        except OSError as error:
            raise CannotSaveError(f"{self.path} cannot be written: {error.strerror}.") from error
        self.note = str(draft.get("id", "")) or self.note or note_id
        self.original = self._as_it_is(after)
        return self.note

    def take_anew(self) -> bool:
        """Read the note from its file again; return whether it has changed.

        Raises NoteGoneError or CannotSaveError.
        """
        was = self.original
        if self.note:
            self.original = self._as_it_is(self._read())
        return dict(was) != dict(self.original)

    def check_unchanged(self) -> None:
        """Raise an error unless the file still has the note as it was opened.

        The errors are NoteChangedError, NoteGoneError and CannotSaveError.
        """
        if self.note:
            self._check_unchanged(self._read())

    def remove(self) -> None:
        """Delete the note from its file. Its history is kept in case it returns.

        Raises CannotSaveError.
        """
        before = self._read()
        self._check_unchanged(before)
        try:
            after = edits.removed(before, str(self.path), self.note)
        except edits.EditRefusedError as refused:
            raise CannotSaveError(str(refused)) from refused
        self._replace(before, after)
        self._taken_out = before, after

    @property
    def is_taken_out(self) -> bool:
        """Whether the note was deleted here and can be put back."""
        return self._taken_out is not None

    def put_back(self) -> None:
        """Restore the file from before the deletion. Raises CannotSaveError if it was changed since."""
        assert self._taken_out is not None
        before, after = self._taken_out
        if self._read() != after:
            raise CannotSaveError("The file was changed since, so the card cannot be put back.")
        self._replace(after, before)
        self._taken_out = None

    def _replace(self, before: bytes, after: bytes) -> None:
        try:
            save(self.path, before, after)
        except ChangedOnDiskError as changed:
            raise CannotSaveError("The file was just written by another program: try again.") from changed
        except OSError as error:
            raise CannotSaveError(f"{self.path} cannot be written: {error.strerror}.") from error

    def _check_unchanged(self, data: bytes) -> None:
        if dict(self._as_it_is(data)) != dict(self.original):
            raise NoteChangedError

    def _is_gone(self, data: bytes) -> bool:
        try:
            self._as_it_is(data)
        except NoteGoneError:
            return True
        return False

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise CannotSaveError(f"{self.path} cannot be read: {error.strerror}.") from error

    def _as_it_is(self, data: bytes) -> Draft:
        parsed = parse_deck(str(self.path), data)
        if parsed is None:
            raise CannotSaveError(f"{self.path} has mistakes that must be fixed in an editor first.")
        try:
            return edits.draft_of(parsed, self.note)
        except edits.NoSuchNoteError as none:
            raise NoteGoneError from none
        except edits.EditRefusedError as refused:
            raise CannotSaveError(str(refused)) from refused

    def _id(self, cards: Sequence[Card]) -> str:
        return note_of(cards[0].key).partition("/")[2] if cards else ""

    def _id_beside(self, note_id: str, data: bytes) -> str:
        """An id for a new note if another note of the file has `note_id` already; else empty."""
        parsed = parse_deck(str(self.path), data)
        taken = {note_of(card.key).partition("/")[2] for card in parsed.deck.cards} if parsed else set()
        if note_id not in taken:
            return ""
        return next(name for number in count(2) if (name := f"{note_id}-{number}") not in taken)

    def _alike(self, content: Content) -> Iterator[tuple[bool, Card]]:
        """A card of each other note that is a near-duplicate, and whether it is an exact one."""
        text = prompt(content)
        normalised_text, asked = normalised(text), Prompt.of(text)
        words = set(normalised_text.split())
        seen = {f"{self.deck.id}/{self.note}"}
        for card, other in self._others:
            if (note := note_of(card.key)) in seen:
                continue
            is_same = other == normalised_text
            shares_half = 2 * len(words.intersection(other.split())) >= len(
                words
            )  # most are ruled out by that
            if is_same or (
                shares_half and asks_nearly_the_same(asked, Prompt.of(prompt(card.content)), NEARLY_THE_SAME)
            ):
                seen.add(note)
                yield is_same, card

    @cached_property
    def _others(self) -> list[tuple[Card, str]]:
        """Every card with its normalised prompt, kept from check to check."""
        return [(card, normalised(prompt(card.content))) for card in self.library.cards()]


def kind_of_draft(draft: Draft) -> Kind:
    """The kind of note that the draft's keys make."""
    for key, kind in (("cloze", Kind.CLOZE), ("choices", Kind.CHOICE), ("duty", Kind.OWNER)):
        if key in draft:
            return kind
    return Kind.TYPED if "accept" in draft else Kind.BASIC


def new_deck(folder: Path, title: str, library: Library) -> Path:
    """Create a deck without cards in the learner's folder. Raises CannotSaveError if its name is taken."""
    title = " ".join(title.split())
    if not title:
        raise CannotSaveError("Give the deck a title.")
    name = deck_id(title)
    path = folder / f"{name}.yaml"
    if library.deck(name) is not None:
        raise CannotSaveError(f"There is a deck '{name}' already: choose another title.")
    try:
        create(path, deck_yaml({"title": title}, []).replace("cards:\n", "cards: []\n").encode())
    except ValueError as error:
        raise CannotSaveError(f"This title cannot be written: {error}.") from error
    except FileExistsError as error:
        raise CannotSaveError(f"There is a file {path} already: choose another title.") from error
    except OSError as error:
        raise CannotSaveError(f"{path} cannot be written: {error.strerror}.") from error
    return path


def discard_blank(path: Path) -> bool:
    """Delete a deck that `new_deck` created, if nothing was written into it since; return whether it was."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        if any(not line.startswith("title:") and line != "cards: []" for line in lines):
            return False
        path.unlink()
    except (OSError, UnicodeDecodeError):
        return False
    return True


def _without_place(message: str) -> Problem:
    return Problem("", None, None, "text", Severity.ERROR, message)
