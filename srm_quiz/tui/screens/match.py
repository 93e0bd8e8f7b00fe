"""Match: six terms, six meanings, and a clock."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain import matching
from srm_quiz.domain.matching import PENALTY, Event, PickMeaning, PickTerm, Stop, Table
from srm_quiz.domain.reviews import Mode
from srm_quiz.store.errors import StoreError
from srm_quiz.study import Scope
from srm_quiz.tui import commands, play_commands
from srm_quiz.tui.host import Host
from srm_quiz.tui.widgets.keyline import KeyLine
from srm_quiz.tui.widgets.prose import Prose
from srm_quiz.tui.widgets.table import MatchTable
from srm_quiz.tui.widgets.titlebar import TitleBar

TICK = 0.1
LISTED = 10

HOW_TO_PLAY = f"""\
Six terms, six meanings. **Which belong together?**

A number takes a term, a letter takes a meaning, in any order. A wrong pair costs {PENALTY:.0f} seconds."""


class MatchScreen(Screen[None]):
    """Before a round it says how to play; after it, how long it took and what the best time is."""

    BINDINGS = commands.bindings(play_commands.Play, commands.DrillMisses, commands.Help, commands.Back)

    app: Host

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Match")
        with VerticalScroll(id="page", can_focus=False):
            yield Prose(id="question")
            yield MatchTable(id="answer")
            yield Static(id="why", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.set_interval(TICK, self._show_clock)

    def on_screen_resume(self) -> None:
        self._show()

    @property
    def _playing(self) -> bool:
        return self._table is not None and not self._table.over

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done before, in and after a round."""
        match action:
            case "play":
                return not self._playing
            case "drill_misses":
                return not self._playing and self._table is not None and bool(self._table.missed)
        return True

    def action_play(self) -> None:
        study = self.app.study
        run = study.new_run()
        pairs = matching.pairs_of(study.library.cards(), run)
        if len(pairs) < 2:
            self.app.notify("There are too few short questions and answers here to match.")
            return
        self._table = matching.begin(run, pairs, study.now(), run)
        self._show()

    def action_drill_misses(self) -> None:
        assert self._table is not None
        self.app.drill(Scope(cards=self._table.missed), mode=Mode.CRAM)

    def action_back(self) -> None:
        """Out of a round, then home."""
        if self._playing:
            self._do(Stop())
        else:
            self.app.go_home()

    def on_match_table_picked(self, message: MatchTable.Picked) -> None:
        message.stop()
        if self._playing:
            self._do(PickMeaning(message.place) if message.meaning else PickTerm(message.place))

    def _do(self, event: Event) -> None:
        """Take the event: what it changes is on disk before it is on screen."""
        assert self._table is not None
        study = self.app.study
        after, effects = matching.step(self._table, event, study.now(), {})
        if effects:
            try:
                study.record(effects)
            except StoreError as error:
                self.app.tell(error)
                return
        self._table = after
        self._show()

    # ---------------------------------------------------------------------- drawing

    def _show(self) -> None:
        table, shown = self._table, self.query_one(MatchTable)
        shown.display = self._playing
        self.query_one("#question", Prose).update(HOW_TO_PLAY if table is None else "")
        lines: list[Content] = []
        if table is not None and self._playing:
            shown.show(table)
            shown.focus(scroll_visible=False)
        else:
            self.set_focus(None)
            lines = [*self._time(table), *self._best()]
        self.query_one("#why", Static).update(Content("\n").join(lines))
        self._show_clock()
        self.refresh_bindings()

    def _show_clock(self) -> None:
        right = ""
        if self._table is not None and self._playing:
            left = len(self._table.pairs) - len(self._table.matched)
            right = f"{left} to go   {self._table.seconds(self.app.study.now()):.0f} s"
        self.query_one(TitleBar).right = right

    def _time(self, table: Table | None) -> list[Content]:
        if table is None:
            return []
        if not table.complete:
            return [Content("Stopped. Nothing is lost."), Content("")]
        assert table.ended is not None
        wrong = len(table.mistaken)
        cost = f", {phrases.count(wrong, 'wrong pair')} in it" if wrong else ""
        lines = [Content.styled(f"{table.seconds(table.ended):.1f} seconds{cost}", "bold"), Content("")]
        missed = [pair for pair in table.pairs if pair.card in table.missed]
        lines += [
            Content.assemble(("✗ ", "$text-error"), f"{pair.term}: ", (pair.meaning, "$text-muted"))
            for pair in missed
        ]
        return [*lines, Content("")] if missed else lines

    def _best(self) -> list[Content]:
        times = [one.seconds for one in matching.results(self.app.study.store.run_events(Mode.MATCH))]
        if not times:
            return []
        last = ", ".join(f"{seconds:.1f}" for seconds in reversed(times[-LISTED:]))
        newest = "  a new best!" if len(times) > 1 and times[-1] < min(times[:-1]) else ""
        return [
            Content.assemble(("Best ", "$text-muted"), f"{min(times):.1f} seconds", (newest, "$accent")),
            Content.styled(f"Last {last}", "$text-muted"),
        ]
