"""A line to type in that takes nothing a terminal would obey."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from srm_quiz.problems import printable


class Entry(Input):
    """Textual's input line. What is pasted into it is text: escape sequences in it lose their force."""

    def on_paste(self, event: events.Paste) -> None:
        first = event.text.replace("\t", " ").strip("\r\n").splitlines()[:1]
        event.text = "".join(sign for line in first for sign in line if printable(sign) == sign)
