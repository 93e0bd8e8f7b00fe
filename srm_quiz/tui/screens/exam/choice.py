"""The first start: which exam it is for, and on which day. Asked once; the plan screen changes both."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from srm_quiz import phrases
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.written_dates import EXAMPLES
from srm_quiz.study.exam_plan import ALL_CARDS, coming_day
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import LineInput
from srm_quiz.tui.widgets.titlebar import TitleBar


class ExamChoices(OptionList, inherit_bindings=False):
    """The exams to choose from. It has no keys of its own: the screen's commands move and choose."""


class ExamChoiceScreen(Screen[None]):
    """Three answers, and a date if it is known. Leaving without an answer means learning without an exam."""

    BINDINGS = bindings(drill.Start, drill.Down, drill.Up, drill.LaterExam, drill.Help)
    AUTO_FOCUS = "ExamChoices"

    app: AppBase
    _target = ALL_CARDS

    def compose(self) -> ComposeResult:
        yield TitleBar("What are you learning for?")
        yield ExamChoices(
            *(Option(exam.title, id=exam.id) for exam in self.app.study.library.exams.values()),
            Option("Just learning  all cards, no exam", id=ALL_CARDS),
            markup=False,
        )
        yield Static("When is it? Leave this empty if you do not know yet.", id="asks-day", markup=False)
        yield LineInput(compact=True, placeholder=EXAMPLES, id="day")
        yield Static(id="understood", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self._show_day(False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._target = str(event.option_id)
        if self._target == ALL_CARDS:
            self._save(None)
        else:
            self._show_day(True)
            self.query_one(LineInput).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._parse(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            self._save(None)
        elif (day := self._parse(event.value)) is not None:
            self._save(day)

    def _parse(self, text: str) -> StudyDay | None:
        """The date typed, which is shown in full before it counts; None if it is not one."""
        line, day = self.query_one("#understood", Static), None
        if not text.strip():
            line.update("")
            return None
        try:
            day = coming_day(text, today := self.app.study.now().day)
        except ValueError as error:
            line.update(Content.styled(f"{error}.", "$text-warning"))
        else:
            days = phrases.count((day - today).days, "day")
            line.update(f"{phrases.date(day)}: {days} to study. Press Enter to accept.")
        return day

    def _show_day(self, is_asked: bool) -> None:
        for name in ("#asks-day", "#day", "#understood"):
            self.query_one(name).display = is_asked

    def _save(self, day: StudyDay | None) -> None:
        study = self.app.study
        problems = [study.change("exam", self._target)]
        if day is not None:
            problems.append(study.change("exam_date", day))
        for problem in filter(None, problems):
            self.notify(f"{problem.message}. {problem.hint}", severity="warning", markup=False)
        self.dismiss()

    def action_start(self) -> None:
        self.query_one(ExamChoices).action_select()

    def action_down(self) -> None:
        self.query_one(ExamChoices).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(ExamChoices).action_cursor_up()

    def action_later_exam(self) -> None:
        self._target = ALL_CARDS
        self._save(None)
