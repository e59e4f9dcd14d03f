"""Closer looks at one object, each in a thread of its own that ends with the look."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Generic, TypeVar

from tui.engine.protocol import Engine, Stream
from tui.errors import EngineError, EngineLost
from tui.model.looks import Close, Ended, Inspected, LogLine, Processes, Sample, Tell
from tui.model.text import brief, printable

PACE = 0.1
"""Seconds between two tellings: a screen that changes more often is not read."""
MOST = 2000
"""Items that wait to be told; of a container that prints faster, the oldest are left out."""
JOIN = 0.3
"""Seconds `close` waits for all threads; one may be in a request to an engine that hangs, and is left behind."""
GONE = "It has been removed."

T = TypeVar("T")
Ask = Callable[[Engine], Stream[T] | None]


class Looking:
    """Implements `Looks`. Everything here is called on the loop. The engine stays its maker's to close."""

    def __init__(self, engine: Engine | None) -> None:
        self._engine = engine
        self._open: set[_Look[Any]] = set()

    def inspect(self, kind: str, id: str, tell: Tell[Inspected], ended: Ended) -> Close:
        """All of one object, once."""
        return self._begin(_once(lambda engine: engine.inspect(kind, id)), tell, ended)

    def logs(self, id: str, tell: Tell[LogLine], ended: Ended) -> Close:
        """A container's log, as it is printed."""
        return self._begin(lambda engine: engine.logs(id), tell, ended)

    def stats(self, id: str, tell: Tell[Sample], ended: Ended) -> Close:
        """What a container uses, each second."""
        return self._begin(lambda engine: engine.stats(id), tell, ended)

    def processes(self, id: str, tell: Tell[Processes], ended: Ended) -> Close:
        """What runs in a container, once."""
        return self._begin(_once(lambda engine: engine.processes(id)), tell, ended)

    def close(self) -> None:
        """End every look."""
        deadline = time.monotonic() + JOIN
        for look in self._open:
            look.close()
        for look in self._open:
            look.join(max(0.0, deadline - time.monotonic()))

    def _begin(self, ask: Ask[T], tell: Tell[T], ended: Ended) -> Close:
        def asked() -> Stream[T] | None:
            if self._engine is None:
                raise EngineLost("There is no engine.")
            return ask(self._engine)

        look = _Look(asked, tell, ended)
        self._open = {each for each in self._open if each.running} | {look}
        look.start()
        return look.close


def _once(ask: Callable[[Engine], T | None]) -> Ask[T]:
    def asked(engine: Engine) -> Stream[T] | None:
        found = ask(engine)
        return None if found is None else _Once(found)

    return asked


class _Once(Generic[T]):
    """A stream of one item."""

    def __init__(self, item: T) -> None:
        self._items = [item]

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def close(self) -> None:
        """There is nothing to end."""


class _Look(Generic[T]):
    """Reads a stream in a thread, and tells of it on the loop."""

    def __init__(self, ask: Callable[[], Stream[T] | None], tell: Tell[T], ended: Ended) -> None:
        self._ask = ask
        self._tell = tell
        self._ended = ended
        self._lock = threading.Lock()
        self._waiting: deque[T] = deque(maxlen=MOST)
        self._why: str | None = None
        self._due = False
        self._closed = False
        self._stream: Stream[T] | None = None
        self._loop = asyncio.get_running_loop()
        # A daemon: leaving must not wait for an engine that hangs.
        self._thread = threading.Thread(target=self._run, name="look", daemon=True)

    @property
    def running(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End it, without waiting for the thread."""
        with self._lock:
            self._closed = True
            stream = self._stream
        if stream:
            stream.close()

    def join(self, seconds: float) -> None:
        """Wait for the thread."""
        self._thread.join(seconds)

    def _run(self) -> None:
        why = ""
        try:
            stream = self._ask()
            with self._lock:
                self._stream, closed = stream, self._closed
            if stream is None:
                why = GONE
            elif closed:
                stream.close()
            else:
                for item in stream:
                    self._put(item)
        except EngineError as error:
            why = printable(error.what)
        # Whatever an answer trips over, or one that was cut off by `close`, must not end in the learner's face.
        except Exception as error:
            why = brief(f"The engine said something the lab can't read ({type(error).__name__}: {error}).")
        with self._lock:
            self._why = why
            self._call()

    def _put(self, item: T) -> None:
        with self._lock:
            self._waiting.append(item)
            self._call()

    def _call(self) -> None:
        """Have what waits told soon, if that is not under way."""
        if self._due or self._closed:
            return
        self._due = True
        # The loop may be gone by the time a slow answer comes.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        with self._lock:
            items, why = list(self._waiting), self._why
            self._waiting.clear()
        if self._closed:
            return
        if items:
            self._tell(items)
        # Telling may have closed it.
        if why is None:
            self._loop.call_later(PACE, self._rest)
        elif not self._closed:
            self._ended(why)

    def _rest(self) -> None:
        """The pace is kept; go on with what has come meanwhile."""
        with self._lock:
            self._due = False
            if self._waiting or self._why is not None:
                self._call()
