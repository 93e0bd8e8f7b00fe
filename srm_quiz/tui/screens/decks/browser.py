"""The decks: every card with where the learner stands, to search, to edit, and to add to."""

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

ASKED_TO_DELETE = "Once more deletes this card from its file. Its history is kept."
DELETED = "The card is deleted from its file, and its history kept. u brings it back."


class BrowserScreen(Screen[None]):
    """A line to search in, and what it finds. Letters are commands unless the line has the cursor."""

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

    def __init__(self, first: str = "") -> None:
        """`first` is the command it opens with, if any."""
        super().__init__()
        self._words = ""
        self._first = first
        self._order = SortOrder.DECK
        self._begun: Path | None = None
        """The file of a deck that was begun just now and has no card yet."""
        self._asked: CardKey | None = None
        """The card of which it was asked whether to delete it."""
        self._deleted: NoteEditor | None = None
        """The card that was deleted last."""
        self._texts: dict[CardKey, str] = {}
        """What cards say, kept from one search to the next; so is where the learner stands with them."""
        self._progress: Mapping[CardKey, Progress] = {}
        self._decks: Sequence[Deck] = ()

    def compose(self) -> ComposeResult:
        yield TitleBar("Cards of all decks")
        placeholder = "words, tag:iam, kind:choice, is:due, deck:storage, -not"
        yield LineInput(
            self._words, placeholder=placeholder, compact=True, select_on_focus=False, id="search"
        )
        yield Static(id="found", markup=False)
        yield CardList()
        yield Static(id="whole", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.show()
        if self._first:
            self.call_later(self.run_action, self._first)

    def on_screen_resume(self) -> None:
        self.on_decks_reloaded()

    def on_decks_reloaded(self) -> None:
        self._texts.clear()
        self.show()

    def show(self) -> None:
        """Look up where the learner stands, and search anew."""
        study = self.app.study
        self._progress = study.progress()
        # As on the home screen the learner's own come first: there are hundreds of cards below them.
        self._decks = sorted(study.library.decks, key=lambda deck: is_bundled(deck.path, study.locations))
        self._search()

    def _search(self, *, anew: bool = False) -> None:
        """List what is found; `anew` where something else is looked for."""
        study = self.app.study
        query = parse(self._words, self._decks)
        now = study.now()
        found = search(query, self._decks, self._progress, now.day, self._order, self._texts)
        self.query_one(CardList).show(found, now, anew=anew)
        deck = self._deck
        none = "No card is like this." if deck is None or deck.cards else "This deck has no cards yet."
        said = query.problem or (f"{phrases.count(len(found), 'card')}, {self._order}" if found else none)
        style = "$text-warning" if query.problem else "$text-muted"
        self.query_one("#found", Static).update(Content.styled(said, style))
        self._show_whole()
        self.query_one(TitleBar).right = phrases.count(len(study.library.decks), "deck")
        self.refresh_bindings()

    def _show_whole(self) -> None:
        """All that the card under the cursor asks, which its row may have no room for, and its deck."""
        current = self.query_one(CardList).current
        self.query_one("#whole", Static).update(
            Content.assemble((f"{current.deck.title}\n", "$text-muted"), phrases.asked_text(current.card))
            if current
            else ""
        )

    def _move(self, by: int) -> None:
        self._asked = None
        self.query_one(CardList).move(by)
        self._show_whole()

    @property
    def _deck(self) -> Deck | None:
        """The deck of the card under the cursor; where none is found, the one that is looked for."""
        current = self.query_one(CardList).current
        if current is not None:
            return current.deck
        named = [word[5:] for word in self._words.split() if word.startswith("deck:")]
        return next((deck for name in named if (deck := self.app.study.library.deck(name))), None)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._words = event.value
        self._search(anew=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed letters are letters; a card is needed to do something with one."""
        is_typing = isinstance(self.focused, Input)
        if action in ("next_card", "previous_card"):
            return True
        if action in ("leave_input", "to_cards"):
            return is_typing
        if is_typing:
            return False
        if action == "bring_back":
            return self._deleted is not None
        if action in (
            "open_form",
            "info",
            "flag_found",
            "suspend_found",
            "delete_found",
            "edit_file",
            "drill_found",
            "practise",
        ):
            return self.query_one(CardList).current is not None
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
        return Scope(cards=tuple(one.card.key for one in self.query_one(CardList).found))

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
            self.app.edit(current.card)

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
            self.app.tell(error)
        self.show()

    def _desk(self) -> NoteEditor | None:
        """The card under the cursor, to be changed; None where there is none, or where it is told why not."""
        current = self.query_one(CardList).current
        if current is None:
            return None
        try:
            return NoteEditor(self.app.study.library, current.deck, current.card)
        except CannotSaveError as refusal:
            self.app.tell(refusal)
            return None

    def action_open_form(self) -> None:
        if (desk := self._desk()) is None:
            return
        from srm_quiz.tui.screens.decks.card_form import CardFormScreen

        def after(is_done: bool | None) -> None:
            if desk.is_taken_out:
                self._tell_deleted(desk)

        self.app.push_screen(CardFormScreen(desk, desk.original), after)

    def action_delete_found(self) -> None:
        current = self.query_one(CardList).current
        if current is None or (desk := self._desk()) is None:
            return
        if is_bundled(current.deck.path, self.app.study.locations):
            self.notify("This deck came with srm-quiz. A card of it can be suspended, but not deleted.")
            return
        if self._asked != current.card.key:
            self._asked = current.card.key
            self.notify(ASKED_TO_DELETE)
            return
        try:
            desk.remove()
        except CannotSaveError as refusal:
            self.app.tell(refusal)
            return
        self.app.study.reload()
        self._tell_deleted(desk)
        self.on_decks_reloaded()

    def _tell_deleted(self, desk: NoteEditor) -> None:
        self._deleted, self._asked = desk, None
        self.app.unsay([ASKED_TO_DELETE])
        self.notify(DELETED)
        self.refresh_bindings()

    def action_bring_back(self) -> None:
        if self._deleted is None:
            return
        try:
            self._deleted.put_back()
        except CannotSaveError as refusal:
            self.app.tell(refusal)
        else:
            self.app.unsay([DELETED])
            self.notify("The card is in its file again.")
            self.app.study.reload()
        self._deleted = None
        self.on_decks_reloaded()

    def action_new_card(self) -> None:
        deck = self._deck
        if deck is None or is_bundled(deck.path, self.app.study.locations):
            self.notify(
                "The decks that came with srm-quiz are replaced when it is updated. Cards of yours belong "
                "in a deck of yours: go to one of its cards, or begin one with c.",
                timeout=8,
            )
            return
        self._write_for(deck)

    def _write_for(self, deck: Deck, after: Callable[[int | None], None] | None = None) -> None:
        from srm_quiz.tui.screens.decks.new_card import CardKindScreen

        self.app.push_screen(
            CardKindScreen(NoteEditor(self.app.study.library, deck), self.on_decks_reloaded), after
        )

    def action_new_deck(self) -> None:
        from srm_quiz.tui.screens.decks.new_card import DeckTitleScreen

        self.app.push_screen(DeckTitleScreen(), self._begin_deck)

    def _begin_deck(self, title: str | None) -> None:
        first, self._first = self._first, ""
        if not title:
            if first == "new_deck":  # whoever came for this alone goes back
                self.dismiss()
            return
        study = self.app.study
        try:
            self._begun = new_deck(study.locations.user_decks, title, study.library)
        except CannotSaveError as refusal:
            self.app.tell(refusal)
            return
        study.reload()
        deck = next((deck for deck in study.library.decks if deck.path == str(self._begun)), None)
        if deck is not None:
            self.query_one(LineInput).value = f"deck:{deck.id}"
            self._write_for(deck, self._keep_deck)

    def _keep_deck(self, written: int | None) -> None:
        """A deck for which no card was written is none: it goes as it came."""
        if written or self._begun is None:
            return
        if discard_blank(self._begun):
            self.app.study.reload()
            self.query_one(LineInput).value = ""
            self.notify("No card was written, so no deck was made.")
        self._begun = None

    def action_back(self) -> None:
        self.dismiss()
