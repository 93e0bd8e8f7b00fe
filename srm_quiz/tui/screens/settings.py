"""The settings, generated from their declarations, each with a line of explanation."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from srm_quiz.charts.workload import WorkloadChart
from srm_quiz.config.fields import Field, Shape
from srm_quiz.config.settings import FIELDS
from srm_quiz.domain.readiness.workload import CHOICES, Load
from srm_quiz.store.errors import StoreError
from srm_quiz.study.exam_plan import coming_day, target_named
from srm_quiz.study.workload import WorkloadInputs
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.theme import theme_problem
from srm_quiz.tui.widgets.chart import WorkloadView
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import LineInput
from srm_quiz.tui.widgets.titlebar import TitleBar

RETENTION, THEME = FIELDS["desired_retention"], FIELDS["theme"]
EXAM, EXAM_DATE, GOAL = FIELDS["exam"], FIELDS["exam_date"], FIELDS["daily_goal"]
COMPARED = tuple(retention for retention in CHOICES if retention >= 0.80)
"""The retentions whose costs are shown below the setting, besides the present one and the one typed."""


class YesNoInput(LineInput):
    """An input for yes or no. Neither contains a space, so Space is left to the screen."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "space" and super().check_consume_key(key, character)


class SettingRow(Vertical):
    """A setting: its label, an input for its value, and what it means."""

    def __init__(self, field: Field, value: object) -> None:
        super().__init__(classes="setting")
        self.field = field
        self._value = value

    def compose(self) -> ComposeResult:
        yield Static(self.field.label, classes="label", markup=False)
        input_type = YesNoInput if self.field.shape is Shape.SWITCH else LineInput
        yield input_type(
            self.field.show(self._value), compact=True, select_on_focus=False, name=self.field.name
        )
        yield Static(self.field.help, classes="help", markup=False)
        if self.field is RETENTION:
            yield WorkloadView()

    def explain(self, text: str, *, is_error: bool = False) -> None:
        """Show `text` below the value: what it means, or what is wrong with it."""
        self.query_one(".help", Static).update(Content(text))
        self.set_class(is_error, "wrong")


class SettingsPage(VerticalScroll):
    """All settings. The focused one stays visible whatever happens to the others and to the page."""

    def on_resize(self) -> None:
        """The page may get lower."""
        self.keep_focus_visible()

    def watch_virtual_size(self) -> None:
        """Rows change height: an error is longer than the help, the costs of a retention come and go."""
        self.keep_focus_visible()

    def keep_focus_visible(self) -> None:
        """Scroll until the focused setting is visible with its explanation, or at least its top."""
        if (focused := self.screen.focused) is None or not focused.name:
            return
        row = focused.query_ancestor(SettingRow).virtual_region
        self.scroll_to(y=min(row.y, max(self.scroll_y, row.bottom - self.size.height)), animate=False)


class SettingsScreen(Screen[None]):
    """Change a value and press Enter: it takes effect and is saved in the settings file."""

    BINDINGS = bindings(
        drill.NextField,
        drill.PreviousField,
        drill.Turn,
        drill.Save,
        drill.Help,
        drill.Close,
    )
    AUTO_FOCUS = "Input"

    app: AppBase

    def __init__(self) -> None:
        super().__init__()
        self._inputs: WorkloadInputs | None = None
        self._loads: dict[float, Load] = {}

    def compose(self) -> ComposeResult:
        yield TitleBar("Settings", str(self.app.study.locations.settings_file))
        with SettingsPage(id="page"):
            section = ""
            for field in FIELDS.values():
                if field.section != section:
                    section = field.section
                    yield Static(section, classes="heading")
                yield SettingRow(field, getattr(self.app.study.settings, field.name))
        yield Footer()

    def on_mount(self) -> None:
        for row in self.query(SettingRow):
            if row.field is GOAL:
                row.explain(self._help(GOAL))

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Leave scrolling to the page: Textual's aims at where the setting stood before others changed."""
        super().set_focus(widget, scroll_visible=False, from_app_focus=from_app_focus)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        view = self.query_one(WorkloadView)
        view.display = event.widget.name == RETENTION.name
        if view.display:
            self._show_workload()
        self.call_after_refresh(self.query_one(SettingsPage).keep_focus_visible)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.name == RETENTION.name and event.input.has_focus:
            self._show_workload()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._save(event.input):
            self.action_next_field()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        self._save(event.input)

    def _save(self, box: Input) -> bool:
        """Save what was typed if it is valid, else say why it is not; whether it is valid."""
        row = box.query_ancestor(SettingRow)
        field = row.field
        try:
            value = self._parsed(field, box.value.strip())
            if field is THEME and (problem := theme_problem(value, self.app.available_themes)):
                raise ValueError(problem)
        except ValueError as error:
            row.explain(f"Not saved: {error}.", is_error=True)
            return False
        if value != getattr(self.app.study.settings, field.name):
            failure = self.app.study.change(field.name, value)
            if failure is not None:
                row.explain(f"{failure.message}. {failure.hint}", is_error=True)
                return False
            self.app.apply_setting(field.name)
            if field is RETENTION:
                self._show_workload()
            else:
                self._inputs, self._loads = None, {}  # they may depend on this setting
        row.explain(self._help(field))
        if field.shape is Shape.SWITCH:
            box.value = field.show(value)
        return True

    def _parsed(self, field: Field, text: str) -> Any:
        """The value that was typed. Raises ValueError with a sentence if the setting cannot have it."""
        if field is EXAM_DATE and text and text != field.show(self.app.study.settings.exam_date):
            return coming_day(text, self.app.study.now().day)
        if field is EXAM and text:
            return target_named(text, self.app.study.library)
        return field.parse(text)

    def _help(self, field: Field) -> str:
        """What the setting means; for the goal, also when all cards will have been met."""
        lines = [field.help, *(self.app.study.goal_lines()[1:2] if field is GOAL else ())]
        return " ".join(lines)

    def _show_workload(self) -> None:
        """Compare the retention typed with the present one: at once, or as soon as it has been computed."""
        present = self.app.study.settings.desired_retention
        view = self.query_one(WorkloadView)
        row = view.query_ancestor(SettingRow)
        wanted = present
        with suppress(ValueError):
            wanted = RETENTION.parse(row.query_one(Input).value)
        compared = {*COMPARED, present, wanted}
        if missing := compared - self._loads.keys():
            self._compute_loads(missing)
        elif self._inputs is not None:
            loads = {retention: self._loads[retention] for retention in compared}
            view.show(WorkloadChart(self._inputs, loads, present, wanted))

    @work(thread=True, exclusive=True)
    def _compute_loads(self, retentions: Iterable[float]) -> None:
        """Runs in a thread of its own: a long history takes longer than a frame."""
        inputs = self._inputs
        try:
            if inputs is None:
                inputs = self.app.study.workload()
            loads = inputs.loads(retentions)
        except StoreError as error:
            self.app.call_from_thread(self.app.report_error, error)
            return
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._add_loads, inputs, loads)

    def _add_loads(self, inputs: WorkloadInputs, loads: dict[float, Load]) -> None:
        self._inputs = inputs
        self._loads |= loads
        if self.is_attached:
            self._show_workload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only yes and no can be switched."""
        return action != "turn" or isinstance(self.focused, YesNoInput)

    def action_turn(self) -> None:
        """Save the opposite of the present value, whatever has been typed."""
        if isinstance(box := self.focused, YesNoInput):
            name = box.name or ""
            box.value = FIELDS[name].show(not getattr(self.app.study.settings, name))
            self._save(box)

    def action_next_field(self) -> None:
        self.focus_next(Input)

    def action_previous_field(self) -> None:
        self.focus_previous(Input)

    def action_save(self) -> None:
        focused = self.focused
        if isinstance(focused, Input):
            self._save(focused)

    def action_close(self) -> None:
        self.action_save()
        self.dismiss()
