"""Where the learner types: a line, or a text as high as what it holds."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input, TextArea

from srm_quiz.problems import printable


class LineInput(Input):
    """Textual's input line. What is pasted into it is text: escape sequences in it lose their force."""

    def on_paste(self, event: events.Paste) -> None:
        first = event.text.replace("\t", " ").strip("\r\n").splitlines()[:1]
        event.text = "".join(sign for line in first for sign in line if printable(sign) == sign)


class MultilineInput(TextArea):
    """Textual's text area as one line of a form. What is pasted is text: nothing a terminal would obey."""

    DEFAULT_CSS = """
    MultilineInput {
        height: auto;
        max-height: 8;
        min-height: 1;
        border: none;
        padding: 0 1;
        background: $panel;
        &:focus { border: none; background: $panel; background-tint: $foreground 10%; }
        & .text-area--cursor-line { background: transparent; }
        &:light:focus .text-area--cursor {
            color: $input-cursor-foreground;
            background: $input-cursor-background;
        }
    }
    """

    class Exited(Message):
        """Enter, or an arrow beyond the text: the learner goes on (1) or back (-1)."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            text,
            id=id,
            compact=True,
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            placeholder=placeholder,
            highlight_cursor_line=False,
        )

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        by = {"enter": 1, "down": 1, "up": -1}.get(event.key, 0)
        at_edge = (
            event.key == "enter"
            or (event.key == "down" and self.cursor_at_last_line)
            or (event.key == "up" and self.cursor_at_first_line)
        )
        if by and at_edge:
            event.stop()
            event.prevent_default()
            self.post_message(self.Exited(by))
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Make the text fit to be written; Textual's own handler, which comes next, writes it."""
        lines = event.text.replace("\t", " ").splitlines()  # terminals part pasted lines with \r
        event.text = "\n".join("".join(sign for sign in line if printable(sign) == sign) for line in lines)
