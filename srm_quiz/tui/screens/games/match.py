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
from srm_quiz.tui.screens.games.base import SHOWN_RESULTS, TICK, GameScreen
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.markdown import MarkdownText
from srm_quiz.tui.widgets.match_table import MatchTable
from srm_quiz.tui.widgets.titlebar import TitleBar

HOW_TO_PLAY = f"""\
Six terms, six meanings. **Which belong together?**

A number picks a term, a letter picks a meaning, in any order. A wrong pair costs {PENALTY:.0f} seconds."""


class MatchScreen(GameScreen):
    """The match game: how to play, a round, and then its time and the best one."""

    BINDINGS = bindings(games.Play, drill.DrillMisses, drill.Help, drill.Back)

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None

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
        return self._board is not None and not self._board.over

    @property
    def missed(self) -> tuple[CardKey, ...]:
        return self._board.missed if self._board is not None else ()

    def stop(self) -> None:
        self._do(Stop())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which actions are available before, during and after a round."""
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
            self.app.notify("Your decks have too few short questions and answers to match.")
            return
        self._board = match.begin(run, pairs, study.now(), run)
        self.show()

    def on_match_table_picked(self, message: MatchTable.Picked) -> None:
        message.stop()
        if self.playing:
            self._do(PickMeaning(message.row) if message.is_meaning else PickTerm(message.row))

    def _do(self, event: MatchEvent) -> None:
        """Apply the event: what it changes is on disk before it is on screen."""
        assert self._board is not None
        study = self.app.study
        after, effects = match.step(self._board, event, study.now(), {})
        if self.save(effects):
            self._board = after
            self.show()

    # ---------------------------------------------------------------------- drawing

    def show(self) -> None:
        board, table = self._board, self.query_one(MatchTable)
        table.display = self.playing
        self.query_one("#question", MarkdownText).update(HOW_TO_PLAY if board is None else "")
        lines: list[Content] = []
        if board is not None and self.playing:
            table.show(board)
            table.focus(scroll_visible=False)
        else:
            self.set_focus(None)
            lines = [*self._time(board), *self._best()]
        self.query_one("#why", Static).update(Content("\n").join(lines))
        self._show_clock()
        self.refresh_bindings()

    def _show_clock(self) -> None:
        right = ""
        if self._board is not None and self.playing:
            left = len(self._board.pairs) - len(self._board.matched)
            right = f"{left} to go   {self._board.seconds(self.app.study.now()):.0f} s"
        self.query_one(TitleBar).right = right

    def _time(self, board: Board | None) -> list[Content]:
        if board is None:
            return []
        if not board.complete:
            return [Content("Stopped. Nothing is lost."), Content("")]
        assert board.ended is not None
        wrong = len(board.mistaken)
        cost = f", with {phrases.count(wrong, 'wrong pair')}" if wrong else ""
        lines = [Content.styled(f"{board.seconds(board.ended):.1f} seconds{cost}", "bold"), Content("")]
        missed = [pair for pair in board.pairs if pair.card in board.missed]
        lines += [
            Content.assemble(("✗ ", "$text-error"), f"{pair.term}: ", (pair.meaning, "$text-muted"))
            for pair in missed
        ]
        return [*lines, Content("")] if missed else lines

    def _best(self) -> list[Content]:
        times = [result.seconds for result in self.app.study.match_results()]
        if not times:
            return []
        last = ", ".join(f"{seconds:.1f}" for seconds in reversed(times[-SHOWN_RESULTS:]))
        praise = "  a new best!" if len(times) > 1 and times[-1] < min(times[:-1]) else ""
        return [
            Content.assemble(("Best ", "$text-muted"), f"{min(times):.1f} seconds", (praise, "$accent")),
            Content.styled(f"Last {last}", "$text-muted"),
        ]
