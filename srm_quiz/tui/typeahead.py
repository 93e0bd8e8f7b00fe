"""Keys typed ahead wait for the screen they are meant for: none is lost, none reaches the wrong one."""

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

MAX_WAIT = 5.0
"""Seconds that a key waits at most: even if a widget hangs, the keys that quit still work."""

POLL_INTERVAL = 0.05
"""Seconds after which a widget that has not answered is checked: it may have been removed."""

CONFIRM_KEYS = frozenset({"enter", "space"})
"""Keys that open a screen, and would confirm something on the screen they opened."""

MOVE_KEYS = frozenset({"j", "k", "up", "down", "left", "right", "pageup", "pagedown"})
"""Keys that are held down to move: they come faster than frames are painted."""

InputEvent = events.Key | events.Paste


class TypeAhead:
    """Delivers input events one by one, each when the effects of the previous one are on the screen.

    A confirm key that led to another screen was meant for the screen it came from, however often it was
    pressed: its repeats before the new screen was ready, or while it was held down, are dropped.
    """

    def __init__(self, app: App[Any], deliver: Callable[[InputEvent, KeyPress], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._queue: deque[tuple[InputEvent, KeyPress]] = deque()
        self._opened_by = ""
        self.is_busy = False
        """Whether events are waiting or being delivered."""

    def enqueue(self, event: InputEvent, press: KeyPress) -> None:
        """Deliver the event as soon as those before it have been dealt with."""
        self._queue.append((event, press))
        if not self.is_busy:
            self.is_busy = True
            self._app.run_worker(self._drain())

    async def _drain(self) -> None:
        try:
            await self._wait_for_screen()
            while self._queue:
                await self._deliver_next(*self._queue.popleft())
        finally:
            self.is_busy = False

    async def _deliver_next(self, event: InputEvent, press: KeyPress) -> None:
        if press.held and press.key == self._opened_by:
            return
        self._opened_by = ""
        screen = self._app.screen
        path = (self._app.focused or screen).ancestors_with_self
        stays_here = self._stays_here(event, press)
        await self._deliver(event, press)
        if stays_here:
            return
        # Twice: the messages that the key itself causes are queued behind those that were there before.
        await _with_timeout(_all_idle([*path, *path]))
        await self._wait_for_screen()
        if self._app.screen is not screen and press.key in CONFIRM_KEYS:
            self._opened_by = press.key
            while self._queue and self._queue[0][1].key == press.key:
                self._queue.popleft()

    def _stays_here(self, event: InputEvent, press: KeyPress) -> bool:
        """Whether the key opens nothing, so that the next need not wait: typed text, held arrow keys."""
        if press.held and press.key in MOVE_KEYS:
            return True
        focused = self._app.focused
        return (
            focused is not None
            and isinstance(event, events.Key)
            and focused.check_consume_key(event.key, event.character)
        )

    async def _wait_for_screen(self) -> None:
        """Wait until the screen is mounted and has its focus."""
        await _with_timeout(_all_idle([self._app.screen, self._app]))


async def _with_timeout(waiting: Awaitable[None]) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(waiting, MAX_WAIT)


async def _all_idle(pumps: Iterable[MessagePump]) -> None:
    """Wait until each of these, in turn, has handled the messages it had been sent."""
    for pump in pumps:
        done = asyncio.Event()
        is_pending = pump.call_later(done.set)
        while is_pending and not done.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), POLL_INTERVAL)
            is_pending = not isinstance(pump, Widget) or pump.is_running or not pump.is_mounted
