"""Notes as they are gathered from a file: each gets an id, and what no deck can hold becomes a loss."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from srm_quiz.deckfiles.ids import deck_id
from srm_quiz.deckfiles.notes import MOST_OPTIONS
from srm_quiz.deckfiles.values import ID, LONGEST_LINE, LONGEST_TEXT, slug
from srm_quiz.deckfiles.yaml_writer import Draft, Value
from srm_quiz.domain.cards import Owner
from srm_quiz.exchange.model import Imported, ImportedDeck, ImportRefusedError, Loss

MOST_NOTES = 100_000
"""A file with more of them is refused: nobody learns so many, and no deck is read fast that has them."""

_LONGEST_NAME = 60
"""How many characters of a question its id takes: enough to tell, and short in a list."""

_ASKING = ("question", "answer", "cloze", "duty")
"""The texts without which a note is none."""

_LINES = ("source", "on")
_LISTS = ("accept", "tags")
_OWNERS = {owner.value for owner in Owner}


class _UnfitNoteError(Exception):
    """No deck can hold the note: a reason that follows "a note was left out"."""


class Ids:
    """Gives each name once: the second to ask for one gets a number."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def claim(self, name: str) -> str:
        """`name`, or `name-2`, `name-3` and so on where it is taken."""
        while True:
            number = self._taken.get(name, 0) + 1
            self._taken[name] = number
            if number == 1:
                return name
            numbered = f"{name}-{number}"
            if numbered not in self._taken:
                self._taken[numbered] = 1
                return numbered


class NoteCollector:
    """The notes and losses found so far. `title` is that of the deck for notes that name none.

    It may be changed until all is gathered.
    """

    def __init__(self, title: str, losses: Sequence[Loss] = ()) -> None:
        self.title = title
        self.losses = list(losses)
        self._notes: dict[str, list[Draft]] = {}
        self._ids: dict[str, Ids] = {}
        self._count = 0

    def report(self, what: str, where: str = "") -> None:
        """Something could not be kept."""
        self.losses.append(Loss(what, where))

    def add(self, note: Draft, where: str, deck: str = "") -> bool:
        """Take a note into the deck of that title, as far as a deck can hold it; whether it could.

        White space around texts goes. Its `id` is kept where it is one and is free. Raises ImportRefusedError
        after very many notes.
        """
        try:
            kept = self._kept(note, where)
        except _UnfitNoteError as unfit:
            self.report(f"a note was left out: {unfit}", where)
            return False
        self._count += 1
        if self._count > MOST_NOTES:
            raise ImportRefusedError(
                f"the file has more than {MOST_NOTES:,} notes", "split it into several files"
            )
        title = _line(deck)
        if title == self.title:
            title = ""
        ids = self._ids.setdefault(title, Ids())
        wanted = _text(note.get("id"))
        given = wanted if ID.fullmatch(wanted) and slug(wanted) == wanted else slug(wanted)
        name = ids.claim(given or name_of(kept))
        if wanted and name != wanted.lower():
            self.report("an id was changed, because no deck can hold it or it was there twice", where)
        self._notes.setdefault(title, []).append({"id": name, **kept})
        return True

    def imported(self) -> Imported:
        """All that was gathered; a deck for each title, in the order in which they were met."""
        ids = Ids()
        decks: list[ImportedDeck] = []
        for named, notes in self._notes.items():
            title = _line(named or self.title)
            if len(title) > LONGEST_LINE:
                self.report(f"the title of a deck was cut after {LONGEST_LINE} characters", title)
                title = title[:LONGEST_LINE].rstrip()
            decks.append(ImportedDeck(ids.claim(deck_id(title)), {"title": title}, notes))
        return Imported(decks, self.losses)

    def _kept(self, note: Draft, where: str) -> dict[str, Value]:
        """What a deck can hold of the note."""
        kept: dict[str, Value] = {}
        for key, value in note.items():
            if key in _ASKING:
                text = _text(value)
                if len(text) > LONGEST_TEXT:
                    raise _UnfitNoteError(f"its {key} has more than {LONGEST_TEXT:,} characters")
                if not text:
                    raise _UnfitNoteError(f"it has no {key}")
                kept[key] = text
            elif key == "owner":
                if value not in _OWNERS:
                    raise _UnfitNoteError(f"its owner is none of {', '.join(sorted(_OWNERS))}")
                kept[key] = value
            elif key == "choices":
                kept[key] = self._options(value, where)
            elif key != "id":
                further = self._further(key, value, where)
                if further or (key == "accept" and "answer" in note):  # an empty `accept` has a meaning
                    kept[key] = further
        return kept

    def _further(self, key: str, value: Value, where: str) -> Value:
        """What can be kept under a key that no note must have."""
        if key in _LISTS:
            items = [_line(item) for item in value if isinstance(item, str)]
            fitting = [item for item in items if len(item) <= LONGEST_LINE]
            if len(fitting) < len(items):
                self.report(
                    f"one of its {key} was left out: it has more than {LONGEST_LINE} characters", where
                )
            return list(dict.fromkeys(item for item in fitting if item))
        if isinstance(value, Mapping):
            return {name: text.strip() for name, text in value.items() if text.strip()}
        text = _line(_text(value)) if key in _LINES else _text(value)
        most = LONGEST_LINE if key in _LINES else LONGEST_TEXT
        if len(text) > most:
            self.report(f"its {key} was left out: it has more than {most:,} characters", where)
            return ""
        return text

    def _options(self, value: Value, where: str) -> list[Mapping[str, str]]:
        """The options of a note."""
        options: dict[str, Mapping[str, str]] = {}
        for option in value:
            if not isinstance(option, Mapping):
                continue
            side = "right" if "right" in option else "wrong"
            text, why = option.get(side, "").strip(), option.get("why", "").strip()
            if not text:
                self.report("an empty option was left out", where)
                continue
            if len(text) > LONGEST_TEXT:
                raise _UnfitNoteError(f"an option has more than {LONGEST_TEXT:,} characters")
            if len(why) > LONGEST_TEXT:
                self.report(f"a why was left out: it has more than {LONGEST_TEXT:,} characters", where)
                why = ""
            first = options.get(" ".join(text.split()))
            if first and side not in first:
                raise _UnfitNoteError("one of its options is both right and wrong")
            if first:
                self.report("an option that is there twice was left out", where)
                continue
            options[" ".join(text.split())] = {side: text, "why": why} if why else {side: text}
        kept = list(options.values())
        right = sum("right" in option for option in kept)
        if len(kept) > MOST_OPTIONS:
            reason = f"it has more than {MOST_OPTIONS} options"
        elif len(kept) < 2:
            reason = "it has fewer than two options"
        elif not right:
            reason = "none of its options is marked as right"
        elif right == len(kept):
            reason = "all of its options are marked as right"
        else:
            return kept
        raise _UnfitNoteError(reason)


def name_of(note: Draft) -> str:
    """The id that what a note asks gives it; a hash of it where its letters are none of an id."""
    asked = next((_text(note[key]) for key in ("question", "cloze", "duty") if key in note), "")
    if note.get("on"):
        asked = f"{asked} {_text(note['on'])}"
    name = re.sub("[._-]+", "-", slug(asked[: 4 * LONGEST_LINE]))
    if len(name) > _LONGEST_NAME:
        cut = name[: _LONGEST_NAME + 1]
        name = (cut.rpartition("-")[0] or cut[:_LONGEST_NAME]).rstrip("-._")
    return name or f"n{hashlib.blake2b(asked.encode(), digest_size=6).hexdigest()}"


def _text(value: Value | None) -> str:
    return value.strip() if isinstance(value, str) else ""


def _line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())
