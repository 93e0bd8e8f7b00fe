"""Keys wait for what the keys before them lead to: none is lost, and none meets a screen it was not for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

from srm_quiz.tui.app_base import KeyPress

PATIENCE = 5.0
"""Seconds a key waits at most: whatever hangs, the keys that leave the program still work."""

LOOK_AGAIN = 0.05
"""Seconds after which a widget that does not answer is looked at: it may have gone."""

CONFIRMING = frozenset({"enter", "space"})
"""Keys that open a screen, and say yes on the one they opened."""

MOVING = frozenset({"j", "k", "up", "down", "left", "right", "pageup", "pagedown"})
"""Keys that are held down to move: they come faster than a screen is painted for each."""

Input = events.Key | events.Paste


class TypeAhead:
    """Hands input over piece by piece, each when what came of the one before stands on the screen.

    A key that says yes and led to another screen was meant for the one it came from, however often it
    was pressed: what came of it before the other stood, or while it was held down, is left out.
    """

    def __init__(self, app: App[Any], hand_over: Callable[[Input, KeyPress], Awaitable[None]]) -> None:
        self._app = app
        self._hand_over = hand_over
        self._waiting: deque[tuple[Input, KeyPress]] = deque()
        self._is_busy = False
        self._opener = ""

    def take(self, event: Input, press: KeyPress) -> None:
        """Hand it over as soon as may be."""
        self._waiting.append((event, press))
        if not self._is_busy:
            self._is_busy = True
            self._app.run_worker(self._work())

    async def _work(self) -> None:
        try:
            await self._stand()
            while self._waiting:
                await self._next(*self._waiting.popleft())
        finally:
            self._is_busy = False

    async def _next(self, event: Input, press: KeyPress) -> None:
        if press.held and press.key == self._opener:
            return
        self._opener = ""
        before = self._app.screen
        path = (self._app.focused or before).ancestors_with_self
        leads_nowhere = self._leads_nowhere(event, press)
        await self._hand_over(event, press)
        if leads_nowhere:
            return
        # Twice: what the key makes of itself, a message say, is handled behind what was there before.
        await _in_time(_all_caught_up([*path, *path]))
        await self._stand()
        if self._app.screen is not before and press.key in CONFIRMING:
            self._opener = press.key
            while self._waiting and self._waiting[0][1].key == press.key:
                self._waiting.popleft()

    def _leads_nowhere(self, event: Input, press: KeyPress) -> bool:
        """Letters that are typed, and keys held down to move, open nothing: the next need not wait."""
        if press.held and press.key in MOVING:
            return True
        focused = self._app.focused
        return (
            focused is not None
            and isinstance(event, events.Key)
            and focused.check_consume_key(event.key, event.character)
        )

    async def _stand(self) -> None:
        """Until the screen is mounted and knows what has the focus."""
        await _in_time(_all_caught_up([self._app.screen, self._app]))


async def _in_time(waiting: Awaitable[None]) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(waiting, PATIENCE)


async def _all_caught_up(pumps: Iterable[MessagePump]) -> None:
    """Until each, one after the other, has handled what it has been sent."""
    for pump in pumps:
        done = asyncio.Event()
        is_coming = pump.call_later(done.set)
        while is_coming and not done.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), LOOK_AGAIN)
            is_coming = not isinstance(pump, Widget) or pump.is_running or not pump.is_mounted
