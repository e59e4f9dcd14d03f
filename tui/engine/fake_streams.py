"""What an engine in memory tells as it happens."""

from __future__ import annotations

import queue
from collections.abc import Iterator

from tui.model.engine import EngineEvent


class FakeStream:
    """An `EventStream` over a queue."""

    def __init__(self) -> None:
        self.ended = False
        self._events: queue.SimpleQueue[EngineEvent | None] = queue.SimpleQueue()

    def put(self, event: EngineEvent) -> None:
        """Hand the reader an event."""
        if not self.ended:
            self._events.put(event)

    def __iter__(self) -> Iterator[EngineEvent]:
        while (event := self._events.get()) is not None:
            yield event

    def close(self) -> None:
        """End it."""
        self.ended = True
        self._events.put(None)
