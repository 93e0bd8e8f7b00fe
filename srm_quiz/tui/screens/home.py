"""The home screen: what there is to do now, and one key to start it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from srm_quiz import phrases
from srm_quiz.deckfiles.library import is_bundled
from srm_quiz.domain.reviews import Mode
from srm_quiz.store.errors import StoreError
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.study.status import FIRST_CARDS, Status
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill, games
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer, shown_keys
from srm_quiz.tui.widgets.meters import FREEZE, goal_bar, week_strip
from srm_quiz.tui.widgets.titlebar import TitleBar

if TYPE_CHECKING:
    from srm_quiz.study.relink import DeckChanges

START = "start"
PLAY = (
    games.Explore,
    games.PlaySort,
    games.PlayLine,
    games.PlayMatch,
    games.PlayDaily,
    games.PlayExam,
)
QUIT_GUARD = 0.5
"""Seconds after the return to the home screen during which no key quits: it may be one press too many."""
LINE_GAME_LENGTH = 5
"""Services in one round of the line game."""
NUMBERS = 22
"""Width of the numbers to the right of a deck, in cells."""
MAX_WIDTH, MARGINS = 92, 6
"""The maximum width of the page (see app.tcss), and what its sides and the scrollbar take up (cells)."""


class DeckList(OptionList, inherit_bindings=False):
    """What Enter can start. It has no keys of its own: the screen's commands move and select."""


class HomeScreen(Screen[None]):
    """Today, the streak, and the decks. The cursor is on what to do next."""

    BINDINGS = bindings(
        drill.Start,
        drill.Down,
        drill.Up,
        games.Explore,
        games.PlaySort,
        games.PlayLine,
        games.PlayMatch,
        games.PlayDaily,
        games.PlayExam,
        drill.Decks,
        drill.BeginDeck,
        drill.Find,
        drill.Statistics,
        drill.Plan,
        drill.Settings,
        drill.Problems,
        drill.TakeBack,
        drill.Help,
        drill.Leave,
    )

    app: AppBase
    _status: Status | None = None
    _start_text = ""
    _followed = 0
    _is_looking = False
    _returned_at: float | None = None
    _is_unwell: bool | None = None
    """Looked up once: it asks the disk, and a key would wait for it."""

    def compose(self) -> ComposeResult:
        yield TitleBar("srm-quiz")
        with Horizontal(id="today"):
            yield Static(id="due", markup=False)
            yield Static(id="streak", markup=False)
        with Vertical(id="choices"):
            yield DeckList(id="decks", markup=False)
        yield Static(id="play", markup=False)
        yield Static(id="problems", markup=False)
        yield Footer()

    def on_screen_resume(self) -> None:
        if self._status is not None:
            self._returned_at = self.app.monotonic()
        self.show()

    def on_resize(self) -> None:
        if self._status is not None:
            self._show_choices(self._status)

    def on_decks_reloaded(self) -> None:
        self.show()

    def show(self) -> None:
        """Draw the present state."""
        study = self.app.study
        self._status = status = study.status()
        now = study.now()
        days = phrases.count(status.days_left, "day")
        countdown = f"{status.exam_title or 'exam'} in {days}" if status.days_left else ""
        today = phrases.short_date(now.day)
        if now.local.date() != now.day:  # past midnight, but the study day goes on
            today += f" until {now.rollover:02}:00"
        self.query_one(TitleBar).right = "   ".join(filter(None, (today, countdown)))
        self.query_one("#due", Static).update(_today(status))
        self.query_one("#streak", Static).update(_streak(status))
        self._show_choices(status)
        self.query_one("#play", Static).update(self._play())
        self.call_after_refresh(self._show_deck_problems)

    def _show_deck_problems(self) -> None:
        """Say what is wrong with the decks, and what became of cards that were answered.

        The latter reads all answers: it runs after the first frame, and no key waits for it.
        """
        history = self.app.study.deck_history
        self._followed = history.followed_lately()
        self.refresh_bindings()
        self._show_changes(history.known_changes)
        if history.known_changes is None and not self._is_looking:
            self._is_looking = True
            self._look_for_changes()

    @work(thread=True)
    def _look_for_changes(self) -> None:
        worker = get_current_worker()
        error = None
        try:
            self.app.study.deck_history.changes()
        except StoreError as caught:
            error = caught
        if not worker.is_cancelled:
            self.app.call_from_thread(self._looked, error)

    def _looked(self, error: StoreError | None) -> None:
        self._is_looking = False
        if error is not None:
            self.app.report_error(error)
        elif self.is_mounted:
            self._show_deck_problems()  # which looks again if the decks have changed meanwhile

    def _show_changes(self, changes: DeckChanges | None) -> None:
        problems = len(self.app.study.library.problems)
        lines = [f"{phrases.count(problems, 'problem')} in your decks: p shows them."] if problems else []
        if self._followed:
            cards = phrases.count(self._followed, "card")
            key = shown_keys(self).get(drill.TakeBack.id(), "`srm-quiz relink --undo`")
            lines.append(f"{cards} moved in your decks and kept their history: {key} takes it back.")
        if changes is not None and changes.reworded:
            cards = phrases.count(len(changes.reworded), "reworded card")
            lines.append(f"{cards} left a history behind: `srm-quiz relink` carries it over.")
        if changes is not None and changes.answers:
            cards = phrases.count(len(changes.answers), "card")
            lines.append(f"{cards} you know got another answer: `srm-quiz relink` asks what to do.")
        if self._is_unwell is None:
            self._is_unwell = self.app.study.is_unwell()
        if self._is_unwell:
            lines.append("Something needs your attention: `srm-quiz doctor` says what, and what to do.")
        message = self.query_one("#problems", Static)
        message.update("\n".join(lines))
        message.display = bool(lines)

    def _show_choices(self, status: Status) -> None:
        choices = self.query_one(DeckList)
        cursor = choices.highlighted or 0
        width = max(NUMBERS + 8, min(self.size.width, MAX_WIDTH) - MARGINS)
        choices.clear_options()
        choices.add_options(list(self._choices(status, width)))
        choices.highlighted = min(cursor, choices.option_count - 1)
        choices.focus()

    def _choices(self, status: Status, width: int) -> Iterator[Option | None]:
        start = "Start drilling"
        if status.comes_back:
            start = f"Start with {FIRST_CARDS} cards"
        elif not len(status.agenda):
            start = "Practise anyway (moves no dates)"
        yield Option(self._start(start, is_current=True), id=START)
        yield Option("", disabled=True)
        yield Option(_row("Decks", ("sound", "shaky", "new"), width, "$text-muted"), disabled=True)
        locations = self.app.study.locations
        # The learner's own decks first: they are few, and their author looks for them.
        decks = [(row.deck, row) for row in status.decks if row.deck]
        for deck, row in sorted(decks, key=lambda pair: is_bundled(pair[0].path, locations)):
            numbers = (f"{row.sound:,}", f"{row.shaky:,}", f"{row.new:,}")
            yield Option(_row(deck.title, numbers, width), id=deck.id)

    def _start(self, text: str, *, is_current: bool) -> Content:
        """The first line. Its mark shows only under the cursor, or there would seem to be two cursors."""
        self._start_text = text
        return Content.assemble(("▌ " if is_current else "  ", "$accent"), (text, "bold"))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        first = self._start(self._start_text, is_current=event.option_id == START)
        event.option_list.replace_option_prompt(START, first)

    def _play(self) -> Content:
        """The games with their keys, as the footer would show them if it had the room."""
        keys = shown_keys(self)
        entries = [
            Content.assemble((keys[game.id()], "bold $text-accent"), f" {game.label}")
            for game in PLAY
            if game.id() in keys
        ]
        return Content.assemble(("Play   ", "$text-muted"), Content("   ").join(entries))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == START:
            comes_back = self.app.study.status().comes_back
            self.app.drill(EVERYTHING, limit=FIRST_CARDS if comes_back else None)
        else:
            self.app.drill(Scope(decks=frozenset({str(event.option_id)})))

    def action_start(self) -> None:
        self.query_one(DeckList).action_select()

    def action_down(self) -> None:
        self.query_one(DeckList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(DeckList).action_cursor_up()

    def action_explore(self) -> None:
        from srm_quiz.tui.screens.games.explorer import ExplorerScreen

        self.app.push_screen(ExplorerScreen())

    def action_play_line(self) -> None:
        self.app.drill(mode=Mode.LINE, limit=LINE_GAME_LENGTH)

    def action_play_sort(self) -> None:
        from srm_quiz.tui.screens.games.sort import SortScreen

        self.app.push_screen(SortScreen())

    def action_play_match(self) -> None:
        from srm_quiz.tui.screens.games.match import MatchScreen

        self.app.push_screen(MatchScreen())

    def action_play_daily(self) -> None:
        self.app.play_daily()

    def action_play_exam(self, preset: str = "", questions: int = 0) -> None:
        """Show the exams to take; the cursor is on the preset with this number of questions, if given."""
        from srm_quiz.tui.screens.exam.start import ExamStartScreen

        self.app.push_screen(ExamStartScreen(preset, questions))

    def action_decks(self) -> None:
        self._browse()

    def action_find(self) -> None:
        self._browse("search")

    def action_begin_deck(self) -> None:
        self._browse("new_deck")

    def _browse(self, action: str = "") -> None:
        from srm_quiz.tui.screens.decks.browser import BrowserScreen

        self.app.push_screen(BrowserScreen(action))

    def action_statistics(self) -> None:
        from srm_quiz.tui.screens.statistics import StatisticsScreen

        self.app.push_screen(StatisticsScreen())

    def action_plan(self) -> None:
        from srm_quiz.tui.screens.exam_plan import ExamPlanScreen

        self.app.push_screen(ExamPlanScreen())

    def action_settings(self) -> None:
        from srm_quiz.tui.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen())

    def action_problems(self) -> None:
        from srm_quiz.tui.screens.decks.problems import ProblemsScreen

        self.app.push_screen(ProblemsScreen())

    def action_take_back(self) -> None:
        try:
            count = self.app.study.deck_history.take_back()
        except StoreError as error:
            self.app.report_error(error)
            return
        histories = phrases.count(count, "history", "histories")
        self.app.notify(f"{histories} given back to the cards that had them.", timeout=6)
        self.show()

    def action_leave(self) -> None:
        """Quit, unless the key was just one press too many after returning from another screen."""
        now, returned_at = self.app.monotonic(), self._returned_at
        if not self.app.last_press.held and (returned_at is None or now - returned_at >= QUIT_GUARD):
            self.app.exit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys for problems and for histories that moved work only if there are some."""
        if action == drill.TakeBack.id():
            return bool(self._followed)
        return action != "problems" or bool(self.app.study.library.problems)


def _row(title: str, numbers: tuple[str, str, str], width: int, style: str = "") -> Content:
    """The row of a deck: its title cut to fit, its numbers aligned on the right."""
    room = width - NUMBERS
    shown = Content(title).truncate(room, ellipsis=True, pad=True)
    sound, shaky, new = numbers
    return Content.assemble(shown, f"{sound:>7}{shaky:>7}{new:>7}").stylize(style)


def _today(status: Status) -> Content:
    if status.comes_back:
        line = "Welcome back. A few cards first; the rest over the next days."
    elif len(status.agenda):
        line = phrases.agenda_line(status.agenda)
    elif status.days_left:
        line = "Today's plan for your exam is done."
    else:
        line = "Nothing more is due today. Well done."
    return Content.assemble(
        ("Today\n", "$text-muted"),
        (f"{line}\n", "bold"),
        goal_bar(status.answered, status.wanted, 18),
        f"  {phrases.answers_today(status.answered, status.wanted)}",
    )


def _streak(status: Status) -> Content:
    """The streak, the best one, the week, and the freezes held or the days to the next one."""
    streak = status.streak
    days = phrases.count(streak.days, "day") if streak.days else "begins today"
    best = "   your best" if streak.days > 1 else ""
    if streak.best > streak.days:
        best = f"   best {streak.best}"
    freezes = f"{FREEZE} in {phrases.count(streak.to_freeze, 'day')}" if streak.days else ""
    if streak.freezes:
        freezes = f"{FREEZE} {phrases.count(streak.freezes, 'freeze')}"
    return Content.assemble(
        ("Streak\n", "$text-muted"),
        (days, "bold"),
        f"{best}\n",
        week_strip(streak.week),
        f"   {freezes}",
    )
