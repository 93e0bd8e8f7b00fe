"""The form for writing a card: its fields, what is wrong with them, and a preview of the card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from srm_quiz import phrases
from srm_quiz.deckfiles.edit.note_editor import (
    CannotSaveError,
    DraftCheck,
    NoteEditor,
    NoteGoneError,
    kind_of_draft,
)
from srm_quiz.deckfiles.library import is_bundled
from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.domain.cards import Card, CardKey, Kind, deck_of
from srm_quiz.problems import Problem
from srm_quiz.store.errors import StoreError
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import decks, drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.card_preview import CardPreview
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import MultilineInput
from srm_quiz.tui.widgets.note_form import KINDS, NoteForm
from srm_quiz.tui.widgets.titlebar import TitleBar

MESSAGES = {
    "same-choice": "two options say the same: reword one of them",
    "unknown-owner": "an owner is AWS, You or Shared",
}
"""The form's own messages for problems whose message speaks of the file, by problem code."""

PREVIEW_DELAY = 0.25
"""Seconds after the last key until the preview is updated."""


def form_message(problem: Problem) -> str:
    """What is wrong, in terms of the form instead of the file."""
    if problem.code == "bad-choices":
        return problem.message.replace("choices", "options")
    return MESSAGES.get(problem.code, problem.message)


def _plain(value: Any) -> Any:
    """A draft, or a part of it, without empty values and surrounding spaces, for comparison."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return {key: plain for key, part in value.items() if (plain := _plain(part))}
    return [plain for part in value if (plain := _plain(part))]


class CardFormScreen(Screen[bool]):
    """The form of one note. Ctrl+S saves it to its file, and changes nothing else there."""

    BINDINGS = bindings(
        decks.SaveCard,
        decks.LineBefore,
        decks.MarkRight,
        decks.NextOwner,
        decks.AddOption,
        decks.RemoveOption,
        decks.OptionUp,
        decks.LearnAnew,
        decks.DeleteCard,
        decks.NextLine,
        decks.LeaveForm,
        drill.Help,
    )

    app: AppBase

    def __init__(self, editor: NoteEditor, draft: Draft) -> None:
        super().__init__()
        self.editor = editor
        self.kind = kind_of_draft(draft)
        self._draft = draft
        self._preview_timer: Timer | None = None
        self._changed_answers: list[CardKey] = []
        """Cards already learnt whose answer the last save changed."""
        self._conflict = ""
        """Why the note cannot be saved: another program changed it meanwhile."""
        self._confirming = ""
        """What a second press of the key confirms: "leave", "delete", "put back" or "same"."""

    def compose(self) -> ComposeResult:
        title = KINDS[self.kind][0]
        yield TitleBar(title if self.editor.note else f"New: {title}", self.editor.deck.title)
        with Horizontal(id="columns"):
            yield NoteForm(self.kind, self._draft, id="form")
            yield CardPreview(id="preview")
        yield Static(id="message", markup=False)
        yield Footer()

    @property
    def _form(self) -> NoteForm:
        return self.query_one(NoteForm)

    async def on_mount(self) -> None:
        await self._update_preview()

    def on_decks_reloaded(self) -> None:
        """Another program saved the deck: show the new note, or report a conflict if the form was changed."""
        try:
            if self._is_changed:
                self.editor.check_unchanged()
            elif self.editor.take_anew():
                self.app.switch_screen(CardFormScreen(self.editor, self.editor.original))
                return
        except CannotSaveError as refusal:
            self._conflict = str(refusal)
            self._show_message(self._conflict)
            return
        if self._conflict:
            self._conflict = ""
            self._update_preview_soon()

    # ------------------------------------------------------------------------ the draft

    def draft(self) -> dict[str, Any]:
        """The note as the form has it now."""
        return self._form.draft()

    @cached_property
    def _is_bundled(self) -> bool:
        return is_bundled(self.editor.deck.path, self.app.study.locations)

    @property
    def _is_changed(self) -> bool:
        return bool(_plain(self.draft()) != _plain(self._draft))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        self._update_preview_soon()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._update_preview_soon()

    def on_input_submitted(self) -> None:
        self.action_next_line()

    def on_multiline_input_exited(self, event: MultilineInput.Exited) -> None:
        if event.by > 0:
            self.action_next_line()
        else:
            self.action_line_before()

    def _update_preview_soon(self) -> None:
        self._confirming = ""
        if self._preview_timer is not None:
            self._preview_timer.stop()
        self._preview_timer = self.set_timer(PREVIEW_DELAY, self._update_preview)

    async def _update_preview(self) -> None:
        """Check the draft, and show it as the drill would."""
        checked = self.editor.check(self.draft())
        await self.query_one(CardPreview).show(checked.cards)
        if not self._confirming:
            self._show_state(checked)

    def _show_state(self, checked: DraftCheck, *, is_refused: bool = False) -> None:
        """Say what is missing, wrong or doubtful, and that saving was refused if it was."""
        refusal = "Not saved. " if is_refused else ""
        if self._conflict:
            text, tone = self._conflict, "$text-warning"
        elif empty := self._form.empty():
            text = f"{refusal}Still to fill in: {', '.join(empty)}."
            tone = "$text-warning" if is_refused else "$text-muted"
        elif checked.problems:
            first = form_message(checked.problems[0])
            text, tone = f"{refusal}{first[:1].upper()}{first[1:]}.", "$text-warning"
        elif self._is_bundled:
            text, tone = "This deck came with srm-quiz: the card is only shown, not changed.", "$text-muted"
        elif checked.alike:
            text, tone = self._describe_duplicate(checked), "$text-warning"
        elif self.editor.note and not self._is_changed:
            text, tone = "No changes yet.", "$text-muted"
        else:
            text, tone = "Ready to save.", "$text-success"
        self._show_message(text, tone)

    def _describe_duplicate(self, checked: DraftCheck) -> str:
        """Which card asks the same, or nearly the same."""
        other = checked.alike[0]
        nearly = "" if checked.is_same else "nearly "
        deck = self.app.study.library.deck(deck_of(other.key))
        title = deck.title if deck and deck.id != self.editor.deck.id else "this deck"
        return f"Another card in {title} asks {nearly}the same: {phrases.asked_text(other)}"

    def _show_message(self, text: str, tone: str = "$text-warning") -> None:
        self.query_one("#message", Static).update(Content.styled(text, tone))

    # ---------------------------------------------------------------------- what keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only choice cards have options, and keys change the focused one.

        A card that is in no file yet cannot be deleted, nor can one that came with the program.
        """
        if action == "add_option":
            return self.kind is Kind.CHOICE
        if action in ("mark_right", "remove_option", "option_up"):
            if self.kind is not Kind.CHOICE:
                return False
            forms = self.query(NoteForm)
            return True if forms and forms.first().row else None
        if action == "next_owner":
            return self.kind is Kind.OWNER
        if action == "learn_anew":
            return bool(self._changed_answers)
        return action != "delete_card" or (bool(self.editor.note) and not self._is_bundled)

    def action_next_line(self) -> None:
        self.focus_next("MultilineInput, LineInput")

    def action_line_before(self) -> None:
        self.focus_previous("MultilineInput, LineInput")

    def action_mark_right(self) -> None:
        if (row := self._form.row) is not None:
            row.flip()
            self._update_preview_soon()

    def action_next_owner(self) -> None:
        self._form.next_owner()

    async def action_add_option(self) -> None:
        await self._form.add_option()
        self._update_preview_soon()

    async def action_remove_option(self) -> None:
        await self._form.remove_option()
        self._update_preview_soon()

    def action_option_up(self) -> None:
        self._form.raise_option()
        self._update_preview_soon()

    async def action_save_card(self) -> None:
        if self._preview_timer is not None:  # a later update would replace the message shown here
            self._preview_timer.stop()
            await self._update_preview()
        if self._is_bundled:
            self._show_message(
                "This deck came with srm-quiz, and an update replaces it. "
                "Your own cards belong in a deck of your own."
            )
            return
        draft = self.draft()
        checked = self.editor.check(draft)
        if checked.problems or self._form.empty():
            self._show_state(checked, is_refused=True)
            return
        is_new = not self.editor.note
        if is_new and checked.is_same and self._confirming != "same":
            self._confirming = "same"
            self._show_message(f"{self._describe_duplicate(checked)}. Ctrl+S again saves it anyway.")
            return
        before = self._answers(self.editor.check(self._draft).cards)
        try:
            self.editor.save(draft, puts_back=self._confirming == "put back")
        except NoteGoneError as gone:
            self._confirming = "put back"
            self._show_message(f"{gone} Ctrl+S again puts it back, at the end of the deck.")
            return
        except CannotSaveError as refusal:
            self._show_message(str(refusal))
            return
        self._confirming = self._conflict = ""
        self.app.study.reload()
        if is_new:
            self.dismiss(True)
        else:
            self._draft = self._form.original = self.editor.original
            self._after_save(before, self._answers(checked.cards))

    @staticmethod
    def _answers(cards: Sequence[Card]) -> dict[str, str]:
        """The right answer of each card of the note, by the part of its key that is its own."""
        return {card.key.rpartition("#")[2]: phrases.answer_text(card) for card in cards}

    def _after_save(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Report that the note is saved, and offer a fresh start for learnt cards whose answer changed."""
        note = f"{self.editor.deck.id}/{self.editor.note}"
        progress = self.app.study.progress()
        changed = [CardKey(f"{note}#{name}") for name in after if before.get(name, "") != after[name]]
        self._changed_answers = [key for key in changed if key in progress and progress[key].schedule]
        if self._changed_answers:
            with suppress(StoreError):  # otherwise the home screen reports the change again
                self.app.study.deck_history.settle_answers(self._changed_answers)
            self._show_message(
                "Saved. The answer has changed: Ctrl+L starts the card afresh; otherwise its dates stay."
            )
        else:
            self._show_message("Saved.", "$text-success")
        self.refresh_bindings()

    def action_learn_anew(self) -> None:
        try:
            for key in self._changed_answers:
                self.app.study.relearn(key)
        except StoreError as error:
            self.app.report_error(error)
            return
        self._changed_answers = []
        self._show_message("The card counts as new again. Its earlier answers are kept.", "$text-success")
        self.refresh_bindings()

    def action_delete_card(self) -> None:
        if self._confirming != "delete":
            self._confirming = "delete"
            self._show_message("Ctrl+G again deletes this card from its file. Its history is kept.")
            return
        try:
            self.editor.remove()
        except CannotSaveError as refusal:
            self._show_message(str(refusal))
            return
        self.app.study.reload()
        self.dismiss(True)

    def action_leave_form(self) -> None:
        if self._is_changed and self._confirming != "leave":
            self._confirming = "leave"
            self._show_message("Not saved yet. Ctrl+S saves; Esc again leaves without saving.")
            return
        self.dismiss(False)
