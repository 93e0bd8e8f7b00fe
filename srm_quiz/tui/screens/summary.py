"""The end of a sitting: what it changed, and one key to drill what was missed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain.events import Undo
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.summaries import Summary
from srm_quiz.study.study import Scope
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.meters import goal_bar
from srm_quiz.tui.widgets.missed_cards import MissedCards
from srm_quiz.tui.widgets.titlebar import TitleBar


class SummaryScreen(Screen[None]):
    """What the sitting did. Undo still takes back its last answer."""

    BINDINGS = bindings(drill.GoHome, drill.DrillMisses, drill.Undo, drill.Help, drill.Back)

    app: AppBase

    def compose(self) -> ComposeResult:
        yield TitleBar("Done for now")
        with VerticalScroll(id="page"):
            yield Static(id="figures", markup=False)
            yield MissedCards("Missed this time")
        yield Footer()

    def on_screen_resume(self) -> None:
        study = self.app.study
        found, now, status = study.summary(), study.now(), study.status()
        lines = [_first_line(found), *_pace(found, study.usual_pace()), "", *_changes(found)]
        if back := phrases.next_due(found, now):
            lines += [back]
        self.query_one("#figures", Static).update(
            Content.assemble(
                Content("\n").join(Content(line) for line in lines),
                "\n\n",
                goal_bar(status.answered, status.wanted, 20),
                f"  {phrases.answers_today(status.answered, status.wanted)}\n",
                phrases.streak_change(status.streak_without(found.answers), status.streak),
            )
        )
        self.query_one(MissedCards).show(map(study.library.card, found.missed))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Misses can be drilled where there are any, undone what there is to undo."""
        session = self.app.study.session
        if action == "drill_misses":
            return bool(self.app.study.summary().missed)
        if action == "undo":
            return session is not None and session.allows(Undo)
        return True

    def action_drill_misses(self) -> None:
        self.app.drill(Scope(cards=self.app.study.summary().missed), mode=Mode.CRAM)

    def action_undo(self) -> None:
        self.app.send_and_drill(Undo())

    def action_go_home(self) -> None:
        self.app.go_home()

    def action_back(self) -> None:
        self.app.go_home()


def _first_line(found: Summary) -> str:
    if not found.answers:
        return "No answers this time."
    right = f"{found.right} right ({phrases.percent(found.share_right)})"
    return f"{phrases.count(found.answers, 'answer')}, {right}, {phrases.seconds(found.pace)} each."


def _pace(found: Summary, usual: float | None) -> list[str]:
    """The pace against the learner's usual one, once that is known and is a second or more."""
    if usual is None or found.answers < 5 or round(usual) < 1:
        return []
    if found.pace < 0.85 * usual:
        return [f"Quicker than usual: {phrases.seconds(usual)} is what you take for an answer."]
    if found.pace > 1.2 * usual:
        return [f"You took your time: {phrases.seconds(usual)} is usual."]
    return ["As quick as usual."]


def _changes(found: Summary) -> list[str]:
    lines = []
    if found.first_met:
        lines.append(f"{phrases.count(found.first_met, 'card')} met for the first time.")
    if found.sound:
        lines.append(f"{phrases.count(found.sound, 'card')} went from shaky to sound.")
    return lines
