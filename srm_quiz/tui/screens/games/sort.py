"""Sort: one duty, three targets, sixty seconds."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain.cards import CardKey, Duty
from srm_quiz.domain.games import sort as sorting
from srm_quiz.domain.games.sort import SECONDS, Name, Round, RoundKind, RoundPhase, SortEvent, Stop, Tick
from srm_quiz.domain.reviews import Progress
from srm_quiz.tui.commands import drill, games
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.screens.games.base import SHOWN_RESULTS, TICK, GameScreen
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.markdown import MarkdownText, inline
from srm_quiz.tui.widgets.meters import progress_line
from srm_quiz.tui.widgets.owner_style import OWNER_STYLES
from srm_quiz.tui.widgets.owners import OwnerTargets
from srm_quiz.tui.widgets.titlebar import TitleBar


class SortScreen(GameScreen):
    """The sort game: how to play in three lines, a round, and how it went."""

    BINDINGS = bindings(
        games.Timed,
        games.GoOn,
        games.Endless,
        drill.DrillMisses,
        drill.Help,
        drill.Back,
    )

    def __init__(self) -> None:
        super().__init__()
        self._round: Round | None = None
        self._progress: Mapping[CardKey, Progress] = {}
        self._shown: object = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Sort")
        yield Static(id="progress", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            yield MarkdownText(id="question")
            yield OwnerTargets(id="answer")
            yield Static(id="why", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.set_interval(TICK, self._tick)

    # ------------------------------------------------------------------------ playing

    @property
    def playing(self) -> bool:
        return self._round is not None and self._round.phase is not RoundPhase.OVER

    @property
    def missed(self) -> tuple[CardKey, ...]:
        return self._round.missed if self._round is not None else ()

    def stop(self) -> None:
        self._do(Stop())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done before, in and after a round."""
        match action:
            case "timed" | "endless":
                return not self.playing
            case "go_on":
                return self._round is not None and self._round.phase is RoundPhase.EXPLAINING
            case "drill_misses":
                return not self.playing and bool(self.missed)
        return True

    def action_timed(self) -> None:
        self._begin(RoundKind.TIMED)

    def action_endless(self) -> None:
        self._begin(RoundKind.ENDLESS)

    def action_go_on(self) -> None:
        self._do(sorting.GoOn())

    def on_owner_targets_picked(self, message: OwnerTargets.Picked) -> None:
        message.stop()
        if self.playing:
            self._do(Name(message.owner))

    def _begin(self, kind: RoundKind) -> None:
        study = self.app.study
        run = study.new_run()
        items = sorting.items_of(study.library.cards(), run)
        if not items:
            self.app.notify("Your decks have no owner cards to sort.")
            return
        # Read once: during a round every key must be answered within a frame.
        self._progress = study.progress()
        self._round = sorting.begin(run, kind, items, study.now())
        self.show()

    def _tick(self) -> None:
        if self.playing:
            self._do(Tick())

    def _do(self, event: SortEvent) -> None:
        """Apply the event: what it changes is on disk before it is on screen."""
        assert self._round is not None
        study = self.app.study
        after, effects = sorting.step(self._round, event, study.now(), self._progress)
        if self.save(effects):
            self._round = after
            self.show()

    # ---------------------------------------------------------------------- drawing

    def show(self) -> None:
        game = self._round
        if game is None or game.phase is RoundPhase.OVER:
            self._show_page(game)
        else:
            self._show_clock(game)
            # On most ticks only the clock moves.
            if self._shown != (game.phase, game.given):
                self._shown = (game.phase, game.given)
                self._show_item(game)

    def _show_clock(self, game: Round) -> None:
        bar, line = self.query_one(TitleBar), self.query_one("#progress", Static)
        seconds_left = game.left(self.app.study.now())
        combo = f"{game.combo} in a row, points x{game.multiplier}   " if game.combo > 1 else ""
        bar.right = f"{combo}{game.score:,} points"
        if seconds_left is None:
            lives = phrases.count(game.lives, "life", "lives")
            line.update(Content.assemble(("♥ " * game.lives, "$accent"), f" {lives} left"))
        else:
            words = f"{seconds_left:.0f} s"
            room = max(0, line.content_size.width - len(words) - 2)
            line.update(progress_line(round(seconds_left * 10), round(SECONDS * 10), room, words))

    def _show_item(self, game: Round) -> None:
        card, owners = game.card, self.query_one(OwnerTargets)
        assert isinstance(card.content, Duty)
        on = f"\n\n{card.content.on}" if card.content.on else ""
        self._show_text(f"{card.content.duty}{on}")
        owners.display = True
        if game.phase is RoundPhase.EXPLAINING:
            owners.show_verdict(card.content.owner, game.given[-1].owner, card.content.accept)
            self.query_one("#why", Static).update(inline(card.why))
        else:
            owners.show_question()
            owners.focus(scroll_visible=False)
            self.query_one("#why", Static).update(self._last_answer(game))
        self.refresh_bindings()

    def _last_answer(self, game: Round) -> Content:
        """A line about the previous answer, while the next duty is on screen."""
        if not game.given or not game.given[-1].right:
            return Content("")
        given = game.given[-1]
        card = self.app.study.library.card(given.card)
        duty = card.content.duty if card is not None and isinstance(card.content, Duty) else ""
        return Content.assemble(
            ("✓ ", "bold $text-success"),
            (f"{duty}: {OWNER_STYLES[given.owner].word}", "$text-muted"),
            (f"   +{given.points}", "$text-success"),
        )

    def _show_page(self, game: Round | None) -> None:
        self._shown = None
        self.query_one(TitleBar).right = ""
        self.query_one("#progress", Static).update("")
        self.query_one(OwnerTargets).display = False
        self.set_focus(None)
        self._show_text(HOW_TO_PLAY if game is None or not game.given else "")
        lines = [] if game is None else self._score(game)
        self.query_one("#why", Static).update(Content("\n").join([*lines, *self._best()]))
        self.refresh_bindings()

    def _score(self, game: Round) -> list[Content]:
        if not game.given:
            return []
        right = sum(answer.right for answer in game.given)
        pace = game.clock / len(game.given)
        lines = [
            Content.styled(f"{game.score:,} points", "bold"),
            Content(
                f"{right} of {len(game.given)} right, {game.best_combo} in a row at best, "
                f"{pace:.1f} seconds each."
            ),
            Content(""),
        ]
        for key in game.missed:
            card = self.app.study.library.card(key)
            if card is not None and isinstance(card.content, Duty):
                on = f" ({card.content.on})" if card.content.on else ""
                style = OWNER_STYLES[card.content.owner]
                lines.append(
                    Content.assemble(
                        ("✗ ", "$text-error"), f"{card.content.duty}{on}: ", (style.word, style.colour)
                    )
                )
        return [*lines, Content("")] if game.missed else lines

    def _best(self) -> list[Content]:
        lines: list[Content] = []
        for kind, label in ((RoundKind.TIMED, "60 seconds"), (RoundKind.ENDLESS, "Endless")):
            scores = [result.score for result in self.app.study.sort_results(kind)]
            if scores:
                last = ", ".join(f"{score:,}" for score in reversed(scores[-SHOWN_RESULTS:]))
                praise = "  a new best!" if len(scores) > 1 and scores[-1] > max(scores[:-1]) else ""
                best = f"best {max(scores):,}"
                lines.append(Content.assemble((f"{label:<12}", "$text-muted"), best, (praise, "$accent")))
                lines.append(Content.assemble((" " * 12, ""), (f"last {last}", "$text-muted")))
        return lines

    def _show_text(self, text: str) -> None:
        self.query_one("#question", MarkdownText).update(text)


HOW_TO_PLAY = """\
A duty comes up. **Whose is it?**

Left is AWS, right is you, down is shared between you.

Quick answers earn more, and so do several in a row. A wrong one shows its reason while the clock waits."""
