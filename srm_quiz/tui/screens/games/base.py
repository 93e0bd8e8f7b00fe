"""What the games against the clock have in common: instructions, a round, a result."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.reviews import Effect, Mode
from srm_quiz.store.errors import StoreError
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app_base import AppBase

TICK = 0.1
"""Seconds between two updates of the clock."""

SHOWN_RESULTS = 10
"""How many of the last results are shown."""


class GameScreen(Screen[None]):
    """A game screen: it stores what a round changes before it shows it; Back ends a round, then goes home."""

    app: AppBase

    @property
    def playing(self) -> bool:
        """Whether a round is in progress."""
        raise NotImplementedError

    @property
    def missed(self) -> tuple[CardKey, ...]:
        """The cards missed in the last round."""
        raise NotImplementedError

    def stop(self) -> None:
        """End the round."""
        raise NotImplementedError

    def show(self) -> None:
        """Draw the instructions, the round or its result."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        self.show()

    def save(self, effects: Sequence[Effect]) -> bool:
        """Store the effects; whether that succeeded. A failure is reported, and the round stays as it was."""
        if effects:
            try:
                self.app.study.record(effects)
            except StoreError as error:
                self.app.report_error(error)
                return False
        return True

    def action_drill_misses(self) -> None:
        self.app.drill(Scope(cards=self.missed), mode=Mode.CRAM)

    def action_back(self) -> None:
        if self.playing:
            self.stop()
        else:
            self.app.go_home()
