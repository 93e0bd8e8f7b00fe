"""Inputs for one line and for several lines of text; both refuse what a terminal would obey."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input, TextArea

from srm_quiz.problems import printable


class LineInput(Input):
    """Textual's `Input`, which keeps only the first line of a paste and drops its control characters."""

    def on_paste(self, event: events.Paste) -> None:
        first_line = event.text.replace("\t", " ").strip("\r\n").splitlines()[:1]
        text = "".join(map(_without_controls, first_line))
        event.text = text[: self.max_length - len(self.value)] if self.max_length else text


class MultilineInput(TextArea):
    """Textual's `TextArea` as a field of a form, as high as its text, without control characters in pastes.

    Enter leaves the field; Ctrl+J starts a new line of text.
    """

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
        """The cursor left the text: by Enter or Down for the next field (1), by Up for the previous (-1)."""

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
        # `on_key` would run beside Textual's own handler, which inserts a line at Enter: replace that one.
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
        """Clean the text; Textual's own handler, which runs next, inserts it."""
        lines = event.text.replace("\t", " ").splitlines()  # terminals separate pasted lines with \r
        event.text = "\n".join(map(_without_controls, lines))


def _without_controls(line: str) -> str:
    return "".join(character for character in line if printable(character) == character)
