"""What screens may ask of the application they stand in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from srm_quiz.config.editor import Place
from srm_quiz.domain.cards import Card
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.study.study import Study

if TYPE_CHECKING:
    from srm_quiz.domain.events import Event


class DecksReloaded(Message):
    """Deck files were saved by somebody, and have been read again."""


@dataclass(frozen=True, slots=True)
class KeyPress:
    """The last key, when it came in, and whether it was being held down."""

    key: str = ""
    at: float = 0.0
    held: bool = False


class AppBase(App[None]):
    """The application as its screens know it: they never import the one that shows them."""

    study: Study
    press: KeyPress

    def monotonic(self) -> float:
        """Seconds on a clock that nobody sets: for guards against double taps."""
        raise NotImplementedError

    def drill(
        self,
        scope: Scope = EVERYTHING,
        *,
        mode: Mode = Mode.DRILL,
        limit: int | None = None,
        minutes: int | None = None,
    ) -> None:
        """Begin a sitting and show it; of at most so many cards, or of what fits into so many minutes."""
        raise NotImplementedError

    def play_daily(self) -> None:
        """Begin or go on with today's challenge, or show its result."""
        raise NotImplementedError

    def send_and_drill(self, event: Event) -> None:
        """Send the event and show the card it brings back."""
        raise NotImplementedError

    def show_summary(self) -> None:
        """Say what the sitting changed."""
        raise NotImplementedError

    def go_home(self) -> None:
        """Go back to the home screen."""
        raise NotImplementedError

    def edit(self, card: Card) -> None:
        """Open the card's deck file at its line, or the card in the form where no editor is set.

        A screen that shows the card hears `DecksReloaded` or is resumed when the learner comes back.
        """
        raise NotImplementedError

    def edit_file(self, path: str, place: Place, what: str) -> None:
        """Open the deck file at the place, and read the decks again afterwards; `what` is what is there."""
        raise NotImplementedError

    def tell(self, error: Exception) -> None:
        """Say that something could not be done, and what to do."""
        raise NotImplementedError

    def unsay(self, messages: Collection[str]) -> None:
        """Take back what was said and is no longer so."""
        raise NotImplementedError

    def settings_changed(self, name: str) -> None:
        """Take over a setting that was just changed."""
        raise NotImplementedError
