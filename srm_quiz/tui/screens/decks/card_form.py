"""The form in which a card is written: its lines, what is wrong with them, and the card as it will be."""

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
from srm_quiz.tui.commands import decks
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.card_preview import CardPreview
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import MultilineInput
from srm_quiz.tui.widgets.note_form import KINDS, NoteForm
from srm_quiz.tui.widgets.titlebar import TitleBar

IN_THE_FORM = {
    "same-choice": "two options say the same: reword one of them",
    "unknown-owner": "an owner is AWS, You or Shared",
}
"""What is said here of a problem that tells of lines or words of the file, by its code."""

PAUSE = 0.25
"""Seconds after the last key until the preview is drawn anew."""


def said_in_the_form(problem: Problem) -> str:
    """What is wrong, where there are lines and keys and no file."""
    if problem.code == "bad-choices":
        return problem.message.replace("choices", "options")
    return IN_THE_FORM.get(problem.code, problem.message)


def _plain(value: Any) -> Any:
    """A draft, or something in it, without what is empty and without space around texts: to be compared."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return {key: found for key, one in value.items() if (found := _plain(one))}
    return [found for one in value if (found := _plain(one))]


class CardFormScreen(Screen[bool]):
    """One note. Ctrl+S puts it into its file, and changes nothing else there."""

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
    )

    app: AppBase

    def __init__(self, desk: NoteEditor, draft: Draft) -> None:
        super().__init__()
        self.desk = desk
        self.kind = kind_of_draft(draft)
        self._draft = draft
        self._pause: Timer | None = None
        self._outdated: list[CardKey] = []
        """Cards that were learnt, and whose answer was changed just now."""
        self._conflict = ""
        """Why the note cannot be saved, once another program has changed it."""
        self._asked = ""
        """What the learner was asked once: to leave, to delete, to put back what is gone, to ask the same."""

    def compose(self) -> ComposeResult:
        title = KINDS[self.kind][0]
        yield TitleBar(title if self.desk.note else f"New: {title}", self.desk.deck.title)
        with Horizontal(id="desk"):
            yield NoteForm(self.kind, self._draft, id="form")
            yield CardPreview(id="preview")
        yield Static(id="said", markup=False)
        yield Footer()

    @property
    def _lines(self) -> NoteForm:
        return self.query_one(NoteForm)

    async def on_mount(self) -> None:
        await self._look()

    def on_decks_reloaded(self) -> None:
        """Another program saved the deck: show its note where nothing was written here, else tell."""
        try:
            if self._is_changed:
                self.desk.check_unchanged()
            elif self.desk.take_anew():
                self.app.switch_screen(CardFormScreen(self.desk, self.desk.original))
                return
        except CannotSaveError as refusal:
            self._conflict = str(refusal)
            self._say(self._conflict)
            return
        if self._conflict:
            self._conflict = ""
            self._look_soon()

    # ------------------------------------------------------------------- what is written

    def draft(self) -> dict[str, Any]:
        """What the form says now."""
        return self._lines.draft()

    @cached_property
    def _is_bundled(self) -> bool:
        return is_bundled(self.desk.deck.path, self.app.study.locations)

    @property
    def _is_changed(self) -> bool:
        return bool(_plain(self.draft()) != _plain(self._draft))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        self._look_soon()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._look_soon()

    def on_input_submitted(self) -> None:
        self.action_next_line()

    def on_multiline_input_exited(self, event: MultilineInput.Exited) -> None:
        if event.by > 0:
            self.action_next_line()
        else:
            self.action_line_before()

    def _look_soon(self) -> None:
        self._asked = ""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._look)

    async def _look(self) -> None:
        """Check what is written, and show it as the drill would."""
        found = self.desk.check(self.draft())
        await self.query_one(CardPreview).show(found.cards)
        if not self._asked:
            self._tell(found)

    def _tell(self, found: DraftCheck, *, is_refused: bool = False) -> None:
        """Say what is missing, wrong or doubtful. Where saving was refused it is said that it was."""
        refusal = "Not saved. " if is_refused else ""
        if self._conflict:
            text, tone = self._conflict, "$text-warning"
        elif empty := self._lines.empty():
            text = f"{refusal}Still to fill in: {', '.join(empty)}."
            tone = "$text-warning" if is_refused else "$text-muted"
        elif found.problems:
            first = said_in_the_form(found.problems[0])
            text, tone = f"{refusal}{first[:1].upper()}{first[1:]}.", "$text-warning"
        elif self._is_bundled:
            text, tone = "This deck came with srm-quiz: it is shown here, and not changed.", "$text-muted"
        elif found.alike:
            text, tone = self._said_alike(found), "$text-warning"
        elif self.desk.note and not self._is_changed:
            text, tone = "Nothing is changed yet.", "$text-muted"
        else:
            text, tone = "Ready to save.", "$text-success"
        self._say(text, tone)

    def _said_alike(self, found: DraftCheck) -> str:
        """Which card asks the same or nearly so."""
        other = found.alike[0]
        nearly = "" if found.is_same else "nearly "
        deck = self.app.study.library.deck(deck_of(other.key))
        title = deck.title if deck and deck.id != self.desk.deck.id else "this deck"
        return f"Another card of {title} asks {nearly}the same: {phrases.asked_text(other)}"

    def _say(self, text: str, tone: str = "$text-warning") -> None:
        self.query_one("#said", Static).update(Content.styled(text, tone))

    # ---------------------------------------------------------------------- what keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Options belong to choice cards, and are changed one at a time: the one that has the cursor.

        A card that is in no file yet cannot be deleted, nor can one that came with the program.
        """
        if action == "add_option":
            return self.kind is Kind.CHOICE
        if action in ("mark_right", "remove_option", "option_up"):
            if self.kind is not Kind.CHOICE:
                return False
            lines = self.query(NoteForm)
            return True if lines and lines.first().row else None
        if action == "next_owner":
            return self.kind is Kind.OWNER
        if action == "learn_anew":
            return bool(self._outdated)
        return action != "delete_card" or (bool(self.desk.note) and not self._is_bundled)

    def action_next_line(self) -> None:
        self.focus_next("MultilineInput, LineInput")

    def action_line_before(self) -> None:
        self.focus_previous("MultilineInput, LineInput")

    def action_mark_right(self) -> None:
        if (row := self._lines.row) is not None:
            row.flip()
            self._look_soon()

    def action_next_owner(self) -> None:
        self._lines.next_owner()

    async def action_add_option(self) -> None:
        await self._lines.add_option()
        self._look_soon()

    async def action_remove_option(self) -> None:
        await self._lines.remove_option()
        self._look_soon()

    def action_option_up(self) -> None:
        self._lines.raise_option()
        self._look_soon()

    async def action_save_card(self) -> None:
        if self._pause is not None:  # a look that comes later would speak over what is said here
            self._pause.stop()
            await self._look()
        if self._is_bundled:
            why = "This deck came with srm-quiz, and an update replaces it."
            self._say(f"{why} Cards of yours go in a deck of yours.")
            return
        draft = self.draft()
        found = self.desk.check(draft)
        if found.problems or self._lines.empty():
            self._tell(found, is_refused=True)
            return
        is_new = not self.desk.note
        if is_new and found.is_same and self._asked != "same":
            self._asked = "same"
            self._say(f"{self._said_alike(found)}. Ctrl+S again saves it all the same.")
            return
        before = self._answers(self.desk.check(self._draft).cards)
        try:
            self.desk.save(draft, puts_back=self._asked == "put back")
        except NoteGoneError as gone:
            self._asked = "put back"
            self._say(f"{gone} Ctrl+S again puts it back, at the end of the deck.")
            return
        except CannotSaveError as refusal:
            self._say(str(refusal))
            return
        self._asked = self._conflict = ""
        self.app.study.reload()
        if is_new:
            self.dismiss(True)
        else:
            self._draft = self._lines.original = self.desk.original
            self._tell_saved(before, self._answers(found.cards))

    @staticmethod
    def _answers(cards: Sequence[Card]) -> dict[str, str]:
        """What is right on each card of the note, by its number in it."""
        return {card.key.rpartition("#")[2]: phrases.answer_text(card) for card in cards}

    def _tell_saved(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Saved; and where an answer is another one now, what that means for a card that was learnt."""
        note = f"{self.desk.deck.id}/{self.desk.note}"
        progress = self.app.study.progress()
        changed = [CardKey(f"{note}#{name}") for name in after if before.get(name, "") != after[name]]
        self._outdated = [key for key in changed if key in progress and progress[key].schedule]
        if self._outdated:
            with suppress(StoreError):  # else the change is told once more on the home screen
                self.app.study.settle_answers(self._outdated)
            self._say("Saved. The answer is another one: Ctrl+L learns the card anew, else its dates stay.")
        else:
            self._say("Saved.", "$text-success")
        self.refresh_bindings()

    def action_learn_anew(self) -> None:
        try:
            for key in self._outdated:
                self.app.study.relearn(key)
        except StoreError as error:
            self.app.tell(error)
            return
        self._outdated = []
        self._say("The card is a new one again. Its answers so far are kept.", "$text-success")
        self.refresh_bindings()

    def action_delete_card(self) -> None:
        if self._asked != "delete":
            self._asked = "delete"
            self._say("Ctrl+G again deletes this card from its file. Its history is kept.")
            return
        try:
            self.desk.remove()
        except CannotSaveError as refusal:
            self._say(str(refusal))
            return
        self.app.study.reload()
        self.dismiss(True)

    def action_leave_form(self) -> None:
        if self._is_changed and self._asked != "leave":
            self._asked = "leave"
            self._say("Not saved yet. Ctrl+S saves; Esc again leaves without saving.")
            return
        self.dismiss(False)
