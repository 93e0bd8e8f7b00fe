"""The footer: one line that says what the keys mean now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.content import Content
from textual.screen import Screen

from srm_quiz.tui.commands.base import commands_by_id
from srm_quiz.tui.keymap import display
from srm_quiz.tui.widgets.line_widget import LineWidget

GAP, NARROW_GAP, NARROW = 3, 2, 60
"""Cells between two hints, and below how many cells of width they stand closer."""
LAST = ("help", "back", "leave", "close", "leave_form", "leave_kinds")
"""Commands that keep their place at the end of the line, however little room there is."""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """One command that works now: its name, the key that runs it, and how both are shown."""

    name: str
    key: str
    shown: str
    word: str
    enabled: bool

    @property
    def width(self) -> int:
        """Cells it takes."""
        return Content(self.shown).cell_length + 1 + Content(self.word).cell_length


def shown_keys(screen: Screen[Any]) -> Mapping[str, str]:
    """The key to show for each command that works on the screen now, by command id."""
    found: dict[str, str] = {}
    for key, active in screen.active_bindings.items():
        if active.binding.id:
            found.setdefault(active.binding.id, display(key))
    return found


def key_hints(screen: Screen[Any]) -> list[KeyHint]:
    """What the footer has to say, in its order."""
    found: dict[str, KeyHint] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        name, _, argument = binding.action.rpartition(".")[2].partition("(")
        name = binding.id or name
        if not binding.show:
            continue
        if argument and name in found and key.isdecimal() == found[name].key.isdecimal():
            first = found[name].key
            found[name] = KeyHint(name, first, f"{first}-{key}", binding.description, active.enabled)
        elif name not in found:
            found[name] = KeyHint(name, key, display(key), binding.description, active.enabled)
    order = {name: place for place, name in enumerate(commands_by_id())}
    return sorted(found.values(), key=lambda hint: (hint.name in LAST, order.get(hint.name, len(order))))


class Footer(LineWidget):
    """What the keys mean now, the most important first; what does not fit is left to the help screen."""

    DEFAULT_CSS = """
    Footer {
        dock: bottom;
        height: 1;
    }
    """
    ALLOW_SELECT = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _: object) -> None:
        self.refresh()

    def lines(self, width: int) -> list[Content]:
        shown = (
            Content.assemble(
                (hint.shown, "bold $text-accent" if hint.enabled else "$text-muted"),
                (f" {hint.word}", "$text-muted"),
            )
            for hint in self._fitting(width)
        )
        return [Content(" " * _gap(width)).join(shown)]

    def on_click(self, event: events.Click) -> None:
        """A click on a hint does what its key does."""
        width, x, at = self.content_size.width, event.get_content_offset_capture(self).x, 0
        for hint in self._fitting(width):
            if at <= x < at + hint.width and hint.enabled:
                self.app.simulate_key(hint.key)
                return
            at += hint.width + _gap(width)

    def _fitting(self, width: int) -> list[KeyHint]:
        found, gap = key_hints(self.screen), _gap(width)
        room = width + gap - sum(hint.width + gap for hint in found if hint.name in LAST)
        fitting: list[KeyHint] = []
        for hint in found:
            if hint.name not in LAST:
                room -= hint.width + gap
                if room < 0:
                    continue
            fitting.append(hint)
        return fitting


def _gap(width: int) -> int:
    return NARROW_GAP if width < NARROW else GAP
