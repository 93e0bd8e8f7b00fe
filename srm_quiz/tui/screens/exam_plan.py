"""The exam: its date, the plan until then, what it leads to, and where study pays most."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from srm_quiz import phrases
from srm_quiz.charts.axes import minutes_ahead
from srm_quiz.config.settings import FIELDS
from srm_quiz.domain.readiness.projection import Projection
from srm_quiz.study.exam_plan import (
    ALL_CARDS,
    ExamPlan,
    ProjectionCancelledError,
    coming_day,
    plan_lines,
    projection_lines,
    target_named,
)
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill, progress
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.chart import styled
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import LineInput
from srm_quiz.tui.widgets.line_widget import LineWidget, align_ends, hanging
from srm_quiz.tui.widgets.titlebar import TitleBar

INVITATION = (
    "Enter the date of your exam and the minutes you have each day. From then on each day's cards are chosen "
    "so that you know as many as possible on exam day. After that, every card comes back in its own time."
)


PLACEHOLDERS = {"exam": ALL_CARDS, "exam_date": "in 6 weeks", "exam_minutes": "20"}


class ExamPlanScreen(Screen[None]):
    """Three fields to fill in, and the plan that follows from them."""

    BINDINGS = bindings(
        progress.ChangePlan,
        progress.DrillDeck,
        progress.ForgetExam,
        drill.LeaveInput,
        drill.NextField,
        drill.Help,
        drill.Back,
    )
    AUTO_FOCUS = ""

    app: AppBase

    def compose(self) -> ComposeResult:
        yield TitleBar("Your exam")
        with Horizontal(id="aim"):
            for name in ("exam", "exam_date", "exam_minutes"):
                field = FIELDS[name]
                yield Static(field.label, classes="label", markup=False)
                shown = field.show(getattr(self.app.study.settings, name))
                yield LineInput(
                    shown,
                    compact=True,
                    placeholder=PLACEHOLDERS[name],
                    name=name,
                    id=name,
                    select_on_focus=True,
                )
        yield Static(id="message", markup=False)
        with VerticalScroll(id="page"):
            yield ExamPlanView()
        yield Footer()

    def on_mount(self) -> None:
        self._show_message("")
        self._update_plan()
        if self.query_one(ExamPlanView).is_empty:
            self.query_one("#exam_date", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how a date is understood before it counts."""
        event.stop()
        if event.input.name == "exam_date" and event.input.has_focus and event.value.strip():
            try:
                day = coming_day(event.value, today := self.app.study.now().day)
            except ValueError as error:
                self._show_message(f"{error}.")
            else:
                left = phrases.count((day - today).days, "day")
                self._show_message(f"{phrases.date(day)}: {left} to study. Press Enter to accept.")

    def _update_plan(self) -> None:
        """Show the plan at once; its projection follows when it has been computed."""
        plan = self.app.study.exam_plan()
        self.query_one(ExamPlanView).show(plan, None)
        self.refresh_bindings()
        if plan is not None:
            self._project(plan)

    @work(thread=True, exclusive=True)
    def _project(self, plan: ExamPlan) -> None:
        worker = get_current_worker()
        with suppress(ProjectionCancelledError):  # the learner has left, or changed the plan
            projection = plan.project(lambda: worker.is_cancelled)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, plan, projection)

    def _show(self, plan: ExamPlan, projection: Projection) -> None:
        for view in self.query(ExamPlanView):  # none if the learner has left meanwhile
            view.show(plan, projection)
            self.refresh_bindings()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._save_all():
            return
        if event.input.name == "exam_date" and self.app.study.settings.exam_date:
            self.focus_next(Input)
        else:
            self.set_focus(None)

    def _save_all(self) -> bool:
        """Save every field, whichever key left it; False if one of them is not valid."""
        self._show_message("")
        saved = [self._save(field) for field in self.query(Input)]
        return all(saved)

    def _save(self, field: Input) -> bool:
        """Save the field if its value is valid and new."""
        study, name = self.app.study, field.name or ""
        saved = getattr(study.settings, name)
        try:
            value = self._parsed(name, field.value.strip(), saved)
        except ValueError as error:
            self._show_message(f"Not saved: {error}.")
            return False
        if value != saved:
            problem = study.change(name, value)
            self._show_message(f"{problem.message}. {problem.hint}" if problem else "")
            self.app.apply_setting(name)
            self._update_plan()
        return True

    def _parsed(self, name: str, text: str, saved: object) -> object:
        """The value that was typed. Raises ValueError with a sentence if the setting cannot have it."""
        field = FIELDS[name]
        if name == "exam_date" and text and text != field.show(saved):
            return coming_day(text, self.app.study.now().day)
        if name == "exam" and text:
            return target_named(text, self.app.study.library)
        return field.parse(text)

    def _show_message(self, text: str) -> None:
        message = self.query_one("#message", Static)
        message.update(Content.styled(text, "$text-warning"))
        message.display = bool(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a field has the focus, keys are letters; decks can be drilled if some are listed."""
        is_typing = isinstance(self.focused, Input)
        view = next(iter(self.query(ExamPlanView)), None)
        match action:
            case "leave_input" | "next_field":
                return is_typing
            case "change_plan" | "back":
                return not is_typing
            case "drill_deck":
                worth = view.worth if view else ()
                return not is_typing and int(str(parameters[0])) < len(worth)
            case "forget_exam":
                return not is_typing and self.app.study.settings.exam_date is not None
        return True

    def action_change_plan(self) -> None:
        self.query_one("#exam_date", Input).focus()

    def action_next_field(self) -> None:
        if self._save_all():
            self.focus_next(Input)

    def action_leave_input(self) -> None:
        self._save_all()
        for field in self.query(Input):
            name = field.name or ""
            field.value = FIELDS[name].show(getattr(self.app.study.settings, name))
        self.set_focus(None)

    def action_forget_exam(self) -> None:
        self.query_one("#exam_date", Input).value = ""
        self._save_all()

    def action_drill_deck(self, position: int) -> None:
        deck, _ = self.query_one(ExamPlanView).worth[position]
        self.app.drill(Scope(decks=frozenset({deck})))

    def action_back(self) -> None:
        self.dismiss()


class ExamPlanView(LineWidget):
    """The plan in sentences, its minutes a day as columns, and the decks that would help most."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: ExamPlan | None = None
        self._projection: Projection | None = None
        self.worth: Sequence[tuple[str, float]] = ()
        """The decks that would help most, each with what it would add to the share known (0 to 1)."""

    @property
    def is_empty(self) -> bool:
        """Whether no exam is ahead."""
        return self._plan is None

    def show(self, plan: ExamPlan | None, projection: Projection | None) -> None:
        """Draw the plan, with its projection once that has been computed."""
        self._plan, self._projection = plan, projection
        self.worth = plan.worth if plan else ()
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self._plan is None:
            study = self.app.study  # type: ignore[attr-defined]
            past_exam = study.settings.exam_date
            is_over = [phrases.exam_over(past_exam, study.now().day), ""] if past_exam else []
            return _wrapped([*is_over, *study.goal_lines(), "", INVITATION], width)
        if self._projection is None:
            drawn = _wrapped(plan_lines(self._plan), width)
            drawn += [Content.styled("Working through the days until your exam…", "$text-muted")]
        else:
            drawn = _wrapped(projection_lines(self._plan, self._projection), width)
            drawn += [Content(), *_days_ahead(self._plan, self._projection, width)]
        return [*drawn, Content(), *self._worth_lines(width)]

    def _worth_lines(self, width: int) -> list[Content]:
        drawn = [Content.styled("Where study pays most", "bold")]
        titles = {deck.id: deck.title for deck in self.app.study.library.decks}  # type: ignore[attr-defined]
        for number, (deck, gain) in enumerate(self.worth, 1):
            title = Content(f"{number}  {titles.get(deck, deck)}").truncate(width - 24, ellipsis=True)
            points = Content.styled(f"up to {phrases.points(gain)}", "$text-muted")
            drawn += align_ends(title, points, min(width, 72))
        return drawn


def _wrapped(texts: Sequence[str], width: int) -> list[Content]:
    return [line for text in texts for line in hanging("", Content(phrases.unbroken(text)), width)]


def _days_ahead(plan: ExamPlan, projection: Projection, width: int) -> list[Content]:
    seconds = [evening.seconds for evening in projection.evenings]
    sentence, columns = minutes_ahead(seconds, plan.today, min(width, 78))
    heading = Content.assemble(("Minutes a day: ", "bold"), sentence)
    return [*hanging("", heading, width), *styled(columns)]
