"""The learner's history and the decks it belongs to: what follows when they change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from srm_quiz import phrases
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import days_after
from srm_quiz.store.errors import StoreError
from srm_quiz.store.store import Store
from srm_quiz.study.moves import follow_cards, follow_moves, record_fingerprints

if TYPE_CHECKING:
    from srm_quiz.domain.orphans import OrphanMatch
    from srm_quiz.study.relink import DeckChanges
    from srm_quiz.study.study import Study


class DeckHistory:
    """What the changes of its decks mean for the history of a study."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._changes: DeckChanges | None = None
        self._revision = 0
        self._followed = 0

    def changes(self) -> DeckChanges:
        """What the decks' changes mean for the learner's history: what `srm-quiz relink` shows and asks.

        Reads the progress file through a connection of its own, so that any thread may call it.
        """
        from srm_quiz.study.relink import deck_changes

        if self._changes is not None:
            return self._changes
        revision = self._revision
        with Store.open_to_read(self._study.store.path) as store:
            changes = deck_changes(self._study.library, store)
        if revision == self._revision:
            self._changes = changes
        return changes

    @property
    def known_changes(self) -> DeckChanges | None:
        """What `changes` returns at once; None if it has to look first."""
        return self._changes

    def forget_changes(self) -> None:
        """The decks or the history changed: look again."""
        self._changes = None
        self._revision += 1

    def relink(self, matches: Iterable[OrphanMatch]) -> None:
        """Carry the history of each orphan over to the card that it is now: of all, or of none."""
        study = self._study
        study.store.link([(match.old, match.new) for match in matches], study.now(), study.policy)
        self.forget_changes()

    def follow_cards(self) -> Mapping[CardKey, CardKey]:
        """Let the histories of cards that stand elsewhere in the decks follow them; return the new keys."""
        study, at, policy = self._study, self._study.now(), self._study.policy
        follow_moves(study.library, study.store, at, policy)
        followed = follow_cards(study.library, study.store, self._state_of_decks(), at, policy)
        self._followed += len(followed)
        self.forget_changes()
        return followed

    def followed_lately(self) -> int:
        """How many cards got the history of a card of another name, today or yesterday."""
        return self._study.store.linked_since(days_after(self._study.now().day, -1))

    def notices(self) -> list[str]:
        """What the learner should know of histories that followed their cards in this run, in sentences."""
        if not self._followed:
            return []
        cards = phrases.count(self._followed, "card")
        return [f"{cards} moved in your decks and kept their history: `srm-quiz relink --undo` takes it back"]

    def take_back(self) -> int:
        """Give the histories that went to other cards last back; return how many. Raises StoreError."""
        self.forget_changes()
        return self._study.store.take_back_links(self._study.now(), self._study.policy)

    def settle_answers(self, cards: Iterable[CardKey]) -> None:
        """Take the changed answers of these cards as decided on: they are not reported again."""
        from srm_quiz.study.relink import settle_answers

        settle_answers(self._study.library, self._study.store, cards)
        self.forget_changes()

    def record_wordings(self) -> None:
        """Record what answered cards ask now, so that they are known again once they are reworded."""
        from srm_quiz.study.relink import record_wordings

        library, store = self._study.library, self._study.store
        record_wordings(library, store)
        record_fingerprints(library, store, self._state_of_decks())

    def try_to_record_wordings(self) -> None:
        """Record them, or leave it to the next chance: nothing done to a deck fails because of it."""
        with suppress(StoreError):
            self.record_wordings()

    def _state_of_decks(self) -> str:
        """The state of the deck files when they were read, in few letters."""
        state = repr(self._study.state_read).encode("utf-8", "surrogateescape")
        return hashlib.blake2b(state, digest_size=12).hexdigest()
