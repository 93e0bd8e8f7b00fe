"""Before a card is written: what deck it is for, and what kind of card it is."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from srm_quiz import phrases
from srm_quiz.deckfiles.edit.note_editor import EMPTY_DRAFTS, NoteEditor
from srm_quiz.domain.cards import Kind
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import decks
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import LineInput
from srm_quiz.tui.widgets.note_form import KINDS


class CardKindScreen(ModalScreen[int]):
    """What kind of card is to be written. It comes back after each, until the learner has enough."""

    BINDINGS = bindings(decks.PickKind, decks.SameKind, decks.LeaveKinds)

    app: AppBase

    def __init__(self, desk: NoteEditor, after_each: Callable[[], None]) -> None:
        """`after_each` is called when a card has been written, while this screen stays."""
        super().__init__()
        self._desk = desk
        self._after_each = after_each
        self._written = 0
        self._last: Kind | None = None
        """The kind of the card that was written last."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel", id="kinds"):
            yield Static(f"A new card for {self._desk.deck.title}", classes="heading", markup=False)
            lines = [
                Content.assemble((f"{place}  ", "bold $text-accent"), f"{name:<26}", (purpose, "$text-muted"))
                for place, (name, purpose) in enumerate(KINDS.values(), 1)
            ]
            yield Static(Content("\n").join(lines), classes="kinds")
            yield Static(id="written", markup=False)
        yield Footer()

    def action_pick_kind(self, place: int) -> None:
        self._write(list(KINDS)[place])

    def action_same_kind(self) -> None:
        if self._last is not None:
            self._write(self._last)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another like the last is offered once there is a last."""
        return action != "same_kind" or self._last is not None

    def _write(self, kind: Kind) -> None:
        from srm_quiz.tui.screens.decks.card_form import CardFormScreen

        self._last = kind
        desk = NoteEditor(self.app.study.library, self._desk.deck)
        self.app.push_screen(CardFormScreen(desk, EMPTY_DRAFTS[kind]), self._count)

    def _count(self, is_saved: bool | None) -> None:
        if is_saved:
            self._written += 1
            self._after_each()
            count = phrases.count(self._written, "card")
            text = f"\n✓ {count} saved. Enter writes another like it, Esc when you are done."
            self.refresh_bindings()
            self.query_one("#written", Static).update(Content.styled(text, "$text-success"))

    def action_leave_kinds(self) -> None:
        self.dismiss(self._written)


class DeckTitleScreen(ModalScreen[str | None]):
    """The title of a new deck."""

    BINDINGS = bindings(decks.LeaveTitle)

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel", id="kinds"):
            question = "A deck of your own. What is it about? Enter makes it."
            yield Static(question, classes="heading", markup=False)
            yield LineInput(placeholder="for instance: S3 in depth", compact=True)
        yield Footer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)

    def action_leave_title(self) -> None:
        self.dismiss(None)
