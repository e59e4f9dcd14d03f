"""The time an exercise is meant to take, counted down when the learner asks for it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from textual.screen import Screen
from textual.timer import Timer

from tui.view.ages import minutes


class Countdown:
    """Runs on a screen, and tells `show` what is left, once a second while it runs: "9:59", or "" when it is off."""

    def __init__(self, screen: Screen[None], show: Callable[[str], None], over: Callable[[], None]) -> None:
        self._screen = screen
        self._show, self._over = show, over
        self._ends = 0.0
        self._timer: Timer | None = None

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self._timer is not None

    def start(self, seconds: float) -> None:
        """Begin to count down."""
        self.stop()
        self._ends = time.monotonic() + seconds
        self._timer = self._screen.set_interval(1.0, self._tick)
        self._tick()

    def stop(self) -> None:
        """No more of it."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._show("")

    def _tick(self) -> None:
        left = math.ceil(self._ends - time.monotonic())
        if left <= 0:
            self.stop()
            self._over()
        else:
            self._show(minutes(left))
