"""Where decks are found: the bundled ones, the learner's own, and those that are named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.library import Library, load


def read_library(
    locations: Locations, deck_paths: Iterable[Path] = (), before: Library | None = None
) -> Library:
    """All decks: the bundled ones, the learner's own, and those named; with `before` what broke since then
    as it was."""
    library = load(deck_folders(locations, deck_paths), cache=locations.cache)
    return library if before is None else library.after(before)


def deck_folders(locations: Locations, deck_paths: Iterable[Path] = ()) -> list[Path]:
    """Where decks are looked for, in the order in which they are read."""
    own = [locations.user_decks] if locations.user_decks.is_dir() else []
    return [locations.bundled_decks, *own, *deck_paths]


def is_installed(path: Path | str, locations: Locations) -> bool:
    """Whether the deck file is the program's own copy: a slip in it would last until the next update."""
    return locations.are_decks_installed and is_bundled(path, locations)


def is_bundled(path: Path | str, locations: Locations) -> bool:
    """Whether the deck file came with the program: an update replaces it."""
    return Path(path).resolve().is_relative_to(locations.bundled_decks.resolve())
