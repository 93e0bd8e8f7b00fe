"""One line at the top of a screen: where you are, and one fact at the right."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class TitleBar(Widget):
    """A title at the left and a fact at the right, both plain text from wherever it may come."""

    title: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def __init__(self, title: str, right: str = "") -> None:
        super().__init__()
        self.set_reactive(TitleBar.title, title)
        self.set_reactive(TitleBar.right, right)

    def render(self) -> Content:
        width = self.size.width
        right = Content(self.right)
        room = max(0, width - right.cell_length - 2)
        left = Content.styled(self.title, "bold").truncate(room, ellipsis=True, pad=True)
        return Content.assemble(left, "  ", right.stylize("$text-muted")) if room else left
