"""When to draw: soon after something changed, at most 30 times a second, never faster than the outer terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import App

_FRAME = 1 / 30
# After a pause the first frame comes at once; 2 ms let the rest of what a key caused arrive.
_FIRST_FRAME = 0.002
# Textual's writer blocks the whole app once 30 writes wait for a slow (SSH) line.
_WRITES_WAITING = 1


class Pace:
    """Calls `draw` on the running event loop after each `request`, as often as is good for the eye and the line."""

    def __init__(self, app: App[object], draw: Callable[[], None]) -> None:
        self._app, self._draw = app, draw
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._last = 0.0

    def request(self) -> None:
        """Something changed. No timer runs unless this was called."""
        if self._timer is None:
            wait = self._last + _FRAME - self._loop.time()
            self._timer = self._loop.call_later(max(wait, _FIRST_FRAME), self._tick)

    def cancel(self) -> None:
        """Draw no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _tick(self) -> None:
        self._timer = None
        self._last = self._loop.time()
        if writes_waiting(self._app) > _WRITES_WAITING:
            self.request()
        else:
            self._draw()


def writes_waiting(app: App[object]) -> int:
    """How many frames Textual has written that the outer terminal has not taken (0 where it can't be known).

    Textual 8.2.8 keeps them in `LinuxDriver._writer_thread._queue`, which is private: it may be gone one day.
    """
    queue = getattr(getattr(app._driver, "_writer_thread", None), "_queue", None)
    return queue.qsize() if queue is not None else 0
