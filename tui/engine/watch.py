"""Follow an engine: read it once, then again whenever its events say that something changed.

Two daemon threads: one waits for events, the other reads the engine and posts the news. Idle, both wait on a lock:
no request, no timer. A lost engine is asked for again, ever more slowly, until it answers.
"""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tui.engine.agenda import Agenda
from tui.engine.protocol import Engine, EventStream
from tui.errors import EngineError, EngineLost
from tui.model.engine import (
    EngineAnswers,
    EngineChanged,
    EngineEvent,
    EngineNews,
    EngineUnreachable,
    Snapshot,
)

RETRY_FIRST, RETRY_MOST = 0.5, 5.0
"""Seconds between two attempts to reach a lost engine."""
JOIN = 2.0
"""Seconds `close` waits for each thread; one may be in a request to an engine that hangs."""

Post = Callable[[EngineNews], None]


def retry_delays() -> Iterator[float]:
    """Seconds to wait before each attempt: doubling, with jitter so that many labs don't knock together."""
    delay = RETRY_FIRST
    while True:
        yield delay * random.uniform(0.8, 1.0)
        delay = min(delay * 2, RETRY_MOST)


class Watch:
    """Keeps `post` informed about an engine; it is called from a thread of the watch, one piece of news at a time.

    The engine stays its maker's to close.
    """

    def __init__(self, engine: Engine, post: Post) -> None:
        self._engine = engine
        self._post = post
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._connection: _Connection | None = None
        self._thread = threading.Thread(target=self._run, name="engine-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch; returns at once. A watch is started once."""
        self._thread.start()

    def close(self) -> None:
        """End both threads, from any thread (even from within `post`); may be called again."""
        with self._lock:
            self._closed.set()
            connection = self._connection
        if connection:
            connection.close()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(JOIN)

    def _run(self) -> None:
        delays, told = retry_delays(), False
        while not self._closed.is_set():
            connection = None
            try:
                connection = self._connect()
                delays, told = retry_delays(), False
                connection.follow()
            except EngineError as error:
                if not told and not self._closed.is_set():
                    self._post(EngineUnreachable(error.what))
                    told = True
            finally:
                if connection:
                    connection.close()
            self._closed.wait(next(delays))

    def _connect(self) -> _Connection:
        identity = self._engine.identity()
        connection = _Connection(self._engine, self._post)
        with self._lock:
            self._connection = connection
            if self._closed.is_set():
                connection.close()
        try:
            connection.read({"container", "image"})
        except EngineError:
            connection.close()
            raise
        self._post(EngineAnswers(identity))
        self._post(EngineChanged(connection.snapshot))
        return connection


class _Connection:
    """One subscription, and what the engine held at the last reading. Subscribes when made: first, then read."""

    def __init__(self, engine: Engine, post: Post) -> None:
        self.snapshot = Snapshot()
        self._engine = engine
        self._post = post
        self._agenda = Agenda()
        self._inbox: queue.SimpleQueue[EngineEvent | None] = queue.SimpleQueue()
        self._stream: EventStream = engine.events()
        self._thread = threading.Thread(target=self._pump, name="engine-events", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the subscription and its thread; `follow` returns. From any thread, more than once."""
        self._stream.close()
        if self._thread is not threading.current_thread():
            self._thread.join(JOIN)

    def read(self, kinds: set[str]) -> None:
        """Read kinds into the snapshot; those the lab keeps no list of (volume, network) are skipped."""
        if "container" in kinds:
            containers = self._engine.containers()
            self.snapshot = replace(self.snapshot, containers=containers)
            self._agenda.doubt({each.id for each in containers if each.state == "running"}, time.monotonic())
        if "image" in kinds:
            self.snapshot = replace(self.snapshot, images=self._engine.images())
        for kind in kinds:
            self._agenda.was_read(kind, time.monotonic())

    def follow(self) -> None:
        """Post changes until the stream ends; raises `EngineLost` then."""
        while self._note_events():
            before = self.snapshot
            kinds, events = self._agenda.take(time.monotonic())
            self.read(kinds)
            if events or self.snapshot != before:
                self._post(EngineChanged(self.snapshot, events))
        raise EngineLost("The engine has gone away.", "The lab will try again.")

    def _note_events(self) -> bool:
        """Wait until something is due, noting events as they come; False at the stream's end."""
        while True:
            now = time.monotonic()
            when = self._agenda.next_due()
            try:
                event = self._inbox.get(timeout=None if when is None else max(0.0, when - now))
            except queue.Empty:
                return True
            if event is None:
                return False
            self._agenda.note(event, time.monotonic())

    def _pump(self) -> None:
        try:
            for event in self._stream:
                self._inbox.put(event)
        finally:
            self._inbox.put(None)
