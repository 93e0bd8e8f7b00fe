"""The Textual application: which screen follows which, notices, themes, keys, and the editor."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from textual import events, work
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.notifications import Notification, SeverityLevel
from textual.screen import ModalScreen, Screen

from srm_quiz import phrases
from srm_quiz.config.editor import HOW_TO_CHOOSE, Place, editor_command
from srm_quiz.deckfiles.library import is_bundled, is_installed
from srm_quiz.domain.cards import Card, Deck, deck_of
from srm_quiz.domain.reviews import Mode
from srm_quiz.problems import Problem, printable
from srm_quiz.store.errors import StoreError
from srm_quiz.study.explain import why_fewer, why_nothing, why_practice
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.study.study import Study
from srm_quiz.tui.app_base import AppBase, DecksReloaded, KeyPress
from srm_quiz.tui.command_palette import CommandProvider, QuizCommandPalette
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.keymap import keymap, keymap_problems
from srm_quiz.tui.screens.home import HomeScreen
from srm_quiz.tui.theme import THEMES, theme_name, theme_problem, variable_defaults
from srm_quiz.tui.typeahead import InputEvent, TypeAhead
from srm_quiz.tui.web import is_text_browser, open_in_terminal, open_in_window

DECK_POLL_INTERVAL = 1.0
"""Seconds between two checks of the deck files."""

DRILL_MODULE = "srm_quiz.tui.screens.drill"
"""Imported as soon as the home screen is painted: otherwise the first Enter would wait for it."""

SIGNAL_EXIT = 128
"""The exit code of a program that a signal ended is this plus the signal's number, as in a shell."""

KEYBOARD_SIGNALS = () if sys.platform == "win32" else (signal.SIGINT, signal.SIGQUIT)
"""What Ctrl+C and Ctrl+\\ send to every program of a terminal that is not in raw mode."""

SIGNAL_DELAY = 0.5
"""Seconds after another program had the terminal until its keyboard signals end this one again."""

KEY_REPEAT = 0.5
"""Seconds within which a second press of the same key counts as the key being held down. Terminals do
not report key repeat; keyboards wait up to half a second before they repeat, then repeat fast."""


class QuizApp(AppBase):
    """srm-quiz on a screen. It opens on the home screen, or in a session if a scope is given.

    `opening` is the action of a home screen command to start with: "explore", "play_sort".
    """

    TITLE = "srm-quiz"
    CSS_PATH = "app.tcss"
    COMMANDS = {CommandProvider}  # noqa: RUF012, Textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = [
        # Without an id no setting can rebind them, and with priority no modal screen can swallow them.
        Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True),
        *bindings(drill.Palette, drill.Quit, drill.SuspendProgram, drill.Help),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (60, "-normal"), (112, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        study: Study,
        *,
        scope: Scope | None = None,
        mode: Mode = Mode.DRILL,
        limit: int | None = None,
        minutes: int | None = None,
        opening: str = "",
        asks_exam: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__()
        self.study = study
        self.last_press = KeyPress()
        self._latest_received = self.last_press
        self._typeahead = TypeAhead(self, self._deliver)
        self._monotonic = monotonic
        self._first = (scope, mode, limit, minutes)
        self._asks_exam = asks_exam
        self._opening = opening
        self._environ = environ
        for theme in THEMES:
            self.register_theme(theme)
        # Before anything is styled: setting the theme later would style everything twice.
        name = theme_name(study.settings.theme, self.available_themes)
        self.set_reactive(AppBase.theme, name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(dark=self.current_theme.dark)

    def monotonic(self) -> float:
        return self._monotonic()

    def on_mount(self) -> None:
        self._handle_signals()
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self.set_keymap(keymap(self.study.settings.keys))
        self.push_screen(HomeScreen())
        scope, mode, limit, minutes = self._first
        if scope is not None:
            self.drill(scope, mode=mode, limit=limit, minutes=minutes)
        elif self._asks_exam:
            from srm_quiz.tui.screens.exam.choice import ExamChoiceScreen

            self.push_screen(ExamChoiceScreen())
        if self._opening:
            self.call_after_refresh(self.run_action, f"screen.{self._opening}")
        problems = [*keymap_problems(self.study.settings.keys)]
        if theme_problem(theme := self.study.settings.theme, self.available_themes):
            problems.append(f"there is no theme '{printable(theme)}': the settings screen lists them")
        for problem in problems:
            self.notify(f"In the settings file, {problem}.", severity="warning", timeout=10, markup=False)

    def on_ready(self) -> None:
        # Decks, widgets and styles live as long as the program: a garbage collection that walked through
        # all of them would cost a key its frame. (The command line has kept the collector off until now.)
        gc.freeze()
        gc.enable()
        self.set_interval(DECK_POLL_INTERVAL, self.reload_changed_decks)
        self.call_after_refresh(self.study.note_today)
        self.call_after_refresh(import_module, DRILL_MODULE)

    def reload_changed_decks(self) -> None:
        """Reload the decks if one was saved, and report what changed."""
        if not self.study.decks_changed():
            return
        card_count, problems = len(self.study.library.by_key), list(self.study.library.problems)
        self._reload_decks()
        added = len(self.study.library.by_key) - card_count
        remaining = list(self.study.library.problems)
        known = {(problem.path, problem.code, problem.message) for problem in problems}
        new = [problem for problem in remaining if (problem.path, problem.code, problem.message) not in known]
        if new:
            self._report_problems(new)
        elif added:
            cards = phrases.count(abs(added), "card")
            self.notify(f"Decks reloaded: {cards} {'more' if added > 0 else 'fewer'}.", timeout=4)
        elif len(remaining) < len(problems):
            fixed = phrases.count(len(problems) - len(remaining), "problem is", "problems are")
            self.notify(f"Decks reloaded: {fixed} fixed.", timeout=4)

    def _reload_decks(self) -> None:
        """Reload the decks and tell the visible screens. Earlier notices no longer apply."""
        self.dismiss_notices([notice.message for notice in self._notifications])
        if self.study.reload():
            self.notify("The card was reworded; its history goes with it.", timeout=4)
        for screen in reversed(self.screen_stack):
            screen.post_message(DecksReloaded())
            if not isinstance(screen, ModalScreen):
                break  # the screens beneath are hidden, and draw themselves when they are shown again

    def _report_problems(self, problems: Sequence[Problem]) -> None:
        """Report the first of these deck problems, how many more there are, and what follows from it."""
        first = problems[0]
        line = f", line {first.line}" if first.line else ""
        more = f" {phrases.count(len(problems) - 1, 'more problem')}." if len(problems) > 1 else ""
        held = first.path in self.study.library.held
        cost = " Its cards are asked as they were until this is fixed." if held else ""
        self.notify(
            f"{printable(Path(first.path).name)}{line}: {printable(first.message)}.{more}{cost}",
            severity="warning",
            timeout=10,
            markup=False,
        )

    async def on_event(self, event: events.Event) -> None:
        # An event that the focused widget did not use bubbles up to the app again, marked as forwarded.
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            key = event.key if isinstance(event, events.Key) else ""
            # The time of the press itself, however long the event waited while something was drawn.
            previous, at = self._latest_received, self.monotonic() - (events.Idle().time - event.time)
            held = key == previous.key != "" and at - previous.at < KEY_REPEAT
            self._latest_received = KeyPress(key, at, held)
            self._typeahead.enqueue(event, self._latest_received)
        else:
            await super().on_event(event)

    async def _deliver(self, event: InputEvent, press: KeyPress) -> None:
        if press.key:
            self.last_press = press
        await super().on_event(event)

    # ------------------------------------------------------- from screen to screen

    def drill(
        self,
        scope: Scope = EVERYTHING,
        *,
        mode: Mode = Mode.DRILL,
        limit: int | None = None,
        minutes: int | None = None,
    ) -> None:
        """Start a session and show it; if nothing is due, practice that moves no dates."""
        session = self.study.start(scope, mode=mode, limit=limit, minutes=minutes)
        if session.finished and mode is Mode.DRILL:
            session = self.study.start(scope, mode=Mode.CRAM, limit=limit)
            if not session.finished:
                self.notify(why_practice(self.study, scope), timeout=8)
        if session.finished:
            self.notify(why_nothing(self.study, scope))
            return
        self._show_drill()
        is_whole = limit is None and minutes is None and not scope.is_everything
        if is_whole and session.mode is Mode.DRILL and (why := why_fewer(self.study)):
            self.notify(why, timeout=8)

    def play_daily(self) -> None:
        """Show today's challenge, or its result once it has been played."""
        try:
            session = self.study.start_daily()
        except StoreError as error:
            self.report_error(error)
            return
        if session.finished:
            self.show_daily()
        else:
            self._show_drill()

    def show_daily(self) -> None:
        """Show how the daily challenges went."""
        from srm_quiz.tui.screens.games.daily import DailyScreen

        self._show(DailyScreen())

    def show_summary(self) -> None:
        """Show what the finished session changed."""
        if self.study.session is not None and self.study.session.mode is Mode.DAILY:
            self.show_daily()
            return
        from srm_quiz.tui.screens.summary import SummaryScreen

        self._show(SummaryScreen())

    def go_home(self) -> None:
        """Return to the home screen, leaving the screens above it one after the other.

        Popped all at once, a screen in between would be resumed after its widgets are gone.
        """
        self.screen_stack[1].pop_until_active()

    def undo(self) -> None:
        """Take back the last answer of the finished session and show its card again."""
        from srm_quiz.domain.events import Undo

        try:
            session = self.study.send(Undo())
        except StoreError as error:
            self.report_error(error)
            return
        if not session.finished:
            self._show_drill()

    def apply_setting(self, name: str) -> None:
        if name == "theme":
            self.theme = theme_name(self.study.settings.theme, self.available_themes)

    async def action_quit(self) -> None:
        """Quit. An answer on screen counts, as it does when its session is left."""
        self._quit()

    def _quit(self, return_code: int = 0) -> None:
        from srm_quiz.domain.events import End

        session = self.study.session
        message = None
        if session is not None and session.allows(End):
            try:
                self.study.send(End())
            except StoreError as error:
                message = f"{error}"
        self.exit(return_code=return_code, message=message)

    # ---------------------------------------------------------------- signals and the shell

    def _handle_signals(self) -> None:
        """Quit in an orderly way on signals: the terminal is restored, and an answer on screen counts."""
        if self.is_headless or sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM, *KEYBOARD_SIGNALS):
            loop.add_signal_handler(number, self._quit, SIGNAL_EXIT + number)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Give the terminal to another program, whose Ctrl+C is meant for that program alone."""
        with super().suspend():
            loop = asyncio.get_running_loop()
            for number in KEYBOARD_SIGNALS:
                loop.remove_signal_handler(number)
                signal.signal(number, _ignore)  # not SIG_IGN, which the program would inherit
            try:
                yield
            finally:
                # Later, because asyncio learns of a signal only once it runs again.
                loop.call_later(SIGNAL_DELAY, self._handle_signals)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The program can be suspended only where Textual's driver can, which has no public name."""
        can_suspend = self._driver is not None and self._driver.can_suspend
        return action != "suspend_process" or can_suspend

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(QuizCommandPalette(id="--command-palette"))

    def action_help(self) -> None:
        from srm_quiz.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notice. One with the same message is replaced, not shown twice."""
        self.dismiss_notices([message])
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def dismiss_notices(self, messages: Collection[str]) -> None:
        # Textual can clear all notices, but has no public way to list them or to remove one.
        for notice in [notice for notice in self._notifications if notice.message in messages]:
            self._unnotify(notice)

    def _unnotify(self, notification: Notification, refresh: bool = True) -> None:
        """Remove a notice from every screen; the last one gives its lines back.

        Textual itself removes it from the screen in front alone, and only when the next notice comes, and
        its rack keeps an empty line. There is no public hook: a toast that expires or is clicked ends here.
        """
        super()._unnotify(notification, refresh=False)
        for screen in self.screen_stack:
            screen.query(f"#--textual-toast-{notification.identity}").remove()
            if not self._notifications:
                screen.query("ToastRack").set(display=False)

    def open_source(self, address: str) -> None:
        try:
            runs_here = is_text_browser()
        except webbrowser.Error:
            self._report_no_browser(address)
            return
        if runs_here:
            try:
                with self.suspend():
                    opened = open_in_terminal(address)
            except SuspendNotSupported:
                opened = False
            if not opened:
                self._report_no_browser(address)
        else:
            self._open_in_window(address)

    @work(thread=True)
    def _open_in_window(self, address: str) -> None:
        if not open_in_window(address):
            self.call_from_thread(self._report_no_browser, address)

    def _report_no_browser(self, address: str) -> None:
        self.copy_to_clipboard(address)
        self.notify(
            f"No browser could be opened here. Copied, if your terminal allows it:\n{address}",
            timeout=12,
            markup=False,
        )

    def report_error(self, error: Exception) -> None:
        """Show an error as a notice: what could not be done, and what to do about it."""
        self.notify(str(error), severity="error", timeout=12, markup=False)

    def _show_drill(self) -> None:
        # Imported late: the home screen is painted first.
        from srm_quiz.tui.screens.drill import DrillScreen

        self._show(DrillScreen())

    def _show(self, screen: Screen[Any]) -> None:
        """Show the screen above home, in place of any other."""
        if len(self.screen_stack) > 2:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    # -------------------------------------------------------------------- the editor

    def can_edit(self, card: Card) -> bool:
        deck = self.study.library.deck(deck_of(card.key))
        return deck is not None and not is_installed(deck.path, self.study.locations)

    def edit_card(self, card: Card) -> None:
        """Open the card's deck file at its line, and reload the decks afterwards.

        Without an editor the form opens over the screen instead.
        """
        deck = self.study.library.deck(deck_of(card.key))
        if deck is None:
            return
        where = f"The card is in {printable(deck.path)}, line {card.line}."
        if self._open_editor(deck.path, self._place_of(card, deck), where):
            return
        if refusal := self._open_form(deck, card):
            message = f"{refusal} {where} {HOW_TO_CHOOSE[:1].upper()}{HOW_TO_CHOOSE[1:]}."
            self.notify(message, timeout=12, markup=False)

    def _place_of(self, card: Card, deck: Deck) -> Place:
        """Where the card is in its file, or the first problem if the file cannot be read now."""
        if deck.path in self.study.library.held:
            for problem in self.study.library.problems:
                if problem.path == deck.path and problem.line:
                    return Place(problem.line, problem.column or 1)
        return Place(card.line)

    def edit_file(self, path: str, place: Place, subject: str) -> None:
        """Open a deck file at `place`, and reload the decks afterwards; `subject` says what stands there."""
        where = f"The {subject} is in {printable(path)}, line {place.line}."
        if not self._open_editor(path, place, where):
            self.notify(f"Set an editor in the settings, or $EDITOR. {where}", markup=False)

    def _open_editor(self, path: str, place: Place, where: str) -> bool:
        """Run the editor and wait for it; False if none is set. `where` completes an error message."""
        try:
            setting = self.study.settings.editor
            command = editor_command(self._environ, path, place, setting=setting)
            if command is None:
                return False
            with self.suspend():
                subprocess.run(command, check=False)
        except (OSError, ValueError, SuspendNotSupported) as error:
            message = f"The editor could not be opened ({error}). {where}"
            self.notify(message, severity="error", timeout=12, markup=False)
            return True
        if is_bundled(path, self.study.locations):
            self.notify(
                "This deck came with srm-quiz: an update replaces it, with any changes you make. "
                "Your own cards belong in a deck of your own.",
                severity="warning",
                timeout=10,
            )
        self._reload_decks()
        if problems := [problem for problem in self.study.library.problems if problem.path == path]:
            self._report_problems(problems)
        return True

    def _open_form(self, deck: Deck, card: Card) -> Exception | None:
        """Open the form; return the reason if the card cannot be edited in one."""
        # Imported late: it brings in all that writes deck files, which the first frame does not need.
        from srm_quiz.deckfiles.edit.note_editor import CannotSaveError, NoteEditor
        from srm_quiz.tui.screens.decks.card_form import CardFormScreen

        try:
            desk = NoteEditor(self.study.library, deck, card)
        except CannotSaveError as refusal:
            return refusal
        self.push_screen(CardFormScreen(desk, desk.original))
        return None


def _ignore(*_: object) -> None:
    """A signal handler that does nothing."""
