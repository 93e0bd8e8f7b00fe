"""A deck as it is named on the command line: by its id, its title or its file."""

from __future__ import annotations

from pathlib import Path

from srm_quiz.cli.output import Exit, complain
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.ids import deck_id
from srm_quiz.deckfiles.library import Library, find_decks
from srm_quiz.problems import did_you_mean


def deck_file(name: str, library: Library, locations: Locations) -> Path | None:
    """The file of the deck with this id or title, or else the file of this name, whatever is in it."""
    if deck := library.deck_named(name):
        return Path(deck.path)
    own = [locations.user_decks] if locations.user_decks.is_dir() else []
    files = find_decks([*own, locations.bundled_decks])
    return next((file for file in files if name in (file.name, deck_id(file.stem))), None)


def refuse_unknown(name: str, library: Library, otherwise: str) -> Exit:
    """Report that no deck is called so, with the nearest id, or what to do `otherwise`."""
    near = did_you_mean(name, [deck.id for deck in library.decks])
    complain(f"there is no deck '{name}'" + (f": did you mean '{near}'?" if near else f" ({otherwise})"))
    return Exit.USAGE
