"""What comes before writing a card: the kind of the card, and the title of a new deck."""

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
from srm_quiz.tui.commands import decks, drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import LineInput
from srm_quiz.tui.widgets.note_form import KINDS


class CardKindScreen(ModalScreen[int]):
    """Asks for the kind of card to write. It returns after each card until the learner is done."""

    BINDINGS = bindings(decks.PickKind, decks.SameKind, decks.LeaveKinds, drill.Help)

    app: AppBase

    def __init__(self, editor: NoteEditor, after_each: Callable[[], None]) -> None:
        """`after_each` is called after each card saved, while this screen stays open."""
        super().__init__()
        self._note_editor = editor
        self._after_each = after_each
        self._written = 0
        self._last: Kind | None = None
        """The kind of the last card written."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel", id="kinds"):
            yield Static(f"A new card for {self._note_editor.deck.title}", classes="heading", markup=False)
            lines = [
                Content.assemble(
                    (f"{number}  ", "bold $text-accent"), f"{name:<26}", (purpose, "$text-muted")
                )
                for number, (name, purpose) in enumerate(KINDS.values(), 1)
            ]
            yield Static(Content("\n").join(lines), classes="kinds")
            yield Static(id="written", markup=False)
        yield Footer()

    def action_pick_kind(self, position: int) -> None:
        self._write(list(KINDS)[position])

    def action_same_kind(self) -> None:
        if self._last is not None:
            self._write(self._last)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another of the same kind is offered once there is a first."""
        return action != "same_kind" or self._last is not None

    def _write(self, kind: Kind) -> None:
        from srm_quiz.tui.screens.decks.card_form import CardFormScreen

        self._last = kind
        editor = NoteEditor(self.app.study.library, self._note_editor.deck)
        self.app.push_screen(CardFormScreen(editor, EMPTY_DRAFTS[kind]), self._after_form)

    def _after_form(self, is_saved: bool | None) -> None:
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

    BINDINGS = bindings(decks.LeaveTitle, drill.Help)

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel", id="kinds"):
            question = "A deck of your own: what is it about? Enter creates it."
            yield Static(question, classes="heading", markup=False)
            yield LineInput(placeholder="for example: S3 in depth", compact=True)
        yield Footer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)

    def action_leave_title(self) -> None:
        self.dismiss(None)
