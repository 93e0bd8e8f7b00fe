"""The deck browser: every card and its state, to search, to edit, and to add to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from srm_quiz import phrases
from srm_quiz.deckfiles.edit.note_editor import CannotSaveError, NoteEditor, discard_blank, new_deck
from srm_quiz.deckfiles.library import is_bundled
from srm_quiz.domain.cards import CardKey, Deck
from srm_quiz.domain.reviews import MarkKind, Mode, Progress
from srm_quiz.domain.search import SortOrder, parse, search
from srm_quiz.store.errors import StoreError
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import decks, drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.screens.decks.card_info import CardInfoScreen
from srm_quiz.tui.widgets.card_list import CardList
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.inputs import LineInput
from srm_quiz.tui.widgets.titlebar import TitleBar

CONFIRM_DELETE = "Press it again to delete this card from its file. Its history is kept."
DELETED = "The card is deleted from its file; its history is kept. u brings it back."


class BrowserScreen(Screen[None]):
    """A search line and the cards it finds. Letters are commands unless the line has the focus."""

    BINDINGS = bindings(
        decks.Info,
        decks.Search,
        decks.ToCards,
        decks.NewCard,
        decks.NewDeck,
        decks.DrillFound,
        decks.Sort,
        decks.OpenForm,
        decks.Practise,
        decks.FlagFound,
        decks.SuspendFound,
        decks.DeleteFound,
        decks.BringBack,
        decks.EditFile,
        decks.NextCard,
        decks.PreviousCard,
        decks.PageOfCards,
        decks.PageBack,
        drill.LeaveInput,
        drill.Help,
        drill.Back,
    )
    AUTO_FOCUS = "CardList"

    app: AppBase

    def __init__(self, action: str = "") -> None:
        """`action` is run when the screen opens, if given."""
        super().__init__()
        self._query = ""
        self._opening = action
        self._order = SortOrder.DECK
        self._new_deck: Path | None = None
        """The file of a deck that has just been made and has no card yet."""
        self._to_delete: CardKey | None = None
        """The card that the next press of the key deletes."""
        self._deleted: NoteEditor | None = None
        """The editor of the last card deleted, which can put it back."""
        self._texts: dict[CardKey, str] = {}
        """The searchable text of each card, kept from one search to the next, like the progress."""
        self._progress: Mapping[CardKey, Progress] = {}
        self._decks: Sequence[Deck] = ()

    def compose(self) -> ComposeResult:
        yield TitleBar("Cards of all decks")
        placeholder = "words, tag:iam, kind:choice, is:due, deck:storage, -not"
        yield LineInput(
            self._query, placeholder=placeholder, compact=True, select_on_focus=False, id="search"
        )
        yield Static(id="found", markup=False)
        yield CardList()
        yield Static(id="current", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.show()
        if self._opening:
            self.call_later(self.run_action, self._opening)

    def on_screen_resume(self) -> None:
        self.on_decks_reloaded()

    def on_decks_reloaded(self) -> None:
        self._texts.clear()
        self.show()

    def show(self) -> None:
        """Read the progress and repeat the search."""
        study = self.app.study
        self._progress = study.progress()
        # The learner's own decks first, as on the home screen: hundreds of cards follow.
        self._decks = sorted(study.library.decks, key=lambda deck: is_bundled(deck.path, study.locations))
        self._search()

    def _search(self, *, from_top: bool = False) -> None:
        """List the cards found; `from_top` for a new query."""
        study = self.app.study
        query = parse(self._query, self._decks)
        now = study.now()
        found = search(query, self._decks, self._progress, now.day, self._order, self._texts)
        self.query_one(CardList).show(found, now, from_top=from_top)
        deck = self._deck
        none = "No cards match." if deck is None or deck.cards else "This deck has no cards yet."
        summary = query.problem or (f"{phrases.count(len(found), 'card')}, {self._order}" if found else none)
        style = "$text-warning" if query.problem else "$text-muted"
        self.query_one("#found", Static).update(Content.styled(summary, style))
        self._show_current()
        self.query_one(TitleBar).right = phrases.count(len(study.library.decks), "deck")
        self.refresh_bindings()

    def _show_current(self) -> None:
        """Show the deck of the card under the cursor and its whole text, which may not fit in its row."""
        current = self.query_one(CardList).current
        self.query_one("#current", Static).update(
            Content.assemble((f"{current.deck.title}\n", "$text-muted"), phrases.asked_text(current.card))
            if current
            else ""
        )

    def _move(self, by: int) -> None:
        self._to_delete = None
        self.query_one(CardList).move(by)
        self._show_current()

    @property
    def _deck(self) -> Deck | None:
        """The deck of the card under the cursor, or else the deck named in the query."""
        current = self.query_one(CardList).current
        if current is not None:
            return current.deck
        named = [word[5:] for word in self._query.split() if word.startswith("deck:")]
        return next((deck for name in named if (deck := self.app.study.library.deck(name))), None)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._query = event.value
        self._search(from_top=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the search line has the focus, letters are letters. Some actions need a card."""
        is_typing = isinstance(self.focused, Input)
        if action in ("next_card", "previous_card", "help"):
            return True
        if action in ("leave_input", "to_cards"):
            return is_typing
        if is_typing:
            return False
        if action == "bring_back":
            return self._deleted is not None
        current = self.query_one(CardList).current
        if action in ("edit_file", "open_form"):
            return current is not None and self.app.can_edit(current.card)
        if action in ("info", "flag_found", "suspend_found", "delete_found", "drill_found", "practise"):
            return current is not None
        return True

    def action_next_card(self) -> None:
        self._move(1)

    def action_previous_card(self) -> None:
        self._move(-1)

    def action_page_of_cards(self) -> None:
        self._move(self.query_one(CardList).page)

    def action_page_back(self) -> None:
        self._move(-self.query_one(CardList).page)

    def action_search(self) -> None:
        self.query_one(LineInput).focus()

    def action_to_cards(self) -> None:
        self.set_focus(self.query_one(CardList))

    action_leave_input = action_to_cards

    def action_sort(self) -> None:
        orders = list(SortOrder)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._search()

    @property
    def _found(self) -> Scope:
        return Scope(cards=tuple(row.card.key for row in self.query_one(CardList).found))

    def action_drill_found(self) -> None:
        self.app.drill(self._found)

    def action_practise(self) -> None:
        self.app.drill(self._found, mode=Mode.CRAM)

    def action_info(self) -> None:
        current = self.query_one(CardList).current
        if current is not None:
            self.app.push_screen(CardInfoScreen(current.card, current.deck, current.progress, whole=True))

    def action_edit_file(self) -> None:
        current = self.query_one(CardList).current
        if current is not None:
            self.app.edit_card(current.card)

    def action_flag_found(self) -> None:
        self._mark(MarkKind.FLAG)

    def action_suspend_found(self) -> None:
        self._mark(MarkKind.SUSPEND)

    def _mark(self, kind: MarkKind) -> None:
        current = self.query_one(CardList).current
        if current is None:
            return
        is_on = current.progress.flagged if kind is MarkKind.FLAG else current.progress.suspended
        try:
            self.app.study.mark(current.card.key, kind, not is_on)
        except StoreError as error:
            self.app.report_error(error)
        self.show()

    def _editor(self) -> NoteEditor | None:
        """An editor for the card under the cursor; None without a card, or, reported, if it has no editor."""
        current = self.query_one(CardList).current
        if current is None:
            return None
        try:
            return NoteEditor(self.app.study.library, current.deck, current.card)
        except CannotSaveError as refusal:
            self.app.report_error(refusal)
            return None

    def action_open_form(self) -> None:
        if (editor := self._editor()) is None:
            return
        from srm_quiz.tui.screens.decks.card_form import CardFormScreen

        def after_form(_: bool | None) -> None:
            if editor.is_taken_out:
                self._report_deleted(editor)

        self.app.push_screen(CardFormScreen(editor, editor.original), after_form)

    def action_delete_found(self) -> None:
        current = self.query_one(CardList).current
        if current is None or (editor := self._editor()) is None:
            return
        if is_bundled(current.deck.path, self.app.study.locations):
            self.notify("This deck came with srm-quiz. Its cards can be suspended, but not deleted.")
            return
        if self._to_delete != current.card.key:
            self._to_delete = current.card.key
            self.notify(CONFIRM_DELETE)
            return
        try:
            editor.remove()
        except CannotSaveError as refusal:
            self.app.report_error(refusal)
            return
        self.app.study.reload()
        self._report_deleted(editor)
        self.on_decks_reloaded()

    def _report_deleted(self, editor: NoteEditor) -> None:
        self._deleted, self._to_delete = editor, None
        self.app.dismiss_notices([CONFIRM_DELETE])
        self.notify(DELETED)
        self.refresh_bindings()

    def action_bring_back(self) -> None:
        if self._deleted is None:
            return
        try:
            self._deleted.put_back()
        except CannotSaveError as refusal:
            self.app.report_error(refusal)
        else:
            self.app.dismiss_notices([DELETED])
            self.notify("The card is back in its file.")
            self.app.study.reload()
        self._deleted = None
        self.on_decks_reloaded()

    def action_new_card(self) -> None:
        deck = self._deck
        if deck is None or is_bundled(deck.path, self.app.study.locations):
            self.notify(
                "The decks that came with srm-quiz are replaced when it is updated. Your own cards belong "
                "in a deck of your own: go to one of its cards, or start a deck with c.",
                timeout=8,
            )
            return
        self._write_cards(deck)

    def _write_cards(self, deck: Deck, when_done: Callable[[int | None], None] | None = None) -> None:
        from srm_quiz.tui.screens.decks.new_card import CardKindScreen

        self.app.push_screen(
            CardKindScreen(NoteEditor(self.app.study.library, deck), self.on_decks_reloaded), when_done
        )

    def action_new_deck(self) -> None:
        from srm_quiz.tui.screens.decks.new_card import DeckTitleScreen

        self.app.push_screen(DeckTitleScreen(), self._make_deck)

    def _make_deck(self, title: str | None) -> None:
        opening, self._opening = self._opening, ""
        if not title:
            if opening == "new_deck":  # the learner came for this alone
                self.dismiss()
            return
        study = self.app.study
        try:
            self._new_deck = new_deck(study.locations.user_decks, title, study.library)
        except CannotSaveError as refusal:
            self.app.report_error(refusal)
            return
        study.reload()
        deck = next((deck for deck in study.library.decks if deck.path == str(self._new_deck)), None)
        if deck is not None:
            self.query_one(LineInput).value = f"deck:{deck.id}"
            self._write_cards(deck, self._discard_if_empty)

    def _discard_if_empty(self, written: int | None) -> None:
        """Remove the new deck if no card was written for it."""
        if written or self._new_deck is None:
            return
        if discard_blank(self._new_deck):
            self.app.study.reload()
            self.query_one(LineInput).value = ""
            self.notify("No card was written, so no deck was made.")
        self._new_deck = None

    def action_back(self) -> None:
        self.dismiss()
