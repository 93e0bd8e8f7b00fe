"""The exam: its day, the plan until then, where it leads, and where study pays most."""

from __future__ import annotations

from collections.abc import Sequence

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
from srm_quiz.domain.written_dates import EXAMPLES
from srm_quiz.study.exam_plan import (
    ALL_CARDS,
    ExamPlan,
    coming_day,
    plan_lines,
    projection_lines,
    target_named,
)
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill, progress
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.chart import coloured
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import LineInput
from srm_quiz.tui.widgets.line_widget import LineWidget, align_ends, hanging
from srm_quiz.tui.widgets.titlebar import TitleBar

INVITATION = (
    "Tell the day of your exam and the minutes you have each day. From then on each day's cards are chosen "
    "so that you know most of them on that day. After it, every card goes on in its own time."
)


PLACEHOLDERS = {"exam": ALL_CARDS, "exam_date": EXAMPLES, "exam_minutes": "20"}


class ExamPlanScreen(Screen[None]):
    """Three lines to fill in, and what follows from them."""

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
        yield Static(id="said", markup=False)
        with VerticalScroll(id="page"):
            yield ExamPlanView()
        yield Footer()

    def on_mount(self) -> None:
        self._say("")
        self._reckon()
        if self.query_one(ExamPlanView).is_empty:
            self.query_one("#exam_date", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how a day is understood before it counts."""
        event.stop()
        if event.input.name == "exam_date" and event.input.has_focus and event.value.strip():
            try:
                day = coming_day(event.value, today := self.app.study.now().day)
            except ValueError as error:
                self._say(f"{error}.")
            else:
                left = phrases.count((day - today).days, "day")
                self._say(f"{phrases.date(day)}: {left} to study. Enter takes it.")

    def _reckon(self) -> None:
        """Show at once what is known at once; the forecast follows when it is reckoned."""
        study = self.app.study
        found = study.exam_plan()
        way = self.query_one(ExamPlanView)
        way.show(found, None)
        self.refresh_bindings()
        if found is not None:
            self._look_ahead(found)

    @work(thread=True, exclusive=True)
    def _look_ahead(self, course: ExamPlan) -> None:
        found = course.project()
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, course, found)

    def _show(self, course: ExamPlan, found: Projection) -> None:
        for way in self.query(ExamPlanView):  # none where the learner has left meanwhile
            way.show(course, found)
            self.refresh_bindings()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._keep_all():
            return
        if event.input.name == "exam_date" and self.app.study.settings.exam_date:
            self.focus_next(Input)
        else:
            self.set_focus(None)

    def _keep_all(self) -> bool:
        """Take over what was typed in every line, whichever key left it; False where one cannot be kept."""
        self._say("")
        kept = [self._keep(box) for box in self.query(Input)]
        return all(kept)

    def _keep(self, box: Input) -> bool:
        """Take over what was typed, if it can be."""
        study, name = self.app.study, box.name or ""
        known = getattr(study.settings, name)
        try:
            value = self._parsed(name, box.value.strip(), known)
        except ValueError as error:
            self._say(f"Not kept: {error}.")
            return False
        if value != known:
            problem = study.change(name, value)
            self._say(f"{problem.message}. {problem.hint}" if problem else "")
            self.app.settings_changed(name)
            self._reckon()
        return True

    def _parsed(self, name: str, text: str, known: object) -> object:
        """The value that was typed. Raises ValueError, in a sentence, for what the setting cannot be."""
        field = FIELDS[name]
        if name == "exam_date" and text and text != field.show(known):
            return coming_day(text, self.app.study.now().day)
        if name == "exam" and text:
            return target_named(text, self.app.study.library)
        return field.parse(text)

    def _say(self, text: str) -> None:
        line = self.query_one("#said", Static)
        line.update(Content.styled(text, "$text-warning"))
        line.display = bool(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed keys are letters; decks can be drilled where some are named."""
        is_typing = isinstance(self.focused, Input)
        way = next(iter(self.query(ExamPlanView)), None)
        match action:
            case "leave_input" | "next_field":
                return is_typing
            case "change_plan" | "help" | "back":
                return not is_typing
            case "drill_deck":
                worth = way.worth if way else ()
                return not is_typing and int(str(parameters[0])) < len(worth)
            case "forget_exam":
                return not is_typing and self.app.study.settings.exam_date is not None
        return True

    def action_change_plan(self) -> None:
        self.query_one("#exam_date", Input).focus()

    def action_next_field(self) -> None:
        if self._keep_all():
            self.focus_next(Input)

    def action_leave_input(self) -> None:
        self._keep_all()
        for box in self.query(Input):
            box.value = FIELDS[box.name or ""].show(getattr(self.app.study.settings, box.name or ""))
        self.set_focus(None)

    def action_forget_exam(self) -> None:
        self.query_one("#exam_date", Input).value = ""
        self._keep_all()

    def action_drill_deck(self, place: int) -> None:
        deck, _ = self.query_one(ExamPlanView).worth[place]
        self.app.drill(Scope(decks=frozenset({deck})))

    def action_back(self) -> None:
        self.dismiss()


class ExamPlanView(LineWidget):
    """The way to the exam in sentences, its minutes as columns, and the decks that would help most."""

    def __init__(self) -> None:
        super().__init__()
        self._course: ExamPlan | None = None
        self._found: Projection | None = None
        self.worth: Sequence[tuple[str, float]] = ()
        """The decks that would help most."""

    @property
    def is_empty(self) -> bool:
        """Whether no exam is ahead."""
        return self._course is None

    def show(self, course: ExamPlan | None, found: Projection | None) -> None:
        """Draw what is known of the way by now."""
        self._course, self._found = course, found
        self.worth = course.worth if course else ()
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self._course is None:
            study = self.app.study  # type: ignore[attr-defined]
            past = study.settings.exam_date
            over = [phrases.exam_over(past, study.now().day), ""] if past else []
            return _sentences([*over, *study.goal_lines(), "", INVITATION], width)
        if self._found is None:
            drawn = _sentences(plan_lines(self._course), width)
            drawn += [Content.styled("Playing the days until your exam forward…", "$text-muted")]
        else:
            drawn = _sentences(projection_lines(self._course, self._found), width)
            drawn += [Content(), *_days_ahead(self._course, self._found, width)]
        return [*drawn, Content(), *self._worth_lines(width)]

    def _worth_lines(self, width: int) -> list[Content]:
        drawn = [Content.styled("Where study pays most", "bold")]
        titles = {deck.id: deck.title for deck in self.app.study.library.decks}  # type: ignore[attr-defined]
        for place, (deck, gain) in enumerate(self.worth, 1):
            title = Content(f"{place}  {titles.get(deck, deck)}").truncate(width - 24, ellipsis=True)
            gained = Content.styled(f"up to {phrases.points(gain)}", "$text-muted")
            drawn += align_ends(title, gained, min(width, 72))
        return drawn


def _sentences(texts: Sequence[str], width: int) -> list[Content]:
    return [line for text in texts for line in hanging("", Content(phrases.unbroken(text)), width)]


def _days_ahead(plan: ExamPlan, ahead: Projection, width: int) -> list[Content]:
    seconds = [evening.seconds for evening in ahead.evenings]
    said, columns = minutes_ahead(seconds, plan.today, min(width, 78))
    heading = Content.assemble(("Minutes a day: ", "bold"), said)
    return [*hanging("", heading, width), *coloured(columns)]
