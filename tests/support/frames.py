"""The pace of a screen in tests: styles are read once, frames painted when the test pauses to look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from rich.console import RenderableType
from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.pilot import Pilot

ROUNDS = 5
"""How often a frame may bring about another one; what moves all the time is not waited for."""


@contextmanager
def styles_read_once() -> Iterator[None]:
    """Apps with the same variables share the rules that were read from the same source."""
    known: dict[Any, list[RuleSet]] = {}
    read = Stylesheet._parse_rules

    def read_once(self: Stylesheet, *source: Any, **about: Any) -> list[RuleSet]:
        key = (source, *sorted(about.items()), *self._variables.items())
        if key not in known:
            known[key] = read(self, *source, **about)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", read_once)
        yield


@contextmanager
def frames_painted_when_looked_at() -> Iterator[None]:
    """Whatever has changed is laid out and painted at the end of a pause, and what follows from it too.

    Without a terminal Textual does so sixty times a second as well, and throws every frame away.
    """
    waiting: WeakKeyDictionary[Compositor, set[Region]] = WeakKeyDictionary()
    paint, pause = Compositor.render_update, Pilot.pause

    def wait(self: Compositor, *_: Any, **__: Any) -> RenderableType | None:
        waiting.setdefault(self, set()).update(self._dirty_regions)
        self._dirty_regions.clear()
        return None

    async def pause_and_paint(self: Pilot[Any], delay: float | None = None) -> None:
        await pause(self, delay)
        for _ in range(ROUNDS):
            if not paint_waiting(self.app):
                break
            await pause(self)

    def paint_waiting(app: App[Any]) -> bool:
        """Lay out and paint what waits for it; whether anything did."""
        screen = app.screen
        if screen._layout_required or screen._scroll_required:
            screen._on_timer_update()
        compositor = screen._compositor
        regions = waiting.pop(compositor, None)
        if regions:
            compositor._dirty_regions |= regions
            paint(compositor, screen_stack=app._background_screens)
        return bool(regions)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", wait)
        patch.setattr(Pilot, "pause", pause_and_paint)
        yield
