"""What makes hundreds of screens quick to test: styles are parsed once, frames painted when a test looks.

Three methods of Textual are replaced, and nothing else. Each replacement only leaves out or puts off what
nobody sees: parsing the same style sheet again, and painting frames between two looks of a test. Messages,
bindings, focus, layout and the painting itself are Textual's own. What a user gets, with nothing replaced
and a real clock, is tested by the flows in `tests/terminal`.
"""

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
"""How many frames in a row may cause another one; what never stops moving is not waited for."""


@contextmanager
def styles_read_once() -> Iterator[None]:
    """Share the rules parsed from one source among apps with the same variables.

    Stands for `Stylesheet._parse_rules`, whose result depends on nothing else: every app of a test run would
    parse the same style sheets anew.
    """
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
    """Lay out and paint what has changed, and what follows from that, at the end of each pause of a test.

    Stands for `Compositor.render_update`, which Textual calls sixty times a second and whose frames it throws
    away without a terminal, and for `Pilot.pause`, after which a test looks. Between two pauses nothing is
    painted, so a test sees the last frame and none of those before it.
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
