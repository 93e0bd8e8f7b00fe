"""The footer: one line that shows what the keys do now."""

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
"""Cells between two hints, on normal and on narrow screens, and the width below which one is narrow."""
ALWAYS_LAST = (
    "help",
    "back",
    "leave",
    "later_exam",
    "close",
    "leave_form",
    "leave_kinds",
    "leave_title",
    "leave_search",
)
"""Commands that keep their place at the end of the line however narrow it is."""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A command of the screen: its name, the key that runs it, and how the footer shows both."""

    name: str
    key: str
    shown: str
    label: str
    enabled: bool

    @property
    def width(self) -> int:
        """Its width in cells."""
        return Content(self.shown).cell_length + 1 + Content(self.label).cell_length


def shown_keys(screen: Screen[Any]) -> Mapping[str, str]:
    """The key to display for each command of the screen that works now, by command id."""
    keys: dict[str, str] = {}
    for key, active in screen.active_bindings.items():
        if active.binding.id:
            keys.setdefault(active.binding.id, display(key))
    return keys


def key_hints(screen: Screen[Any]) -> list[KeyHint]:
    """The hints of the screen in footer order."""
    hints: dict[str, KeyHint] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        name, _, argument = binding.action.rpartition(".")[2].partition("(")
        name = binding.id or name
        if not binding.show:
            continue
        if argument and name in hints and key.isdecimal() == hints[name].key.isdecimal():
            first = hints[name].key
            hints[name] = KeyHint(name, first, f"{first}-{key}", binding.description, active.enabled)
        elif name not in hints:
            hints[name] = KeyHint(name, key, display(key), binding.description, active.enabled)
    order = {name: position for position, name in enumerate((*commands_by_id(), *ALWAYS_LAST))}
    return sorted(hints.values(), key=lambda hint: order.get(hint.name, len(order)))


class Footer(LineWidget):
    """What the keys do now, the most important first; those that do not fit are on the help screen."""

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
                (f" {hint.label}", "$text-muted"),
            )
            for hint in self._fitting(width)
        )
        return [Content(" " * _gap(width)).join(shown)]

    def on_click(self, event: events.Click) -> None:
        """Clicking a hint does what its key does."""
        width, x, at = self.content_size.width, event.get_content_offset_capture(self).x, 0
        for hint in self._fitting(width):
            if at <= x < at + hint.width and hint.enabled:
                self.app.simulate_key(hint.key)
                return
            at += hint.width + _gap(width)

    def _fitting(self, width: int) -> list[KeyHint]:
        hints, gap = key_hints(self.screen), _gap(width)
        room = width + gap - sum(hint.width + gap for hint in hints if hint.name in ALWAYS_LAST)
        fitting: list[KeyHint] = []
        for hint in hints:
            if hint.name not in ALWAYS_LAST:
                room -= hint.width + gap
                if room < 0:
                    continue
            fitting.append(hint)
        return fitting


def _gap(width: int) -> int:
    return NARROW_GAP if width < NARROW else GAP
