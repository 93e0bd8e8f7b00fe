"""A row of the form for one option of a choice card."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from srm_quiz.tui.widgets.inputs import Paper


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
            yield Paper(self._text, placeholder="the option")
        with Horizontal(classes="line"):
            yield Static("why", classes="label why", markup=False)
            yield Paper(self._why, placeholder="why it is right or wrong (optional)")

    def flip(self) -> None:
        """Make it right, or wrong again."""
        self.is_right = not self.is_right
        self.query_one(".label", Static).update(self._mark())

    def value(self) -> dict[str, str]:
        """The option as a draft has it."""
        papers = [paper.text.strip() for paper in self.query(Paper)]
        text, why = papers if len(papers) == 2 else (self._text, self._why)  # while it comes or goes
        found = {"right" if self.is_right else "wrong": text}
        return {**found, "why": why} if why else found

    def _mark(self) -> Content:
        tone = "$text-success" if self.is_right else "$text-error"
        return Content.styled("✓ right" if self.is_right else "✗ wrong", tone)
