"""What a watch posts, collected by the tests that wait for it."""

import threading
from collections.abc import Callable

from tests.waiting import DEADLINE
from tui.model.engine import EngineChanged, EngineEvent, EngineNews, Snapshot


class News:
    """Collects what is posted, and waits for it."""

    def __init__(self) -> None:
        self.all: list[EngineNews] = []
        self._arrived = threading.Condition()

    def __call__(self, news: EngineNews) -> None:
        """Take a piece of news."""
        with self._arrived:
            self.all.append(news)
            self._arrived.notify_all()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds."""
        with self._arrived:
            assert self._arrived.wait_for(condition, DEADLINE), f"still waiting; the last was {self.all[-1:]}"

    @property
    def events(self) -> list[EngineEvent]:
        """The events, in the order they were told."""
        return [e for news in self.all if isinstance(news, EngineChanged) for e in news.events]

    @property
    def snapshot(self) -> Snapshot:
        """The last reading."""
        return self.changes[-1].snapshot

    @property
    def changes(self) -> list[EngineChanged]:
        """The readings."""
        return [news for news in self.all if isinstance(news, EngineChanged)]

    def kinds(self) -> list[type]:
        """What was posted, by type."""
        return [type(news) for news in self.all]
