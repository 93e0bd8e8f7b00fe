"""The form in which a card is written: its lines, what is wrong with them, and the card as it will be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from srm_quiz import phrases
from srm_quiz.authoring import CannotWrite, Checked, Desk, Gone, kind_of_draft
from srm_quiz.deckfiles.finding import is_bundled
from srm_quiz.deckfiles.writing import Draft
from srm_quiz.domain.cards import Card, CardKey, Kind
from srm_quiz.relinking import settle
from srm_quiz.tui import browse_commands, commands
from srm_quiz.tui.host import Host
from srm_quiz.tui.screens.kinds import KINDS
from srm_quiz.tui.widgets.entry import Entry
from srm_quiz.tui.widgets.keyline import KeyLine
from srm_quiz.tui.widgets.option_row import OptionRow
from srm_quiz.tui.widgets.owner_marks import owner_named, shown_owner
from srm_quiz.tui.widgets.paper import Paper
from srm_quiz.tui.widgets.preview import Preview
from srm_quiz.tui.widgets.titlebar import TitleBar

PAUSE = 0.25
"""Seconds after the last key until the preview is drawn anew."""

LINES: Mapping[Kind, tuple[tuple[str, str, str], ...]] = {
    Kind.BASIC: (("question", "Question", "What is asked?"), ("answer", "Answer", "What is right?")),
    Kind.TYPED: (
        ("question", "Question", "What is asked?"),
        ("answer", "Answer", "What is to be typed?"),
        ("accept", "Also right", "other right answers; parted by ;"),
    ),
    Kind.CHOICE: (("question", "Question", "What is asked? Say Choose TWO where two are right."),),
    Kind.CLOZE: (("cloze", "Text", "Security {{of}} the cloud is AWS's."),),
    Kind.OWNER: (
        ("duty", "Duty", "Patch the database engine"),
        ("on", "On", "Amazon RDS"),
        ("owner", "Owner", "AWS, You or Shared"),
        ("accept", "Also right", "another owner that can be defended"),
    ),
}
COMMON = (
    ("why", "Why", "the reason, shown with the answer"),
    ("hint", "Hint", "shown on request"),
    ("source", "Source", "https://docs.aws.amazon.com/…"),
    ("tags", "Tags", "iam; storage"),
)
LISTS = ("accept", "tags")
"""Keys whose values are lists: typed with ; between them."""

OWNERS = ("aws", "customer", "shared")


def _plain(value: Any) -> Any:
    """A draft, or something in it, without what is empty and without space around texts: to be compared."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return {key: found for key, one in value.items() if (found := _plain(one))}
    return [found for one in value if (found := _plain(one))]


class FormScreen(Screen[bool]):
    """One note. Ctrl+S puts it into its file, and changes nothing else there."""

    BINDINGS = commands.bindings(
        browse_commands.SaveCard,
        browse_commands.NextLine,
        browse_commands.LineBefore,
        browse_commands.MarkRight,
        browse_commands.NextOwner,
        browse_commands.AddOption,
        browse_commands.RemoveOption,
        browse_commands.OptionUp,
        browse_commands.LearnAnew,
        browse_commands.DeleteCard,
        browse_commands.LeaveForm,
    )

    app: Host

    def __init__(self, desk: Desk, draft: Draft) -> None:
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
        """What the learner was asked once: to leave, to delete, or to put back what is gone."""

    def compose(self) -> ComposeResult:
        title = KINDS[self.kind][0]
        yield TitleBar(title if self.desk.note else f"New: {title}", self.desk.deck.title)
        with Horizontal(id="desk"):
            with VerticalScroll(id="form", can_focus=False):
                for key, label, placeholder in LINES[self.kind]:
                    yield from self._line(key, label, placeholder)
                if self.kind is Kind.CLOZE:
                    yield Static("{{word}} is a blank, {{word::hint}} one with a hint in it.", classes="note")
                if self.kind is Kind.CHOICE:
                    with Vertical(id="options"):
                        for option in self._options(self._draft):
                            yield OptionRow(option)
                for key, label, placeholder in COMMON:
                    yield from self._line(key, label, placeholder)
            yield Preview(id="preview")
        yield Static(id="said", markup=False)
        yield KeyLine()

    def _line(self, key: str, label: str, placeholder: str) -> Iterator[Widget]:
        value: Any = self._draft.get(key, "")
        shown = "; ".join(value) if key in LISTS and not isinstance(value, str) else str(value)
        if self.kind is Kind.OWNER and key in ("owner", "accept"):
            shown = "; ".join(shown_owner(part.strip()) for part in shown.split(";"))
        with Horizontal(classes="line"):
            yield Static(label, classes="label", markup=False)
            id = f"line-{key}"
            if key in ("owner", "on", "source", *LISTS):
                whole = key == "owner"  # one of three words: what is typed takes the place of it
                yield Entry(shown, placeholder=placeholder, compact=True, select_on_focus=whole, id=id)
            else:
                yield Paper(shown.strip(), placeholder=placeholder, id=id)

    @staticmethod
    def _options(draft: Draft) -> list[Mapping[str, str]]:
        found: Any = draft.get("choices", ())
        return list(found)

    async def on_mount(self) -> None:
        await self._look()

    def on_decks_changed(self) -> None:
        """Another program saved the deck: show its note where nothing was written here, else tell."""
        try:
            if self._is_changed:
                self.desk.check_unchanged()
            elif self.desk.take_anew():
                self.app.switch_screen(FormScreen(self.desk, self.desk.original))
                return
        except CannotWrite as refusal:
            self._conflict = str(refusal)
            self._say(self._conflict)
            return
        if self._conflict:
            self._conflict = ""
            self._look_soon()

    # ------------------------------------------------------------------- what is written

    def draft(self) -> dict[str, Any]:
        """What the form says now; keys that it has no line for stay as they were."""
        shown = [key for key, *_ in (*LINES[self.kind], *COMMON)]
        kept = {key: value for key, value in self._draft.items() if key not in (*shown, "choices")}
        found: dict[str, Any] = {"id": kept.pop("id")} if "id" in kept else {}
        for key, *_ in (*LINES[self.kind], ("choices",), *COMMON):
            if key == "choices":
                if self.kind is Kind.CHOICE:
                    # A row in which nothing is written is one that was not needed.
                    options = [row.value() for row in self.query(OptionRow)]
                    found["choices"] = [one for one in options if any(one.values())]
                continue
            widget = self.query_one(f"#line-{key}")
            text = (widget.text if isinstance(widget, Paper) else widget.value).strip()  # type: ignore[attr-defined]
            if self.kind is Kind.OWNER and key in ("owner", "accept"):
                text = "; ".join(owner_named(part) for part in text.split(";"))
            if key in LISTS:
                listed = [part.strip() for part in text.split(";") if part.strip()]
                if listed or (key == "accept" and self.kind is Kind.TYPED):
                    found[key] = listed
            elif text:
                found[key] = text
        return {**found, **kept}

    @property
    def _is_changed(self) -> bool:
        return bool(_plain(self.draft()) != _plain(self._draft))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        self._look_soon()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._look_soon()

    def on_input_submitted(self) -> None:
        self.action_next_line()

    def on_paper_left(self, event: Paper.Left) -> None:
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
        await self.query_one(Preview).show(found.cards)
        if not self._asked:
            self._tell(found)

    def _tell(self, found: Checked, *, is_refused: bool = False) -> None:
        """Say what is missing, wrong or doubtful. Where saving was refused it is said that it was."""
        refusal = "Not saved. " if is_refused else ""
        if self._conflict:
            text, tone = self._conflict, "$text-warning"
        elif empty := self._empty():
            text = f"{refusal}Still to fill in: {', '.join(empty)}."
            tone = "$text-warning" if is_refused else "$text-muted"
        elif found.problems:
            first = found.problems[0].message
            text, tone = f"{refusal}{first[:1].upper()}{first[1:]}.", "$text-warning"
        elif is_bundled(self.desk.deck.path, self.app.study.locations):
            text, tone = "This deck came with srm-quiz: it is shown here, and not changed.", "$text-muted"
        elif found.alike:
            nearly = "" if found.is_same else "nearly "
            text = f"Another card asks {nearly}the same: {phrases.asked_text(found.alike[0])}"
            tone = "$text-warning"
        else:
            text, tone = "Ready to save.", "$text-success"
        self._say(text, tone)

    def _empty(self) -> list[str]:
        """The lines that a card of this kind cannot do without and that have no text yet."""
        draft = self.draft()
        needed = [line for line in LINES[self.kind] if line[0] not in (*LISTS, "on")]
        empty = [label for key, label, _ in needed if not draft.get(key)]
        if self.kind is Kind.CHOICE:
            texts = [one.get("right", "") or one.get("wrong", "") for one in draft["choices"]]
            if not all(texts):
                empty.append("the option that has a why")
            if sum(map(bool, texts)) < 2:
                empty.append("two options")
        return empty

    def _say(self, text: str, tone: str = "$text-warning") -> None:
        self.query_one("#said", Static).update(Content.styled(text, tone))

    # ---------------------------------------------------------------------- what keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Options belong to choice cards; a card that is in no file yet cannot be deleted."""
        if action in ("add_option", "remove_option", "option_up"):
            return self.kind is Kind.CHOICE
        if action == "mark_right":
            return self.kind is Kind.CHOICE
        if action == "next_owner":
            return self.kind is Kind.OWNER
        if action == "learn_anew":
            return bool(self._outdated)
        return bool(self.desk.note) if action == "delete_card" else True

    @property
    def _row(self) -> OptionRow | None:
        """The option that has the cursor."""
        widget = self.focused
        rows = [one for one in widget.ancestors if isinstance(one, OptionRow)] if widget else []
        return rows[0] if rows else None

    def action_next_line(self) -> None:
        self.focus_next("Paper, Entry")

    def action_line_before(self) -> None:
        self.focus_previous("Paper, Entry")

    def action_mark_right(self) -> None:
        if self._row is not None:
            self._row.flip()
        self._look_soon()

    def action_next_owner(self) -> None:
        entry = self.query_one("#line-owner", Entry)
        named = owner_named(entry.value)
        place = OWNERS.index(named) if named in OWNERS else -1
        entry.value = shown_owner(OWNERS[(place + 1) % len(OWNERS)])
        self._look_soon()

    async def action_add_option(self) -> None:
        row = OptionRow({"wrong": ""})
        await self.query_one("#options").mount(row, after=self._row)
        row.query(Paper).first().focus()
        self._look_soon()

    async def action_remove_option(self) -> None:
        row = self._row
        if row is not None and len(self.query(OptionRow)) > 1:
            self.focus_next("Paper, Entry")
            await row.remove()
            self._look_soon()

    def action_option_up(self) -> None:
        row, rows = self._row, list(self.query(OptionRow))
        if row is not None and row is not rows[0]:
            self.query_one("#options").move_child(row, before=rows[rows.index(row) - 1])
            self._look_soon()

    def _may_write(self) -> bool:
        """Whether the deck is the learner's to change; if not, they are told."""
        if is_bundled(self.desk.deck.path, self.app.study.locations):
            why = "This deck came with srm-quiz, and an update replaces it."
            self._say(f"{why} Cards of yours go in a deck of yours.")
            return False
        return True

    async def action_save_card(self) -> None:
        if self._pause is not None:  # a look that comes later would speak over what is said here
            self._pause.stop()
            await self._look()
        if not self._may_write():
            return
        draft = self.draft()
        found = self.desk.check(draft)
        if found.problems or self._empty():
            self._tell(found, is_refused=True)
            return
        is_new = not self.desk.note
        before = self._answers(self.desk.check(self._draft).cards)
        try:
            self.desk.save(draft, puts_back=self._asked == "put back")
        except Gone as gone:
            self._asked = "put back"
            self._say(f"{gone} Ctrl+S again puts it back, at the end of the deck.")
            return
        except CannotWrite as refusal:
            self._say(str(refusal))
            return
        self._asked = self._conflict = ""
        self.app.study.reload()
        if is_new:
            self.dismiss(True)
        else:
            self._draft = self.desk.original
            self._tell_saved(before, self._answers(found.cards))

    @staticmethod
    def _answers(cards: Sequence[Card]) -> dict[str, str]:
        """What is right on each card of the note, by its number in it."""
        return {card.key.rpartition("#")[2]: phrases.answer_text(card) for card in cards}

    def _tell_saved(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Saved; and where an answer is another one now, what that means for a card that was learnt."""
        note = f"{self.desk.deck.id}/{self.desk.note}"
        progress = self.app.study.store.progress()
        changed = [CardKey(f"{note}#{name}") for name in after if before.get(name, "") != after[name]]
        self._outdated = [key for key in changed if key in progress and progress[key].schedule]
        if self._outdated:
            settle(self.app.study.library, self.app.study.store, self._outdated)
            self._say("Saved. The answer is another one: Ctrl+L learns the card anew, else its dates stay.")
        else:
            self._say("Saved.", "$text-success")
        self.refresh_bindings()

    def action_learn_anew(self) -> None:
        for key in self._outdated:
            self.app.study.store.relearn(key, self.app.study.now())
        self._outdated = []
        self._say("The card is a new one again. Its answers so far are kept.", "$text-success")
        self.refresh_bindings()

    def action_delete_card(self) -> None:
        if not self._may_write():
            return
        if self._asked != "delete":
            self._asked = "delete"
            self._say("Ctrl+G again takes this card out of its file. Its history is kept.")
            return
        try:
            self.desk.remove()
        except CannotWrite as refusal:
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
