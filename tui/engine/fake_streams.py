"""What an engine in memory tells as it happens."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class FakeStream(Generic[T]):
    """A `Stream` over a queue."""

    def __init__(self) -> None:
        self.ended = False
        self._items: queue.SimpleQueue[T | None] = queue.SimpleQueue()

    def put(self, item: T) -> None:
        """Hand the reader an item."""
        if not self.ended:
            self._items.put(item)

    def __iter__(self) -> Iterator[T]:
        while (item := self._items.get()) is not None:
            yield item

    def close(self) -> None:
        """End it."""
        self.ended = True
        self._items.put(None)
