"""The settings, generated from their table: each with its one line of explanation."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from srm_quiz.fields import Field
from srm_quiz.settings import FIELDS
from srm_quiz.tui import commands
from srm_quiz.tui.host import Host
from srm_quiz.tui.widgets.entry import Entry
from srm_quiz.tui.widgets.keyline import KeyLine
from srm_quiz.tui.widgets.titlebar import TitleBar


class SettingRow(Vertical):
    """One setting: its label, its value to type, and what it means."""

    def __init__(self, field: Field, value: object) -> None:
        super().__init__(classes="setting")
        self.field = field
        self._value = value

    def compose(self) -> ComposeResult:
        yield Static(self.field.label, classes="label", markup=False)
        yield Entry(self.field.show(self._value), compact=True, select_on_focus=False, name=self.field.name)
        yield Static(self.field.help, classes="help", markup=False)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show `text` under the value: what it means, or what is wrong with what was typed."""
        self.query_one(".help", Static).update(Content(text))
        self.set_class(wrong, "wrong")


class SettingsScreen(Screen[None]):
    """Change a value and press Enter: it holds from now on and is in the settings file."""

    BINDINGS = commands.bindings(
        commands.NextField, commands.PreviousField, commands.Save, commands.Help, commands.Close
    )

    app: Host

    def compose(self) -> ComposeResult:
        yield TitleBar("Settings", str(self.app.study.locations.settings_file))
        with VerticalScroll(id="page"):
            section = ""
            for field in FIELDS.values():
                if field.section != section:
                    section = field.section
                    yield Static(section, classes="heading")
                yield SettingRow(field, getattr(self.app.study.settings, field.name))
        yield KeyLine()

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
            value = field.parse(box.value)
        except ValueError as error:
            row.say(f"Not kept: {error}.", wrong=True)
            return False
        if value != getattr(self.app.study.settings, field.name):
            problem = self.app.study.change(field.name, value)
            if problem is not None:
                row.say(f"{problem.message}. {problem.hint}", wrong=True)
                return False
            self.app.settings_changed(field.name)
        row.say(field.help)
        return True

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
