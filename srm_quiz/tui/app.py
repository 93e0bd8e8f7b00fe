"""The Textual application: which screen follows which, themes, keys, and the editor."""

from __future__ import annotations

import gc
import os
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
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
from srm_quiz.tui.keymap import keymap, problems_in
from srm_quiz.tui.screens.home import HomeScreen
from srm_quiz.tui.theme import THEMES, no_such_theme, theme_name, variable_defaults
from srm_quiz.tui.typeahead import Input, TypeAhead

if TYPE_CHECKING:
    from srm_quiz.domain.events import Event

WATCH = 1.0
"""Seconds between two looks at the deck files."""

DRILL = "srm_quiz.tui.screens.drill"
"""What is read as soon as the home screen is painted: it would cost the first Enter most of its wait."""

KEY_REPEAT = 0.5
"""A key that comes again within this many seconds of itself is being held down. Terminals do not
tell a held key; keyboards wait up to half a second before they repeat, and are fast from then on."""


class QuizApp(AppBase):
    """srm-quiz on a screen. It opens on the home screen, or in a sitting where a scope is given.

    `opening` is a command of the home screen to begin with, by its action: "explore", "play_sort".
    """

    TITLE = "srm-quiz"
    CSS_PATH = "app.tcss"
    COMMANDS = {CommandProvider}  # noqa: RUF012, Textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = [
        # Without an id no setting takes them away, and with priority no window in front keeps them.
        Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True),
        *bindings(drill.Palette, drill.Quit, drill.Help),
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
        self.press = KeyPress()
        self._pressed = self.press
        self._typeahead = TypeAhead(self, self._hand_over)
        self._monotonic = monotonic
        self._first = (scope, mode, limit, minutes)
        self._asks_exam = asks_exam
        self._opening = opening
        self._environ = environ
        for theme in THEMES:
            self.register_theme(theme)
        # Before anything is styled: a theme that is set later styles everything twice.
        name = theme_name(study.settings.theme, self.available_themes)
        self.set_reactive(AppBase.theme, name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(dark=self.current_theme.dark)

    def monotonic(self) -> float:
        return self._monotonic()

    def on_mount(self) -> None:
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
        wrong = [*problems_in(self.study.settings.keys)]
        if no_such_theme(theme := self.study.settings.theme, self.available_themes):
            wrong.append(f"there is no theme '{printable(theme)}': the settings screen names those there are")
        for sentence in wrong:
            self.notify(f"In the settings file, {sentence}.", severity="warning", timeout=10, markup=False)

    def on_ready(self) -> None:
        # Decks, widgets and styles live as long as the program: a collection of garbage that looked at
        # them all again would cost a key its frame. (The command line has put collecting off until now.)
        gc.freeze()
        gc.enable()
        self.set_interval(WATCH, self._watch)
        self.call_after_refresh(self.study.note_today)
        self.call_after_refresh(import_module, DRILL)

    def _watch(self) -> None:
        """Read the decks again where one was saved, and say what that brought."""
        if not self.study.decks_changed():
            return
        before, problems = len(self.study.library.by_key), list(self.study.library.problems)
        self._read_again()
        after, now = len(self.study.library.by_key), list(self.study.library.problems)
        known = {(problem.path, problem.code, problem.message) for problem in problems}
        fresh = [problem for problem in now if (problem.path, problem.code, problem.message) not in known]
        if fresh:
            self._tell_of(fresh)
        elif after != before:
            self.notify(
                f"Decks read again: {phrases.count(abs(after - before), 'card')} "
                f"{'more' if after > before else 'fewer'}.",
                timeout=4,
            )
        elif len(now) < len(problems):
            self.notify("Decks read again: that is mended.", timeout=4)

    def _read_again(self) -> None:
        """Read the decks again, and let the screens in sight know. What was said of them before is over."""
        for notice in list(self._notifications):
            self._unnotify(notice)
        if self.study.reload():
            self.notify("The card was reworded: its history goes with it.", timeout=4)
        for screen in reversed(self.screen_stack):
            screen.post_message(DecksReloaded())
            if not isinstance(screen, ModalScreen):
                break  # what is beneath is out of sight, and draws itself when it comes back

    def _tell_of(self, problems: Sequence[Problem]) -> None:
        """Say the first of these problems of decks, and what it costs."""
        first = problems[0]
        line = f", line {first.line}" if first.line else ""
        more = f" {phrases.count(len(problems) - 1, 'more problem')}." if len(problems) > 1 else ""
        held = first.path in self.study.library.held
        cost = " Its cards are asked as they were until this is mended." if held else ""
        self.notify(
            f"{printable(Path(first.path).name)}{line}: {printable(first.message)}.{more}{cost}",
            severity="warning",
            timeout=10,
            markup=False,
        )

    async def on_event(self, event: events.Event) -> None:
        # What the focused widget has no use for comes by a second time, forwarded, on its way up.
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            key = event.key if isinstance(event, events.Key) else ""
            # When it was pressed, however long it lay there while something was drawn.
            last, at = self._pressed, self.monotonic() - (events.Idle().time - event.time)
            self._pressed = KeyPress(key, at, held=key == last.key != "" and at - last.at < KEY_REPEAT)
            self._typeahead.take(event, self._pressed)
        else:
            await super().on_event(event)

    async def _hand_over(self, event: Input, press: KeyPress) -> None:
        if press.key:
            self.press = press
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
        """Begin a sitting and show it; where nothing is due, a practice that moves no dates."""
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
        """Today's challenge, or its result where it was played."""
        try:
            session = self.study.start_daily()
        except StoreError as error:
            self.tell(error)
            return
        if session.finished:
            self.show_daily()
        else:
            self._show_drill()

    def show_daily(self) -> None:
        """How the daily challenges went."""
        from srm_quiz.tui.screens.games.daily import DailyScreen

        self._show(DailyScreen())

    def show_summary(self) -> None:
        """The sitting is over: say what it changed."""
        if self.study.session is not None and self.study.session.mode is Mode.DAILY:
            self.show_daily()
            return
        from srm_quiz.tui.screens.summary import SummaryScreen

        self._show(SummaryScreen())

    def go_home(self) -> None:
        """Back to the home screen, leaving what is above it one screen after the other.

        Popped all at once, a screen between would be told that it is back when its widgets are gone.
        """
        self.screen_stack[1].pop_until_active()

    def send_and_drill(self, event: Event) -> None:
        """Send the event from the summary and show the card it brings back."""
        try:
            session = self.study.send(event)
        except StoreError as error:
            self.tell(error)
            return
        if not session.finished:
            self._show_drill()

    def settings_changed(self, name: str) -> None:
        if name == "theme":
            self.theme = theme_name(self.study.settings.theme, self.available_themes)

    async def action_quit(self) -> None:
        """Leave. An answer on screen counts, as it does where its sitting is left."""
        from srm_quiz.domain.events import End

        session = self.study.session
        trouble = None
        if session is not None and session.allows(End):
            try:
                self.study.send(End())
            except StoreError as error:
                trouble = f"{error}"
        self.exit(message=trouble)

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
        """Say something. Where the same stands there already, it is said anew and not twice."""
        self.unsay([message])
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def unsay(self, messages: Collection[str]) -> None:
        for notice in [notice for notice in self._notifications if notice.message in messages]:
            self._unnotify(notice)

    def _unnotify(self, notification: Notification, refresh: bool = True) -> None:
        """A notice has gone: where it was the last, its lines go back to every screen that had made room."""
        super()._unnotify(notification, refresh=False)
        # Textual looks after the screen in front alone, when the next notice comes, and leaves a line empty.
        for screen in self.screen_stack:
            screen.query(f"#--textual-toast-{notification.identity}").remove()
            if not self._notifications:
                screen.query("ToastRack").set(display=False)

    def tell(self, error: Exception) -> None:
        """Something could not be done: say what, and what to do."""
        self.notify(str(error), severity="error", timeout=12, markup=False)

    def _show_drill(self) -> None:
        # Imported late: the home screen is painted before anybody can drill.
        from srm_quiz.tui.screens.drill import DrillScreen

        self._show(DrillScreen())

    def _show(self, screen: Screen[Any]) -> None:
        """The screen above home, in the place of any other."""
        if len(self.screen_stack) > 2:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    # -------------------------------------------------------------------- the editor

    def edit(self, card: Card) -> None:
        """Open the card's deck file at its line, and read the decks again afterwards.

        Where no editor is set it is the form that opens, over the screen; and for a card of an installed
        deck, which the form shows and does not change.
        """
        deck = self.study.library.deck(deck_of(card.key))
        if deck is None:
            return
        where = f"The card is in {printable(deck.path)}, line {card.line}."
        is_kept = is_installed(deck.path, self.study.locations)
        if not is_kept and self._open_editor(deck.path, self._place_of(card, deck), where):
            return
        if refusal := self._edit_in_form(deck, card):
            told = f"{refusal} {where} {HOW_TO_CHOOSE[:1].upper()}{HOW_TO_CHOOSE[1:]}."
            if is_kept:
                told = f"This card came with srm-quiz and stays as it is. {where}"
            self.notify(told, timeout=12, markup=False)

    def _place_of(self, card: Card, deck: Deck) -> Place:
        """Where the card is in its file; where that cannot be read, what is to be mended first."""
        if deck.path in self.study.library.held:
            for problem in self.study.library.problems:
                if problem.path == deck.path and problem.line:
                    return Place(problem.line, problem.column or 1)
        return Place(card.line)

    def edit_file(self, path: str, place: Place, what: str) -> None:
        """Open the deck file at the place, and read the decks again afterwards; `what` is what is there."""
        where = f"The {what} is in {printable(path)}, line {place.line}."
        if not self._open_editor(path, place, where):
            self.notify(f"Set an editor in the settings, or $EDITOR. {where}", markup=False)

    def _open_editor(self, path: str, place: Place, where: str) -> bool:
        """False where no editor is set; `where` is said of a file that could not be opened."""
        try:
            setting = self.study.settings.editor
            command = editor_command(self._environ, path, place, setting=setting)
            if command is None:
                return False
            with self.suspend():
                subprocess.run(command, check=False)
        except (OSError, ValueError, SuspendNotSupported) as error:
            trouble = f"The editor could not be opened ({error}). {where}"
            self.notify(trouble, severity="error", timeout=12, markup=False)
            return True
        if is_bundled(path, self.study.locations):
            self.notify(
                "This deck came with srm-quiz: an update replaces it, and what you changed in it. "
                "Cards of yours belong in a deck of yours.",
                severity="warning",
                timeout=10,
            )
        self._read_again()
        if problems := [problem for problem in self.study.library.problems if problem.path == path]:
            self._tell_of(problems)
        return True

    def _edit_in_form(self, deck: Deck, card: Card) -> Exception | None:
        """Open the form; gives the reason where the card has none."""
        # Imported late: it reads and writes deck files, and few edit before the first picture.
        from srm_quiz.deckfiles.edit.note_editor import CannotSaveError, NoteEditor
        from srm_quiz.tui.screens.decks.card_form import CardFormScreen

        try:
            desk = NoteEditor(self.study.library, deck, card)
        except CannotSaveError as refusal:
            return refusal
        self.push_screen(CardFormScreen(desk, desk.original))
        return None
