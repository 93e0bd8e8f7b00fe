"""The form fields of a note, one for each key that its kind may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.domain.cards import Kind
from srm_quiz.tui.widgets.inputs import LineInput, MultilineInput
from srm_quiz.tui.widgets.owner_style import owner_word, parse_owner

KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.BASIC: ("Question and answer", "you think, look, and judge"),
    Kind.TYPED: ("An answer to type", "small slips are forgiven"),
    Kind.CHOICE: ("Options to choose from", "one or several are right"),
    Kind.CLOZE: ("A text with blanks", "{{word}} is a blank"),
    Kind.OWNER: ("Whose duty is it?", "AWS, the customer, or shared"),
}
"""The title of each kind of card, and what it is for."""

FIELDS: Mapping[Kind, tuple[tuple[str, str, str], ...]] = {
    Kind.BASIC: (("question", "Question", "What is asked?"), ("answer", "Answer", "What is right?")),
    Kind.TYPED: (
        ("question", "Question", "What is asked?"),
        ("answer", "Answer", "What has to be typed?"),
        ("accept", "Also right", "optional: other right answers, separated by ;"),
    ),
    Kind.CHOICE: (("question", "Question", "What is asked? Add Choose TWO if two are right."),),
    Kind.CLOZE: (("cloze", "Text", "Security {{of}} the cloud is AWS's."),),
    Kind.OWNER: (
        ("duty", "Duty", "Patch the database engine"),
        ("on", "On", "Amazon RDS"),
        ("owner", "Owner", "AWS, You or Shared"),
        ("accept", "Also right", "optional: another owner to accept"),
    ),
}
"""Key, label and placeholder of each field that is specific to a kind."""

COMMON_FIELDS = (
    ("why", "Why", "optional: the reason, shown with the answer"),
    ("hint", "Hint", "optional: shown on request"),
    ("source", "Source", "optional: https://docs.aws.amazon.com/…"),
    ("tags", "Tags", "optional: iam, storage"),
)
OPTIONAL = ("accept", "on")
"""Fields of a kind that may stay empty."""

LISTS = {"accept": ";", "tags": "[;,]"}
"""Keys whose values are lists, with the pattern of their separators. An answer may contain a comma."""

ONE_LINE = ("owner", "on", "source", *LISTS)
"""Keys whose values never take more than one line."""

OWNERS = ("aws", "customer", "shared")


class OptionRow(Vertical):
    """One option of a choice card: right or wrong, its text, and why."""

    def __init__(self, option: Mapping[str, str]) -> None:
        super().__init__(classes="option")
        self.is_right = "right" in option
        self._text = option.get("right", option.get("wrong", ""))
        self._why = option.get("why", "")

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Static(self._mark(), classes="label", markup=False)
            yield MultilineInput(self._text, placeholder="the option")
        with Horizontal(classes="field"):
            yield Static("why", classes="label why", markup=False)
            yield MultilineInput(self._why, placeholder="why it is right or wrong (optional)")

    def flip(self) -> None:
        """Mark it right, or wrong again."""
        self.is_right = not self.is_right
        self.query_one(".label", Static).update(self._mark())

    def value(self) -> dict[str, str]:
        """The option as part of a draft."""
        inputs = [field.text.strip() for field in self.query(MultilineInput)]
        text, why = inputs if len(inputs) == 2 else (self._text, self._why)  # not mounted yet, or no longer
        option = {"right" if self.is_right else "wrong": text}
        return {**option, "why": why} if why else option

    def _mark(self) -> Content:
        tone = "$text-success" if self.is_right else "$text-error"
        return Content.styled("✓ right" if self.is_right else "✗ wrong", tone)


class NoteForm(VerticalScroll, can_focus=False):
    """A note of one kind as a form; the messages of Textual's inputs report every change."""

    def __init__(self, kind: Kind, draft: Draft, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kind = kind
        self.original = draft
        """The note as it was last saved; a blank draft for a new note."""

    def compose(self) -> ComposeResult:
        for key, label, example in FIELDS[self._kind]:
            yield from self._field(key, label, example)
        if self._kind is Kind.CLOZE:
            yield Static("{{word}} is a blank, {{word::hint}} a blank with a hint.", classes="note")
        if self._kind is Kind.CHOICE:
            options: Any = self.original.get("choices", ())
            with Vertical(id="options"):
                for option in options:
                    yield OptionRow(option)
        for key, label, example in COMMON_FIELDS:
            yield from self._field(key, label, example)

    def on_resize(self) -> None:
        """Keep the focused field visible, however much space the preview takes."""
        if (focused := self.screen.focused) is not None and self in focused.ancestors:
            focused.scroll_visible(animate=False, immediate=True)

    def _field(self, key: str, label: str, example: str) -> Iterator[Widget]:
        shown = self._displayed(key)
        with Horizontal(classes="field"):
            yield Static(label, classes="label", markup=False)
            if key in ONE_LINE:
                whole = key == "owner"  # one of three words: typing replaces it
                yield LineInput(
                    shown, placeholder=example, compact=True, select_on_focus=whole, id=f"field-{key}"
                )
            else:
                yield MultilineInput(shown, placeholder=example, id=f"field-{key}")

    def _names_owners(self, key: str) -> bool:
        return self._kind is Kind.OWNER and key in ("owner", "accept")

    def _displayed(self, key: str) -> str:
        value: Any = self.original.get(key, "")
        parts = [value] if isinstance(value, str) else value
        return "; ".join(map(owner_word, parts) if self._names_owners(key) else parts).strip()

    def _parsed(self, key: str, text: str) -> Any:
        if key not in LISTS:
            return parse_owner(text) if self._names_owners(key) else text
        parts = [part.strip() for part in re.split(LISTS[key], text) if part.strip()]
        return list(map(parse_owner, parts)) if self._names_owners(key) else parts

    def draft(self) -> dict[str, Any]:
        """The note as the form has it now. Keys without a field and unchanged values are as in `original`."""
        specific = [key for key, *_ in FIELDS[self._kind]]
        common = [key for key, *_ in COMMON_FIELDS]
        kept = {
            key: value for key, value in self.original.items() if key not in (*specific, "choices", *common)
        }
        draft: dict[str, Any] = {"id": kept.pop("id")} if "id" in kept else {}
        draft |= self._values(specific)
        if self._kind is Kind.CHOICE:
            # An empty row is one that was not needed.
            options = [row.value() for row in self.query(OptionRow)]
            draft["choices"] = [option for option in options if any(option.values())]
        return {**draft, **self._values(common), **kept}

    def _values(self, keys: list[str]) -> dict[str, Any]:
        values = {}
        for key in keys:
            widget = self.query_one(f"#field-{key}")
            text = (widget.text if isinstance(widget, MultilineInput) else widget.value).strip()  # type: ignore[attr-defined]
            value = self.original.get(key) if text == self._displayed(key) else self._parsed(key, text)
            if value:
                values[key] = value
            elif key == "accept" and self._kind is Kind.TYPED:  # this key is what makes it a typed card
                values[key] = []
        return values

    def empty(self) -> list[str]:
        """The labels of required fields that are still empty."""
        draft = self.draft()
        empty = [label for key, label, _ in FIELDS[self._kind] if key not in OPTIONAL and not draft.get(key)]
        if self._kind is Kind.CHOICE:
            options = draft["choices"]
            texts = [option.get("right", "") or option.get("wrong", "") for option in options]
            if not all(texts):
                empty.append("the text of the option that has a why")
            filled = sum(map(bool, texts))
            is_marked = any(row.is_right for row in self.query(OptionRow))
            if filled and is_marked and not any("right" in option for option in options):
                empty.append("the right option")
            elif filled < 2:
                empty.append("another option" if filled else "two options")
        return empty

    def next_owner(self) -> None:
        """Switch to the owner that follows the present one."""
        field = self.query_one("#field-owner", LineInput)
        owner = parse_owner(field.value)
        position = OWNERS.index(owner) if owner in OWNERS else -1
        field.value = owner_word(OWNERS[(position + 1) % len(OWNERS)])

    @property
    def row(self) -> OptionRow | None:
        """The option row that has the focus."""
        focused = self.screen.focused
        return (
            next((row for row in focused.ancestors if isinstance(row, OptionRow)), None) if focused else None
        )

    async def add_option(self) -> None:
        """Add an option below the focused one, or at the end."""
        row = OptionRow({"wrong": ""})
        await self.query_one("#options").mount(row, after=self.row)
        row.query(MultilineInput).first().focus()

    async def remove_option(self) -> None:
        """Remove the focused option unless it is the only one."""
        row = self.row
        if row is not None and len(self.query(OptionRow)) > 1:
            self.screen.focus_next("MultilineInput, LineInput")
            await row.remove()

    def raise_option(self) -> None:
        """Move the focused option up by one."""
        row, rows = self.row, list(self.query(OptionRow))
        if row is not None and row is not rows[0]:
            self.query_one("#options").move_child(row, before=rows[rows.index(row) - 1])
