"""The Textual application: which screen follows which, themes, keys, and the editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType

from srm_quiz.domain.cards import Card
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.session import Event, Phase
from srm_quiz.store.store import StoreError
from srm_quiz.study import EVERYTHING, Scope, Study
from srm_quiz.tui import commands
from srm_quiz.tui.palette import THEMES, CommandPaletteProvider, theme_name
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.home import HomeScreen

KEY_REPEAT = 0.5
"""A key that comes again within this many seconds of itself is being held down. Terminals do not
tell a held key; keyboards wait up to half a second before they repeat, and are fast from then on."""


@dataclass(frozen=True, slots=True)
class Press:
    """The last key, when it came in, and whether it was being held down."""

    key: str = ""
    at: float = 0.0
    held: bool = False


class QuizApp(App[None]):
    """srm-quiz on a screen. It opens on the home screen, or in a sitting where a scope is given."""

    TITLE = "srm-quiz"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {CommandPaletteProvider}  # noqa: RUF012, Textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.Quit)

    def __init__(
        self,
        study: Study,
        *,
        scope: Scope | None = None,
        mode: Mode = Mode.DRILL,
        limit: int | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__()
        self.study = study
        self.monotonic = monotonic
        self.press = Press()
        self._first = (scope, mode, limit)
        self._environ = environ

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_name(self.study.settings.theme, self.available_themes)
        self.set_keymap({name: ",".join(keys) for name, keys in self.study.settings.keys.items()})
        self.push_screen(HomeScreen())
        scope, mode, limit = self._first
        if scope is not None:
            self.drill(scope, mode=mode, limit=limit)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            at = self.monotonic()
            held = event.key == self.press.key and at - self.press.at < KEY_REPEAT
            self.press = Press(event.key, at, held)
        await super().on_event(event)

    # ------------------------------------------------------- from screen to screen

    def drill(self, scope: Scope = EVERYTHING, *, mode: Mode = Mode.DRILL, limit: int | None = None) -> None:
        """Begin a sitting and show it; where nothing is due, a practice that moves no dates."""
        session = self.study.start(scope, mode=mode, limit=limit)
        if session.phase is Phase.FINISHED and mode is Mode.DRILL:
            session = self.study.start(scope, mode=Mode.CRAM, limit=limit)
        if session.phase is Phase.FINISHED:
            self.notify("There is no card to ask here.")
            return
        self._show(DrillScreen())

    def show_summary(self) -> None:
        """The sitting is over: say what it changed."""
        from srm_quiz.tui.screens.summary import SummaryScreen

        self._show(SummaryScreen())

    def go_home(self) -> None:
        """Back to the home screen, whatever is above it."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def send_and_drill(self, event: Event) -> None:
        """Send the event from the summary and show the card it brings back."""
        try:
            session = self.study.send(event)
        except StoreError as error:
            self.tell(error)
            return
        if session.phase is not Phase.FINISHED:
            self._show(DrillScreen())

    def tell(self, error: Exception) -> None:
        """Something could not be done: say what, and what to do."""
        self.notify(str(error), severity="error", timeout=12, markup=False)

    def _show(self, screen: DrillScreen | SummaryScreen) -> None:  # type: ignore[name-defined]  # noqa: F821
        """The screen above home, in the place of any other."""
        if len(self.screen_stack) > 2:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    # -------------------------------------------------------------------- the editor

    def edit(self, card: Card) -> None:
        """Open the card's deck file at its line, and read the decks again afterwards."""
        deck = self.study.library.deck_of(card.key)
        if deck is None:
            return
        command = editor_command(self.study.settings.editor, self._environ)
        if not command:
            place = f"{deck.path}, line {card.line}"
            self.notify(f"Set an editor in the settings, or $EDITOR. The card is in {place}.", markup=False)
            return
        try:
            with self.suspend():
                subprocess.run([*command, *place_words(command, deck.path, card.line)], check=False)
        except OSError as error:
            self.tell(error)
            return
        self.study.reload()
        problems = len(self.study.library.problems)
        if problems:
            self.notify(
                f"{problems} problems in your decks: see them on the home screen.", severity="warning"
            )


def editor_command(setting: str, environ: Mapping[str, str]) -> list[str]:
    """The learner's editor as words: the setting, then $VISUAL, then $EDITOR; empty where none is set."""
    return shlex.split(setting or environ.get("VISUAL") or environ.get("EDITOR") or "")


def place_words(command: list[str], path: str, line: int) -> list[str]:
    """The arguments that make an editor open `path` at `line`; most take `+LINE` before the file."""
    name = os.path.basename(command[0])  # noqa: PTH119, a command is not always a path
    if name in ("code", "codium", "cursor"):
        return ["--wait", "--goto", f"{path}:{line}"]
    if name in ("subl", "hx", "helix", "zed"):
        return [f"{path}:{line}"]
    return [f"+{line}", path]
