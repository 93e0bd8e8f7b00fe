"""The lines in which a note is written, one for each key that its kind may have."""

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
    Kind.CHOICE: ("Options to choose from", "one or several of them right"),
    Kind.CLOZE: ("A text with blanks", "{{word}} is a blank"),
    Kind.OWNER: ("Whose duty is it?", "AWS, the customer, or shared"),
}
"""The title of each kind of card, and what it is for."""

LINES: Mapping[Kind, tuple[tuple[str, str, str], ...]] = {
    Kind.BASIC: (("question", "Question", "What is asked?"), ("answer", "Answer", "What is right?")),
    Kind.TYPED: (
        ("question", "Question", "What is asked?"),
        ("answer", "Answer", "What is to be typed?"),
        ("accept", "Also right", "optional: other right answers; parted by ;"),
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
"""The key, the label and what is written there as an example, for each line that only this kind has."""

COMMON = (
    ("why", "Why", "optional: the reason, shown with the answer"),
    ("hint", "Hint", "optional: shown on request"),
    ("source", "Source", "optional: https://docs.aws.amazon.com/…"),
    ("tags", "Tags", "optional: iam, storage"),
)
OPTIONAL = ("accept", "on")
"""Lines of a kind that may stay empty."""

LISTS = {"accept": ";", "tags": "[;,]"}
"""Keys whose values are lists, with what may stand between two of them. An answer may hold a comma."""

SHORT = ("owner", "on", "source", *LISTS)
"""Keys whose values take no more than one line."""

OWNERS = ("aws", "customer", "shared")


class OptionRow(Vertical):
    """One option of a choice card: right or wrong, its text, and why."""

    def __init__(self, option: Mapping[str, str]) -> None:
        super().__init__(classes="option")
        self.is_right = "right" in option
        self._text = option.get("right", option.get("wrong", ""))
        self._why = option.get("why", "")

    def compose(self) -> ComposeResult:
        with Horizontal(classes="line"):
            yield Static(self._mark(), classes="label", markup=False)
            yield MultilineInput(self._text, placeholder="the option")
        with Horizontal(classes="line"):
            yield Static("why", classes="label why", markup=False)
            yield MultilineInput(self._why, placeholder="why it is right or wrong (optional)")

    def flip(self) -> None:
        """Make it right, or wrong again."""
        self.is_right = not self.is_right
        self.query_one(".label", Static).update(self._mark())

    def value(self) -> dict[str, str]:
        """The option as a draft has it."""
        papers = [paper.text.strip() for paper in self.query(MultilineInput)]
        text, why = papers if len(papers) == 2 else (self._text, self._why)  # while it comes or goes
        found = {"right" if self.is_right else "wrong": text}
        return {**found, "why": why} if why else found

    def _mark(self) -> Content:
        tone = "$text-success" if self.is_right else "$text-error"
        return Content.styled("✓ right" if self.is_right else "✗ wrong", tone)


class NoteForm(VerticalScroll, can_focus=False):
    """A note of one kind as lines to write in; those of Textual tell by their messages what is written."""

    def __init__(self, kind: Kind, draft: Draft, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kind = kind
        self.original = draft
        """The note as it was last saved; a blank one where it never was."""

    def compose(self) -> ComposeResult:
        for key, label, example in LINES[self._kind]:
            yield from self._line(key, label, example)
        if self._kind is Kind.CLOZE:
            yield Static("{{word}} is a blank, {{word::hint}} one with a hint in it.", classes="note")
        if self._kind is Kind.CHOICE:
            options: Any = self.original.get("choices", ())
            with Vertical(id="options"):
                for option in options:
                    yield OptionRow(option)
        for key, label, example in COMMON:
            yield from self._line(key, label, example)

    def on_resize(self) -> None:
        """What is being written stays in sight, whatever room the card below takes."""
        if (focused := self.screen.focused) is not None and self in focused.ancestors:
            focused.scroll_visible(animate=False, immediate=True)

    def _line(self, key: str, label: str, example: str) -> Iterator[Widget]:
        shown = self._as_shown(key)
        with Horizontal(classes="line"):
            yield Static(label, classes="label", markup=False)
            if key in SHORT:
                whole = key == "owner"  # one of three words: what is typed takes the place of it
                yield LineInput(
                    shown, placeholder=example, compact=True, select_on_focus=whole, id=f"line-{key}"
                )
            else:
                yield MultilineInput(shown, placeholder=example, id=f"line-{key}")

    def _names_owners(self, key: str) -> bool:
        return self._kind is Kind.OWNER and key in ("owner", "accept")

    def _as_shown(self, key: str) -> str:
        value: Any = self.original.get(key, "")
        parts = [value] if isinstance(value, str) else value
        return "; ".join(map(owner_word, parts) if self._names_owners(key) else parts).strip()

    def _as_kept(self, key: str, text: str) -> Any:
        if key not in LISTS:
            return parse_owner(text) if self._names_owners(key) else text
        parts = [part.strip() for part in re.split(LISTS[key], text) if part.strip()]
        return list(map(parse_owner, parts)) if self._names_owners(key) else parts

    def draft(self) -> dict[str, Any]:
        """What the lines say now. What has no line, and what is not changed, is as in `original`."""
        lines = [key for key, *_ in LINES[self._kind]]
        common = [key for key, *_ in COMMON]
        kept = {key: value for key, value in self.original.items() if key not in (*lines, "choices", *common)}
        found: dict[str, Any] = {"id": kept.pop("id")} if "id" in kept else {}
        found |= self._values(lines)
        if self._kind is Kind.CHOICE:
            # A row in which nothing is written is one that was not needed.
            options = [row.value() for row in self.query(OptionRow)]
            found["choices"] = [one for one in options if any(one.values())]
        return {**found, **self._values(common), **kept}

    def _values(self, keys: list[str]) -> dict[str, Any]:
        found = {}
        for key in keys:
            widget = self.query_one(f"#line-{key}")
            text = (widget.text if isinstance(widget, MultilineInput) else widget.value).strip()  # type: ignore[attr-defined]
            value = self.original.get(key) if text == self._as_shown(key) else self._as_kept(key, text)
            if value:
                found[key] = value
            elif key == "accept" and self._kind is Kind.TYPED:  # it is what makes the answer one to type
                found[key] = []
        return found

    def empty(self) -> list[str]:
        """The labels of lines that the note cannot do without and that have no text yet."""
        draft = self.draft()
        empty = [label for key, label, _ in LINES[self._kind] if key not in OPTIONAL and not draft.get(key)]
        if self._kind is Kind.CHOICE:
            options = draft["choices"]
            texts = [one.get("right", "") or one.get("wrong", "") for one in options]
            if not all(texts):
                empty.append("the option that has a why")
            written = sum(map(bool, texts))
            is_marked = any(row.is_right for row in self.query(OptionRow))
            if written and is_marked and not any("right" in one for one in options):
                empty.append("the right option")
            elif written < 2:
                empty.append("another option" if written else "two options")
        return empty

    def next_owner(self) -> None:
        """Name the owner that comes after the one that is named."""
        entry = self.query_one("#line-owner", LineInput)
        named = parse_owner(entry.value)
        place = OWNERS.index(named) if named in OWNERS else -1
        entry.value = owner_word(OWNERS[(place + 1) % len(OWNERS)])

    @property
    def row(self) -> OptionRow | None:
        """The option that has the cursor."""
        focused = self.screen.focused
        return (
            next((one for one in focused.ancestors if isinstance(one, OptionRow)), None) if focused else None
        )

    async def add_option(self) -> None:
        """A new option below the one that has the cursor, or at the end."""
        row = OptionRow({"wrong": ""})
        await self.query_one("#options").mount(row, after=self.row)
        row.query(MultilineInput).first().focus()

    async def remove_option(self) -> None:
        """Take the option out that has the cursor, if it is not the last."""
        row = self.row
        if row is not None and len(self.query(OptionRow)) > 1:
            self.screen.focus_next("MultilineInput, LineInput")
            await row.remove()

    def raise_option(self) -> None:
        """Move the option that has the cursor above the one before it."""
        row, rows = self.row, list(self.query(OptionRow))
        if row is not None and row is not rows[0]:
            self.query_one("#options").move_child(row, before=rows[rows.index(row) - 1])
