"""The line at the top of a screen: where you are, and one fact on the right."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from srm_quiz.problems import printable


class TitleBar(Widget):
    """A title on the left and a fact on the right, both plain text; either may come from a deck file."""

    title: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def __init__(self, title: str, right: str = "") -> None:
        super().__init__()
        self.set_reactive(TitleBar.title, title)
        self.set_reactive(TitleBar.right, right)

    def render(self) -> Content:
        width = self.size.width
        title = Content.styled(printable(self.title), "bold")
        right = self._fact(width - min(title.cell_length, width // 2) - 2)
        room = max(0, width - right.cell_length - 2)
        return Content.assemble(title.truncate(room, ellipsis=True, pad=True), "  ", right)

    def _fact(self, room: int) -> Content:
        """The fact on the right. If it is too long its end is kept, which is the file name of a path."""
        text = printable(self.right)
        shown = Content(text)
        while shown.cell_length > max(0, room):
            text = text[1:]
            shown = Content(f"…{text}" if text else "")
        return shown.stylize("$text-muted")
