"""What screens may ask of the application that shows them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from textual.app import App
from textual.message import Message

from srm_quiz.config.editor import Place
from srm_quiz.domain.cards import Card
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.study.study import Study


class DecksReloaded(Message):
    """Deck files changed on disk and have been read again."""


@dataclass(frozen=True, slots=True)
class KeyPress:
    """A key, when it was pressed (seconds on the app's monotonic clock), and whether it is held down."""

    key: str = ""
    at: float = 0.0
    held: bool = False


class AppBase(App[None]):
    """The application as its screens know it, so that they need not import the one that imports them."""

    study: Study
    last_press: KeyPress

    def monotonic(self) -> float:
        """Seconds on a clock that is never set: for guards against double taps."""
        raise NotImplementedError

    def drill(
        self,
        scope: Scope = EVERYTHING,
        *,
        mode: Mode = Mode.DRILL,
        limit: int | None = None,
        minutes: int | None = None,
    ) -> None:
        """Start a session and show it: at most `limit` cards, or what fits into `minutes`."""
        raise NotImplementedError

    def play_daily(self) -> None:
        """Start or continue today's challenge; show its result once it has been played."""
        raise NotImplementedError

    def undo(self) -> None:
        """Take back the last answer of a finished session and show its card again."""
        raise NotImplementedError

    def show_summary(self) -> None:
        """Show what the session changed."""
        raise NotImplementedError

    def go_home(self) -> None:
        """Return to the home screen."""
        raise NotImplementedError

    def can_edit(self, card: Card) -> bool:
        """Whether the card's deck file may be edited: not that of an installed deck."""
        raise NotImplementedError

    def edit_card(self, card: Card) -> None:
        """Open the card's deck file at its line, or the card in the form if no editor is set.

        A screen that shows the card receives `DecksReloaded`, or is resumed when the learner returns.
        """
        raise NotImplementedError

    def edit_file(self, path: str, place: Place, subject: str) -> None:
        """Open a deck file at `place`, then read the decks again; `subject` says what stands there."""
        raise NotImplementedError

    def open_source(self, address: str) -> None:
        """Open a web address in the learner's browser, or say where it is if there is none."""
        raise NotImplementedError

    def report_error(self, error: Exception) -> None:
        """Tell the learner what could not be done, and what to do about it."""
        raise NotImplementedError

    def dismiss_notices(self, messages: Collection[str]) -> None:
        """Remove the notices with these messages."""
        raise NotImplementedError

    def apply_setting(self, name: str) -> None:
        """Apply a setting that has just been changed."""
        raise NotImplementedError
