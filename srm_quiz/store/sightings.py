"""Which cards were in the decks, and what they asked: so that a card is known again under another name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.orphans import Sighting
from srm_quiz.store import rows
from srm_quiz.store.database import Database, query

FOLLOWED, FINGERPRINTED = "decks_followed", "decks_fingerprinted"
"""Names in the table `meta` for the state of the decks that a pass over them has seen last."""

SET_META = rows.put("meta", ("name", "value"))


class Sightings:
    """The cards that were ever in the decks, by the progress file `database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[CardKey, Sighting]:
        """Every card that was ever in the decks."""
        return dict(
            self._database.read(
                lambda card, *columns: (CardKey(card), Sighting(*columns)),
                "SELECT card, first, since, until, fingerprint FROM sightings",
            )
        )

    def record(self, cards: Iterable[CardKey]) -> None:
        """Record that these cards are in the decks now, and no others."""
        with self._database.transaction():
            known = dict(self._database.read(_is_there, "SELECT card, until IS NULL FROM sightings"))
            here = dict.fromkeys(cards)
            row = self._database.read_one(
                "SELECT max(ifnull(max(since), 0), ifnull(max(until), 0)) FROM sightings"
            )
            reading = (row[0] if row else 0) + 1
            for card in here:
                if card not in known:
                    self._database.execute(
                        "INSERT INTO sightings VALUES (?, ?, ?, NULL, NULL)", (card, reading, reading)
                    )
                elif not known[card]:
                    self._database.execute(
                        "UPDATE sightings SET since = ?, until = NULL WHERE card = ?", (reading, card)
                    )
            for card, is_there in known.items():
                if is_there and card not in here:
                    self._database.execute("UPDATE sightings SET until = ? WHERE card = ?", (reading, card))

    def fingerprints(self) -> dict[CardKey, str]:
        """The fingerprint of each card that has one, as it was last seen."""
        return dict(
            self._database.read(
                lambda card, fingerprint: (CardKey(card), fingerprint),
                "SELECT card, fingerprint FROM sightings WHERE fingerprint IS NOT NULL",
            )
        )

    def without_fingerprint(self) -> list[CardKey]:
        """The cards that have progress and no fingerprint yet."""
        return self._database.read(
            CardKey,
            "SELECT card FROM progress JOIN sightings USING (card) WHERE fingerprint IS NULL",
        )

    def keep_fingerprints(self, fingerprints: Mapping[CardKey, str]) -> None:
        """Store the fingerprints of cards that are in the decks."""
        with self._database.transaction():
            for card, fingerprint in fingerprints.items():
                self._database.execute(
                    "UPDATE sightings SET fingerprint = ? WHERE card = ?", (fingerprint, card)
                )

    def has_seen(self, state: str, done: str) -> bool:
        """Whether the pass `done` (FOLLOWED or FINGERPRINTED) has seen the decks in this state."""
        return self._database.read_one(query("meta_value"), {"name": done}) == (state,)

    def set_seen(self, state: str, done: str) -> None:
        """Record that the pass `done` has seen the decks in this state."""
        with self._database.transaction():
            self._database.execute(SET_META, (done, state))


def _is_there(card: str, is_there: int) -> tuple[CardKey, bool]:
    return CardKey(card), bool(is_there)
