"""The settings, generated from their table: each with its one line of explanation."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
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
from srm_quiz.tui.theme import no_such_theme
from srm_quiz.tui.widgets.chart import WorkloadView
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import LineInput
from srm_quiz.tui.widgets.titlebar import TitleBar

RETENTION, THEME = FIELDS["desired_retention"], FIELDS["theme"]
EXAM, EXAM_DATE, GOAL = FIELDS["exam"], FIELDS["exam_date"], FIELDS["daily_goal"]
COMPARED = tuple(one for one in CHOICES if one >= 0.80)
"""The retentions whose costs stand below the setting, besides the present one and what is typed."""


class Switch(LineInput):
    """A line for yes or no. No answer has a space in it: the key is the screen's."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "space" and super().check_consume_key(key, character)


class SettingRow(Vertical):
    """One setting: its label, its value to type, and what it means."""

    def __init__(self, field: Field, value: object) -> None:
        super().__init__(classes="setting")
        self.field = field
        self._value = value

    def compose(self) -> ComposeResult:
        yield Static(self.field.label, classes="label", markup=False)
        line = Switch if self.field.shape is Shape.SWITCH else LineInput
        yield line(self.field.show(self._value), compact=True, select_on_focus=False, name=self.field.name)
        yield Static(self.field.help, classes="help", markup=False)
        if self.field is RETENTION:
            yield WorkloadView()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show `text` under the value: what it means, or what is wrong with what was typed."""
        self.query_one(".help", Static).update(Content(text))
        self.set_class(wrong, "wrong")


class SettingsPage(VerticalScroll):
    """All settings; the focused one stays in sight whatever happens to its neighbours and its room."""

    def on_resize(self) -> None:
        """The terminal may get lower. Rows that wrap anew are laid out once more after that."""
        self.keep_in_sight()
        self.call_after_refresh(self.keep_in_sight)

    def watch_virtual_size(self) -> None:
        """What is wrong takes more lines than the help, and the costs of a retention come and go."""
        self.keep_in_sight()
        self.call_after_refresh(self.keep_in_sight)

    def keep_in_sight(self) -> None:
        """Scroll so that the focused setting shows with all that is told of it, or from its top."""
        if (focused := self.screen.focused) is None or not focused.name:
            return
        row = focused.query_ancestor(SettingRow).virtual_region
        # Told where to, the page also leaves off scrolling to where the setting stood before.
        self.scroll_to(y=min(row.y, max(self.scroll_y, row.bottom - self.size.height)), animate=False)


class SettingsScreen(Screen[None]):
    """Change a value and press Enter: it holds from now on and is in the settings file."""

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
                row.say(self._help(GOAL))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        costs = self.query_one(WorkloadView)
        costs.display = event.widget.name == RETENTION.name
        if costs.display:
            self._weigh()
        self.call_after_refresh(self.query_one(SettingsPage).keep_in_sight)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.name == RETENTION.name and event.input.has_focus:
            self._weigh()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._keep(event.input):
            self.action_next_field()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        self._keep(event.input)

    def _keep(self, box: Input) -> bool:
        """Take over what was typed, if it is a value the setting can have."""
        row = box.query_ancestor(SettingRow)
        field = row.field
        try:
            value = self._parsed(field, box.value.strip())
            if field is THEME and (wrong := no_such_theme(value, self.app.available_themes)):
                raise ValueError(wrong)
        except ValueError as error:
            row.say(f"Not kept: {error}.", wrong=True)
            return False
        if value != getattr(self.app.study.settings, field.name):
            problem = self.app.study.change(field.name, value)
            if problem is not None:
                row.say(f"{problem.message}. {problem.hint}", wrong=True)
                return False
            self.app.settings_changed(field.name)
            if field is RETENTION:
                self._weigh()
            else:
                self._inputs, self._loads = None, {}  # they may rest on this setting, as on the weights
        row.say(self._help(field))
        if field.shape is Shape.SWITCH:
            box.value = field.show(value)
        return True

    def _parsed(self, field: Field, text: str) -> Any:
        """The value that was typed. Raises ValueError, in a sentence, for what the setting cannot be."""
        if field is EXAM_DATE and text and text != field.show(self.app.study.settings.exam_date):
            return coming_day(text, self.app.study.now().day)
        if field is EXAM and text:
            return target_named(text, self.app.study.library)
        return field.parse(text)

    def _help(self, field: Field) -> str:
        """What the setting means; of the goal also when all cards are met with it."""
        lines = [field.help, *(self.app.study.goal_lines()[1:2] if field is GOAL else ())]
        return " ".join(lines)

    def _weigh(self) -> None:
        """Set what is typed against the present retention: at once, or as soon as it is reckoned."""
        now = self.app.study.settings.desired_retention
        costs = self.query_one(WorkloadView)
        row = costs.query_ancestor(SettingRow)
        wanted = now
        with suppress(ValueError):
            wanted = RETENTION.parse(row.query_one(Input).value)
        compared = {*COMPARED, now, wanted}
        if missing := compared - self._loads.keys():
            self._reckon(missing)
        elif self._inputs is not None:
            loads = {retention: self._loads[retention] for retention in compared}
            costs.show(WorkloadChart(self._inputs, loads, now, wanted))

    @work(thread=True, exclusive=True)
    def _reckon(self, retentions: Iterable[float]) -> None:
        """Off the screen's thread: a long history takes longer than a frame."""
        inputs = self._inputs
        try:
            if inputs is None:
                inputs = self.app.study.workload()
            found = inputs.loads(retentions)
        except StoreError as error:
            self.app.call_from_thread(self.app.tell, error)
            return
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._reckoned, inputs, found)

    def _reckoned(self, inputs: WorkloadInputs, found: dict[float, Load]) -> None:
        self._inputs = inputs
        self._loads |= found
        if self.is_attached:
            self._weigh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only yes or no can be turned."""
        return action != "turn" or isinstance(self.focused, Switch)

    def action_turn(self) -> None:
        """Keep the opposite of what holds, whatever is half typed."""
        if isinstance(box := self.focused, Switch):
            name = box.name or ""
            box.value = FIELDS[name].show(not getattr(self.app.study.settings, name))
            self._keep(box)

    def action_next_field(self) -> None:
        self.focus_next(Input)

    def action_previous_field(self) -> None:
        self.focus_previous(Input)

    def action_save(self) -> None:
        focused = self.focused
        if isinstance(focused, Input):
            self._keep(focused)

    def action_close(self) -> None:
        self.action_save()
        self.dismiss()
