"""The program on a terminal, or a widget on a screen of its own: what it shows, which messages it sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from textual import events
from textual._context import active_app
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerCancelled

from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.theme import THEMES, variable_defaults
from srm_quiz.tui.widgets.footer import Footer

HOSTILE = (
    "[/b]",
    "list[int]",
    "[@click=app.quit]x[/]",
    "{region: [us-east-1]}",
    "[bold red]loud[/]",
    "<b>tag</b>",
    "$accent 100%",
    "責任共有モデル",
    "key 🔑 ring",
    "שלום",
)
"""Texts that a deck may contain and that must be shown as written."""

HOSTILE_TOGETHER = (" ".join(HOSTILE[:4]), " ".join(HOSTILE[4:7]), " ".join(HOSTILE[7:]))
"""The same, several in one text, for walks over many screens."""


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Continue as soon as messages are handled, where Textual's Pilot waits until the machine is idle.

    Keys that are still queued behind the effects of earlier ones are waited for.
    """

    async def handled(*_: float) -> None:
        app = active_app.get(None)
        idle_rounds = 0
        while idle_rounds < 30:
            await asyncio.sleep(0)
            is_busy = isinstance(app, QuizApp) and app._typeahead.is_busy
            idle_rounds = 0 if is_busy else idle_rounds + 1

    monkeypatch.setattr("textual.app.wait_for_idle", handled)
    monkeypatch.setattr("textual.pilot.wait_for_idle", handled)


class Seconds:
    """A clock for the guards that moves only when a test moves it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


SIZES = [(80, 24), (40, 12), (120, 40)]
"""The terminals that every screen is tried on."""


@asynccontextmanager
async def running(study: Study, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The whole program over the study, on a terminal of this size."""
    async with QuizApp(study).run_test(size=size) as pilot:
        yield pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until everything under way is done, threads included. What was cancelled is done as well."""
    with suppress(WorkerCancelled):
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def resized(pilot: Pilot[None], size: tuple[int, int]) -> None:
    """Resize the terminal and wait until the screen knows, which takes Textual a moment."""
    await pilot.resize_terminal(*size)
    async with asyncio.timeout(10):
        while pilot.app.screen.size != size:
            await pilot.pause()
    await settled(pilot)


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Send all keys at once, like a terminal that was not read for a while."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await asyncio.sleep(0)
    await settled(pilot)


class WidgetApp(App[None]):
    """Shows a widget in a scrolling page above a footer."""

    BINDINGS = bindings(drill.Undo, drill.Hint, drill.Bury, drill.Help, drill.Back)
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget, theme: str = "srm-dark") -> None:
        super().__init__()
        self.widget = widget
        self.messages: list[Message] = []
        self.actions: list[str] = []
        self._theme_name = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(dark=self.current_theme.dark)

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self.widget
        yield Footer()

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._theme_name

    def record(self, message: Message) -> None:
        """Record a message from the widget."""
        self.messages.append(message)

    on_options_answered = on_owner_targets_picked = on_layer_stack_answered = record
    on_typed_answer_answered = on_rating_bar_chosen = record

    def action_undo(self) -> None:
        self.actions.append("undo")

    def action_hint(self) -> None:
        self.actions.append("hint")

    def action_bury(self) -> None:
        self.actions.append("bury")

    async def action_back(self) -> None:
        self.actions.append("back")

    @property
    def lines(self) -> list[str]:
        """What the terminal shows, line by line."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """What the terminal shows, as one text."""
        return "\n".join(self.lines)

    @property
    def footer(self) -> str:
        """The line that shows what the keys do."""
        return self.lines[-1].strip()
