"""The result of the daily challenge: a line to share, what was missed, and earlier days."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.games.daily import DailyResult
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill, games
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.missed_cards import MissedCards
from srm_quiz.tui.widgets.titlebar import TitleBar

SHOWN_DAYS = 14
"""How many earlier days are shown."""


class DailyScreen(Screen[None]):
    """Today's result and those of the days before."""

    BINDINGS = bindings(drill.GoHome, games.Share, drill.DrillMisses, drill.Help, drill.Back)

    app: AppBase

    def compose(self) -> ComposeResult:
        yield TitleBar("Daily challenge")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="figures", markup=False)
            yield MissedCards("Missed")
            yield Static(id="calendar", markup=False)
        yield Footer()

    def on_screen_resume(self) -> None:
        today = self._today
        lines = [Content("Your decks have no cards that a challenge could ask.")]
        if today is not None and today.cards:
            left = phrases.count(len(today.left), "item")
            after = (
                f"{left} left: press y on the home screen to go on."
                if today.left
                else "The next one comes tomorrow."
            )
            lines = [
                Content.styled(f"{today.right} of {len(today.cards)} right.", "bold"),
                Content(after),
                Content(""),
                Content(today.line),
            ]
        self.query_one("#figures", Static).update(Content("\n").join(lines))
        self.query_one(MissedCards).show(map(self.app.study.library.card, self._missed))
        self._show_calendar()
        self.refresh_bindings()

    @property
    def _today(self) -> DailyResult | None:
        day = self.app.study.now().day
        return next((result for result in self.app.study.daily_results() if result.day == day), None)

    @property
    def _missed(self) -> tuple[CardKey, ...]:
        today = self._today
        graded = zip(today.cards, today.verdicts, strict=True) if today else ()
        return tuple(card for card, verdict in graded if verdict is Verdict.WRONG)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to share before the first item, and nothing to drill if all were right."""
        today = self._today
        if action == "share":
            return today is not None and bool(today.cards)
        if action == "drill_misses":
            return bool(self._missed)
        return True

    def action_share(self) -> None:
        today = self._today
        assert today is not None
        self.app.copy_to_clipboard(today.line)
        self.app.notify(f"Copied, if your terminal allows it:\n{today.line}", markup=False)

    def action_drill_misses(self) -> None:
        self.app.drill(Scope(cards=self._missed), mode=Mode.CRAM)

    def action_go_home(self) -> None:
        self.app.go_home()

    def action_back(self) -> None:
        self.app.go_home()

    def _show_calendar(self) -> None:
        today = self.app.study.now().day
        earlier = [result for result in self.app.study.daily_results() if result.day != today]
        if not earlier:
            self.query_one("#calendar", Static).update("")
            return
        lines = [Content.styled("\nEarlier days", "bold")]
        lines += [
            Content(result.line.removeprefix("srm-quiz ")) for result in reversed(earlier[-SHOWN_DAYS:])
        ]
        self.query_one("#calendar", Static).update(Content("\n").join(lines))
