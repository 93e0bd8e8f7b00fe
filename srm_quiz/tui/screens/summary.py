"""The end of a session: goal and streak, what grew, what was missed, tomorrow, and what is best next."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain.events import Undo
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.day_end import MORE_MINUTES, DayEnd, NextStep, day_end_lines, tomorrow_line
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.meters import goal_bar, week_strip
from srm_quiz.tui.widgets.missed_cards import MissedCards
from srm_quiz.tui.widgets.titlebar import TitleBar

NEXT_STEPS: Mapping[NextStep, str] = {
    NextStep.GO_ON: "go on with today's cards",
    NextStep.DRILL_MISSES: "drill what was missed",
    NextStep.MORE: f"{phrases.count(MORE_MINUTES, 'more minute')} of what pays most",
    NextStep.MOCK_EXAM: "a mock exam: you know enough cards now for a meaningful result",
    NextStep.DAILY: "today's challenge, ten items",
    NextStep.LINE: "draw the line, five services",
    NextStep.SORT: "sort duties against the clock, one minute",
}


class SummaryScreen(Screen[None]):
    """Where the day stands. Undo still takes back the session's last answer."""

    BINDINGS = bindings(drill.GoHome, drill.GoOn, drill.DrillMisses, drill.Undo, drill.Help, drill.Back)

    app: AppBase

    def compose(self) -> ComposeResult:
        yield TitleBar("Done for now")
        with VerticalScroll(id="page"):
            yield Static(id="figures", markup=False)
            yield MissedCards("Missed this time")
            yield Static(id="ahead", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        if self.app.study.settings.bell and self.app.study.day_end().reached_goal:
            self.app.bell()

    def on_screen_resume(self) -> None:
        study = self.app.study
        end = study.day_end()
        self._next_step = end.next_step
        self.query_one(TitleBar).title = (
            "Not done yet" if end.next_step is NextStep.GO_ON else "Done for today"
        )
        self.query_one(TitleBar).right = _time_spent(end)
        self.query_one("#figures", Static).update(_figures(end, "\n".join(day_end_lines(end, study.now()))))
        self.query_one(MissedCards).show(map(study.library.card, end.sitting.missed))
        self.query_one("#ahead", Static).update(
            Content.assemble(
                f"\n{tomorrow_line(end)}\n\n",
                ("Next best: ", "$text-muted"),
                (NEXT_STEPS[end.next_step], "bold"),
            )
        )
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable drilling misses only if there are any, and undo only if there is something to undo."""
        session = self.app.study.session
        if action == "drill_misses":
            return bool(self.app.study.summary().missed)
        if action == "undo":
            return session is not None and session.allows(Undo)
        return True

    def action_go_on(self) -> None:
        match self._next_step:
            case NextStep.GO_ON:
                self.app.drill()
            case NextStep.DRILL_MISSES:
                self.action_drill_misses()
            case NextStep.MORE:
                self.app.drill(EVERYTHING, minutes=MORE_MINUTES)
            case NextStep.DAILY:
                self.app.play_daily()
            case NextStep.LINE | NextStep.SORT | NextStep.MOCK_EXAM as game:
                self.app.go_home()
                self.app.call_after_refresh(self.app.run_action, f"screen.{game.value}")

    def action_drill_misses(self) -> None:
        self.app.drill(Scope(cards=self.app.study.summary().missed), mode=Mode.CRAM)

    def action_undo(self) -> None:
        self.app.undo()

    def action_go_home(self) -> None:
        self.app.go_home()

    def action_back(self) -> None:
        self.app.go_home()


def _time_spent(end: DayEnd) -> str:
    return phrases.seconds(end.today.seconds) if end.today.answers else ""


def _figures(end: DayEnd, sentences: str) -> Content:
    status = end.status
    return Content.assemble(
        goal_bar(status.answered, status.wanted, 20),
        "\n\n",
        week_strip(status.streak.week),
        "\n\n",
        sentences,
    )
