"""The library: all decks that were found, and the problems of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.cache import Cache
from srm_quiz.deckfiles.source import collector_paused
from srm_quiz.domain.blueprint import ExamBlueprint
from srm_quiz.domain.cards import Card, CardKey, Deck, NoteKey, deck_of, note_of
from srm_quiz.files import real_path
from srm_quiz.problems import Problem, Problems, Severity

ENDINGS = (".yaml", ".yml")

MOST_BYTES = 20_000_000
"""A larger file is not read: it bounds time and memory whatever the file holds."""

CONFLICT_COPY, SAME_ID = "conflict-copy", "duplicate-deck"
"""The codes of the problems of files that are left out since another file is the deck."""

_MARKS_OF_CONFLICTS = (".sync-conflict-", "conflicted copy", "conflicted)", "_conflict-", "(sfconflict ")
"""What Syncthing, Dropbox and Nextcloud, pCloud, ownCloud and Seafile put into names of conflict copies."""


class Library:
    """Decks in the order in which they were found, each id once."""

    def __init__(self, decks: Sequence[Deck], problems: Problems, held: Iterable[str] = ()) -> None:
        self._files = tuple(decks)
        self.decks = tuple(deck for deck in decks if deck.is_for_drills)
        """The decks that have cards, or are meant to."""
        self.problems = problems
        self.held = frozenset(held)
        """The paths of decks that stand here as they were, since their files cannot be read now."""

    def may_hold(self, card: CardKey) -> bool:
        """Whether a card that is not here may be left out for a mistake in its file, and so is not gone."""
        broken, paths = self._broken_files
        path = paths.get(deck_of(card))
        return path in broken if path else not broken <= set(paths.values())

    @cached_property
    def _broken_files(self) -> tuple[frozenset[str], dict[str, str]]:
        """The files with cards left out for mistakes, and the path of each deck by its id."""
        broken = {problem.path for problem in self.problems if problem.severity is Severity.ERROR}
        broken -= {problem.path for problem in self.left_out}
        return frozenset(broken), {deck.id: deck.path for deck in self._files}

    @property
    def left_out(self) -> list[Problem]:
        """Deck files of which no card is asked, since another file is that deck: each with the reason."""
        return [problem for problem in self.problems if problem.code in (CONFLICT_COPY, SAME_ID)]

    def after(self, before: Library) -> Library:
        """This library, with the decks of `before` as they were whose files have broken since.

        So a slip in an editor, or a file saved half-written, takes no deck away from who is drilling it.
        """
        paths, ids = {deck.path for deck in self._files}, {deck.id for deck in self._files}
        broken = {problem.path for problem in self.problems if problem.severity is Severity.ERROR} - paths
        held = [deck for deck in before._files if deck.path in broken and deck.id not in ids]
        if not held:
            return self
        place = {deck.path: number for number, deck in enumerate(before._files)}
        decks = sorted([*self._files, *held], key=lambda deck: place.get(deck.path, len(place)))
        return Library(decks, self.problems, (deck.path for deck in held))

    def cards_with(self, key: CardKey | None, before: Library) -> dict[CardKey, Card]:
        """The cards by their keys; and the one of `key` as it was before, where its file has mistakes now.

        One of them may be what it fell over, and it is on the learner's screen.
        """
        deck = self.deck(deck_of(key)) if key and key not in self.by_key else None
        card = before.by_key.get(key) if key and deck else None
        paths = {problem.path for problem in self.problems if problem.severity is Severity.ERROR}
        return {**self.by_key, card.key: card} if card and deck and deck.path in paths else self.by_key

    @cached_property
    def by_key(self) -> dict[CardKey, Card]:
        """Every card by its key, in library order."""
        return {card.key: card for deck in self.decks for card in deck.cards}

    @cached_property
    def exams(self) -> dict[str, ExamBlueprint]:
        """The exams of all deck files by their ids; of two with one id the first."""
        exams: dict[str, ExamBlueprint] = {}
        for deck in self._files:
            for exam in deck.exams:
                exams.setdefault(exam.id, exam)
        return exams

    @cached_property
    def moved(self) -> dict[str, str]:
        """Notes and cards that were merged or renamed, and what they are now, by all deck files."""
        return {old: new for deck in reversed(self._files) for old, new in deck.moved.items()}

    def siblings(self, note: NoteKey) -> Sequence[CardKey]:
        """The keys of the note's cards."""
        return self._by_note.get(note, ())

    @cached_property
    def _by_note(self) -> dict[NoteKey, list[CardKey]]:
        cards: dict[NoteKey, list[CardKey]] = {}
        for key in self.by_key:
            cards.setdefault(note_of(key), []).append(key)
        return cards

    def card(self, key: CardKey) -> Card | None:
        """The card with this key; None if no deck has it."""
        return self.by_key.get(key)

    def cards(self) -> Iterator[Card]:
        """Every card, deck by deck."""
        return iter(self.by_key.values())

    def deck(self, deck_id: str) -> Deck | None:
        """The deck with this id; None where there is none."""
        return next((deck for deck in self.decks if deck.id == deck_id), None)

    def deck_named(self, name: str) -> Deck | None:
        """The deck with this id, or else the only one with this title, in whatever case."""
        titled = [deck for deck in self.decks if deck.title.casefold() == name.casefold()]
        return self.deck(name) or (titled[0] if len(titled) == 1 else None)


def load(paths: Sequence[Path], cache: Path | None) -> Library:
    """Load the decks in these files and folders. Whatever is wrong is in the library's problems.

    `cache` is the folder of parsed decks, from which unchanged files are loaded ten times faster; None parses
    every file. Of two decks with the same id the first is kept, unless its file is named like a copy of the
    other in the same folder. Copies that a sync program made of a file that two machines had changed are left
    out; one that is named in `paths` is loaded.
    """
    problems = Problems()
    decks: dict[str, Deck] = {}
    store = Cache(cache)
    with collector_paused():
        for path in find_decks(paths, problems):
            if is_conflict_copy(path) and path not in paths:
                problems.record(_conflict_copy(path))
                continue
            deck = _read(path, store, problems)
            if deck is None:
                continue
            first = decks.get(deck.id)
            if first and _is_copy(first, deck):
                decks[deck.id], deck, first = deck, first, deck
            if first:
                problems.record(_same_id(deck, first))
            else:
                decks[deck.id] = deck
        for problem in _wrong_references(decks):
            problems.record(problem)
        return Library(list(decks.values()), problems)


def is_conflict_copy(path: Path) -> bool:
    """Whether the name is one that sync programs give to another version of a file changed in two places."""
    name = path.stem.casefold()
    return any(mark in name for mark in _MARKS_OF_CONFLICTS)


def _is_copy(one: Deck, other: Deck) -> bool:
    """Whether, of two files with the same deck id, the first is a copy of the second by its name."""
    ours, theirs = Path(one.path), Path(other.path)
    return ours.parent == theirs.parent and (ours.stem != one.id, len(ours.name)) > (
        theirs.stem != one.id,
        len(theirs.name),
    )


def find_decks(paths: Sequence[Path], problems: Problems | None = None) -> list[Path]:
    """Find the deck files at these paths; folders are searched recursively.

    In a folder, files come by name, then its subfolders. Hidden ones are skipped, and so is every file or
    folder that was met before under another name, such as through a link. A folder that cannot be read is
    recorded as a problem.
    """
    problems = Problems() if problems is None else problems
    found: dict[str, Path] = {}
    seen_folders: set[str] = set()
    waiting = [Path(path) for path in reversed(paths)]
    while waiting:
        path = waiting.pop()
        real = real_path(path)
        if not path.is_dir():
            found.setdefault(real, path)
        elif real not in seen_folders:
            seen_folders.add(real)
            waiting += reversed(_inside(path, problems))
    return list(found.values())


def state_of_files(paths: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """The size and modification time of each deck file at these paths, to notice changes."""
    states = {}
    for path in find_decks(paths):
        with suppress(OSError):
            state = path.stat()
            states[str(path)] = (state.st_size, state.st_mtime_ns)
    return states


def report(library: Library) -> dict[str, Any]:
    """What `srm-quiz check --format json` prints: counts, and every problem."""
    return {
        "decks": len(library.decks),
        "cards": len(library.by_key),
        "problems": [problem.as_json() for problem in library.problems],
    }


def _inside(folder: Path, problems: Problems) -> list[Path]:
    """The deck files of a folder, by name, and then its folders."""
    files: list[Path] = []
    folders: list[Path] = []
    try:
        for path in sorted(folder.iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_dir():
                folders.append(path)
            elif path.suffix.lower() in ENDINGS:
                files.append(path)
    except OSError as error:
        problems.record(_of_file(folder, "unreadable", f"this folder cannot be read: {error.strerror}"))
    return files + folders


def _read(path: Path, cache: Cache, problems: Problems) -> Deck | None:
    """The deck in the file at `path`, from the cache if possible."""
    try:
        if not path.is_file():  # opening a pipe or a device would wait for ever
            message = "this is not a file" if path.exists() else "there is no such file or folder"
            problems.record(_of_file(path, "not-found", message, "look for a slip in the path"))
            return None
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        problems.record(_of_file(path, "unreadable", f"this file cannot be read: {error.strerror}"))
        return None
    if len(data) > MOST_BYTES:
        message = f"this file is larger than {MOST_BYTES // 1_000_000} MB"
        problems.record(_of_file(path, "too-large", message, "split it into several decks"))
        return None
    key = cache.key(path.stem, data)
    deck, found_problems = cache.get(key, str(path)) or _read_anew(path, data, cache, key)
    problems.extend(found_problems)
    return deck


def _read_anew(path: Path, data: bytes, cache: Cache, key: str) -> tuple[Deck | None, list[Problem]]:
    from srm_quiz.deckfiles.deck_file import read_deck  # with yaml, which unchanged decks never need

    deck, problems = read_deck(str(path), data)
    cache.put(key, deck, problems)
    return deck, problems


def _wrong_references(decks: dict[str, Deck]) -> Iterator[Problem]:
    """Report exam ids that two files use, and moves to notes that do not exist."""
    exams: dict[str, str] = {}
    moved = {old for deck in decks.values() for old in deck.moved}
    notes = {note_of(card.key) for deck in decks.values() for card in deck.cards} if moved else set()
    for deck in decks.values():
        for exam in deck.exams:
            if exams.setdefault(exam.id, deck.path) != deck.path:
                message = f"the exam id '{exam.id}' is already used by {exams[exam.id]}"
                hint = "this exam is left out; give one of the two another id"
                yield _of_file(Path(deck.path), "duplicate-exam", message, hint)
        for new in deck.moved.values():
            note = note_of(CardKey(new))
            if note not in notes and note not in moved and deck_of(CardKey(new)) in decks:
                message = f"under 'moved', there is no note '{note}'"
                hint = "name the note as it is called now"
                yield replace(
                    _of_file(Path(deck.path), "moved-nowhere", message, hint), severity=Severity.WARNING
                )


def _conflict_copy(path: Path) -> Problem:
    return _of_file(
        path,
        CONFLICT_COPY,
        "this is the copy that a sync program made of a deck changed in two places; it is left out",
        "move what is new in it into the deck, and delete it",
    )


def _same_id(deck: Deck, first: Deck) -> Problem:
    return _of_file(
        Path(deck.path),
        SAME_ID,
        f"the deck id '{deck.id}' is already used by {first.path}; this deck is left out",
        "give one of the two another id: a line 'id: …'",
    )


def _of_file(path: Path, code: str, message: str, hint: str = "") -> Problem:
    return Problem(str(path), None, None, code, Severity.ERROR, message, hint)


def read_library(
    locations: Locations, deck_paths: Iterable[Path] = (), before: Library | None = None
) -> Library:
    """Load all decks: the bundled ones, the learner's own, and those at `deck_paths`.

    Decks whose files have broken since `before` are kept as they were."""
    library = load(deck_folders(locations, deck_paths), cache=locations.cache)
    return library if before is None else library.after(before)


def deck_folders(locations: Locations, deck_paths: Iterable[Path] = ()) -> list[Path]:
    """The folders and files in which decks are looked for, in the order of reading."""
    own = [locations.user_decks] if locations.user_decks.is_dir() else []
    return [locations.bundled_decks, *own, *deck_paths]


def is_installed(path: Path | str, locations: Locations) -> bool:
    """Whether the deck file is the program's installed copy, which the next update replaces."""
    return locations.are_decks_installed and is_bundled(path, locations)


def is_bundled(path: Path | str, locations: Locations) -> bool:
    """Whether the deck file came with the program."""
    return Path(real_path(path)).is_relative_to(real_path(locations.bundled_decks))
