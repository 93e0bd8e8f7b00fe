"""Match: six terms, six meanings, and a clock."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.games import match
from srm_quiz.domain.games.match import PENALTY, Board, MatchEvent, PickMeaning, PickTerm, Stop
from srm_quiz.tui.commands import drill, games
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.screens.games.base import LISTED, TICK, GameScreen
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.markdown import MarkdownText
from srm_quiz.tui.widgets.match_table import MatchTable
from srm_quiz.tui.widgets.titlebar import TitleBar

HOW_TO_PLAY = f"""\
Six terms, six meanings. **Which belong together?**

A number takes a term, a letter takes a meaning, in any order. A wrong pair costs {PENALTY:.0f} seconds."""


class MatchScreen(GameScreen):
    """Before a round it says how to play; after it, how long it took and what the best time is."""

    BINDINGS = bindings(games.Play, drill.DrillMisses, drill.Help, drill.Back)

    def __init__(self) -> None:
        super().__init__()
        self._table: Board | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Match")
        with VerticalScroll(id="page", can_focus=False):
            yield MarkdownText(id="question")
            yield MatchTable(id="answer")
            yield Static(id="why", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.set_interval(TICK, self._show_clock)

    @property
    def playing(self) -> bool:
        return self._table is not None and not self._table.over

    @property
    def missed(self) -> tuple[CardKey, ...]:
        return self._table.missed if self._table is not None else ()

    def stop(self) -> None:
        self._do(Stop())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done before, in and after a round."""
        match action:
            case "play":
                return not self.playing
            case "drill_misses":
                return not self.playing and bool(self.missed)
        return True

    def action_play(self) -> None:
        study = self.app.study
        run = study.new_run()
        pairs = match.pairs_of(study.library.cards(), run)
        if len(pairs) < 2:
            self.app.notify("There are too few short questions and answers here to match.")
            return
        self._table = match.begin(run, pairs, study.now(), run)
        self.show()

    def on_match_table_picked(self, message: MatchTable.Picked) -> None:
        message.stop()
        if self.playing:
            self._do(PickMeaning(message.place) if message.meaning else PickTerm(message.place))

    def _do(self, event: MatchEvent) -> None:
        """Take the event: what it changes is on disk before it is on screen."""
        assert self._table is not None
        study = self.app.study
        after, effects = match.step(self._table, event, study.now(), {})
        if self.kept(effects):
            self._table = after
            self.show()

    # ---------------------------------------------------------------------- drawing

    def show(self) -> None:
        table, shown = self._table, self.query_one(MatchTable)
        shown.display = self.playing
        self.query_one("#question", MarkdownText).update(HOW_TO_PLAY if table is None else "")
        lines: list[Content] = []
        if table is not None and self.playing:
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
        if self._table is not None and self.playing:
            left = len(self._table.pairs) - len(self._table.matched)
            right = f"{left} to go   {self._table.seconds(self.app.study.now()):.0f} s"
        self.query_one(TitleBar).right = right

    def _time(self, table: Board | None) -> list[Content]:
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
        times = [result.seconds for result in self.app.study.match_results()]
        if not times:
            return []
        last = ", ".join(f"{seconds:.1f}" for seconds in reversed(times[-LISTED:]))
        newest = "  a new best!" if len(times) > 1 and times[-1] < min(times[:-1]) else ""
        return [
            Content.assemble(("Best ", "$text-muted"), f"{min(times):.1f} seconds", (newest, "$accent")),
            Content.styled(f"Last {last}", "$text-muted"),
        ]
