"""What the games against the clock have in common: a page, a round, and a page again."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.reviews import Effect, Mode
from srm_quiz.store.errors import StoreError
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app_base import AppBase

TICK = 0.1
"""Seconds between two looks at the clock."""

LISTED = 10
"""How many of the last results are shown."""


class GameScreen(Screen[None]):
    """Keeps what a round changes before it shows it; leads out of a round to its result, and then home."""

    app: AppBase

    @property
    def playing(self) -> bool:
        """Whether a round is going on."""
        raise NotImplementedError

    @property
    def missed(self) -> tuple[CardKey, ...]:
        """The cards of the last round that were not known."""
        raise NotImplementedError

    def stop(self) -> None:
        """End the round."""
        raise NotImplementedError

    def show(self) -> None:
        """Draw the page or the round as it stands."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        self.show()

    def kept(self, effects: Sequence[Effect]) -> bool:
        """Whether what happened is on disk; where it cannot be, the learner is told, and nothing happened."""
        if effects:
            try:
                self.app.study.record(effects)
            except StoreError as error:
                self.app.tell(error)
                return False
        return True

    def action_drill_misses(self) -> None:
        self.app.drill(Scope(cards=self.missed), mode=Mode.CRAM)

    def action_back(self) -> None:
        if self.playing:
            self.stop()
        else:
            self.app.go_home()
