"""Text that comes to the prompt letter by letter, at the pace of somebody who types."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

LONGEST = 8.0
"""Seconds that a text takes at the most: a long one comes faster."""


class Typist:
    """Has `write` called for one piece after the other. Its owner says `drop` when it goes."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._left: list[bytes] = []
        self._pause = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def type(self, pieces: Sequence[bytes], pause: float) -> None:
        """Begin with the first piece; `pause` seconds lie between two."""
        self.finish()
        if pieces:
            self._left, self._pause = list(pieces), min(pause, LONGEST / len(pieces))
            self._next()

    def finish(self) -> bool:
        """Write at once what is still to come; whether there was anything."""
        left = b"".join(self._left)
        self.drop()
        if left:
            self._write(left)
        return bool(left)

    def drop(self) -> None:
        """Write no more of it."""
        self._left = []
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _next(self) -> None:
        self._timer = None
        self._write(self._left.pop(0))
        if self._left:
            self._timer = asyncio.get_running_loop().call_later(self._pause, self._next)
