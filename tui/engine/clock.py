"""When an event happened, in this machine's monotonic time: it may be heard of late, and says when it was."""

from __future__ import annotations

from collections import deque

HEEDED = 50
"""Events from which it is learnt what lies between the clocks: one may have been set since those before."""


class EngineClock:
    """An engine's clock beside ours. What lies between them is learnt from the event that came soonest."""

    def __init__(self) -> None:
        self._between: deque[float] = deque(maxlen=HEEDED)
        self._last = 0.0

    def moment(self, told: float, received: float) -> float:
        """When something happened that the engine dates `told`, and that was heard of at `received`."""
        stands, self._last = told == self._last, told
        if not told or stands:
            return received
        self._between.append(received - told)
        return told + min(self._between)
