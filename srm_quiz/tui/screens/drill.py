"""The drill: a card, its verdict and why, the rating, and the next card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain import session as machine
from srm_quiz.domain.queue import count_states
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.scheduling import CardState
from srm_quiz.domain.session import Phase, Session
from srm_quiz.tui import commands
from srm_quiz.tui.widgets.keyline import KeyLine
from srm_quiz.tui.widgets.meters import progress_line
from srm_quiz.tui.widgets.prose import Prose
from srm_quiz.tui.widgets.ratings import RatingBar
from srm_quiz.tui.widgets.titlebar import TitleBar

if TYPE_CHECKING:
    from srm_quiz.tui.app import QuizApp

VERDICT_GUARD = 0.2
"""Seconds after a verdict in which rating keys are ignored: a double tap must not rate."""


class DrillScreen(Screen[None]):
    """One sitting. What happens, the session decides; this screen shows it and sends events."""

    BINDINGS = commands.bindings(
        commands.Answer,
        commands.Again,
        commands.Hard,
        commands.Good,
        commands.Easy,
        commands.Accept,
        commands.Override,
        commands.LearnAhead,
        commands.Hint,
        commands.Skip,
        commands.Undo,
        commands.Edit,
        commands.CardInfo,
        commands.Bury,
        commands.Suspend,
        commands.Flag,
        commands.Help,
        commands.Back,
    )

    app: QuizApp

    def __init__(self) -> None:
        super().__init__()
        self._drawn: tuple[machine.Asked | None, Phase] | None = None
        self._revealed_at = 0.0

    @property
    def session(self) -> Session:
        """The sitting in progress."""
        session = self.app.study.session
        assert session is not None, "the app starts a sitting before it shows this screen"
        return session

    def compose(self) -> ComposeResult:
        yield TitleBar("")
        yield Static(id="progress", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="verdict", markup=False)
            yield Prose("", id="question")
            yield Static(id="answer")
            yield Prose("", id="hint")
            yield Prose("", id="why")
            yield Static(id="source", markup=False)
        yield RatingBar()
        yield KeyLine()

    def on_mount(self) -> None:
        self.set_interval(1.0, self._look_for_returns)
        self.show()

    # ---------------------------------------------------------------- drawing

    def show(self) -> None:
        """Draw the session as it stands; where it is finished, the summary takes over."""
        session = self.session
        if session.phase is Phase.FINISHED:
            self.app.show_summary()
            return
        self._show_progress(session)
        if session.phase is Phase.WAITING:
            self._show_waiting(session)
        elif self._drawn != (session.asked, Phase.ASKING) and session.phase is Phase.ASKING:
            self._show_card(session)
        elif session.phase is Phase.REVEALED:
            self._show_verdict(session)
        self._drawn = (session.asked, session.phase)
        self.refresh_bindings()

    def _show_progress(self, session: Session) -> None:
        done, left = len(session.reviews), session.queue.remaining()
        on_screen = (session.asked.key,) if session.asked else ()
        counts = count_states((*on_screen, *left), session.standing)
        title = self.query_one(TitleBar)
        deck = self.app.study.library.deck_of(session.asked.key) if session.asked else None
        title.title = deck.title if deck else "Waiting"
        title.right = f"{done + len(on_screen)} of {done + len(on_screen) + len(left)}"
        if session.mode is Mode.CRAM:
            title.right = f"practice, no dates move   {title.right}"
        words = "  ".join(
            f"{state} {counts[state]}" for state in (CardState.NEW, CardState.LEARNING, CardState.REVIEW)
        )
        total = done + len(on_screen) + len(left)
        self.query_one("#progress", Static).update(
            progress_line(done, total, self.content_width - len(words) - 2, words)
        )

    def _show_waiting(self, session: Session) -> None:
        back = session.queue.next_return()
        assert back is not None
        cards = phrases.count(len(session.queue.learning), "card")
        when = phrases.until(back, self.app.study.now())
        self._set(
            "question",
            f"{cards} still to come, the next {when}.\n\nIt comes by itself, or answer it now with `a`.",
        )
        self._put_answer(None)
        for part in ("verdict", "hint", "why", "source"):
            self._set(part, "")
        self.query_one(RatingBar).display = False
