"""Follow an engine: read it once, then again whenever its events say that something changed.

Two daemon threads: one waits for events (and asks for the details of each new container), the other reads the engine
and posts the news. Idle, both wait on a lock:
no request, no timer. A lost engine is asked for again, ever more slowly, until it answers.
"""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress

from msgspec import Struct
from msgspec.structs import replace

from tui.engine.agenda import Agenda
from tui.engine.clock import EngineClock
from tui.engine.podman import with_tags
from tui.engine.protocol import Engine, EventStream
from tui.engine.reading import KINDS, read
from tui.engine.untold import unheard, untold_by
from tui.errors import EngineError, EngineLost
from tui.model.engine import (
    EngineAnswers,
    EngineChanged,
    EngineEvent,
    EngineIdentity,
    EngineNews,
    EngineUnreachable,
    Snapshot,
)
from tui.model.text import brief, printable

RETRY_FIRST, RETRY_MOST = 0.5, 5.0
"""Seconds between two attempts to reach a lost engine."""
JOIN = 0.5
"""Seconds `close` waits for both threads; one may be in a request to an engine that hangs, and is left behind."""

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

    def look_again(self) -> None:
        """Read once more what may change without an event, from any thread; news come only if something is different.

        A build without a name, or one that fails halfway, leaves an image that no event tells of.
        """
        with self._lock:
            connection = self._connection
        if connection:
            connection.suspect_the_untold()

    def close(self) -> None:
        """End both threads, from any thread (even from within `post`); may be called again. No news comes after."""
        deadline = time.monotonic() + JOIN
        with self._lock:
            self._closed.set()
            connection = self._connection
        if connection:
            connection.close()
            _join(connection.thread, deadline)
        _join(self._thread, deadline)

    def _run(self) -> None:
        delays, told = retry_delays(), False
        while not self._closed.is_set():
            try:
                identity = self._engine.identity()
                with closing(self._subscribe(identity)) as connection:
                    connection.read(KINDS)
                    self._tell(EngineAnswers(identity))
                    self._tell(EngineChanged(connection.snapshot, anew=True))
                    delays, told = retry_delays(), False
                    connection.follow()
            # Whatever an engine's answer trips over, it must not end the watch: the next answer may be another.
            except Exception as error:
                if not told:
                    self._tell(EngineUnreachable(_in_words(error)))
                    told = True
            self._closed.wait(next(delays))

    def _subscribe(self, identity: EngineIdentity) -> _Connection:
        connection = _Connection(self._engine, self._tell, identity)
        with self._lock:
            self._connection = connection
            if self._closed.is_set():
                connection.close()
        return connection

    def _tell(self, news: EngineNews) -> None:
        if not self._closed.is_set():
            self._post(news)


def _in_words(error: Exception) -> str:
    if isinstance(error, EngineError):
        return printable(error.what)
    return brief(f"The engine said something the lab can't read ({type(error).__name__}: {error}).")


def _join(thread: threading.Thread, deadline: float) -> None:
    if thread.is_alive() and thread is not threading.current_thread():
        thread.join(max(0.0, deadline - time.monotonic()))


class _Suspicion(Struct, frozen=True):
    """A kind may have changed without an event."""

    kind: str


class _Connection:
    """One subscription, and what the engine held at the last reading. Subscribes when made: first, then read."""

    def __init__(self, engine: Engine, post: Post, identity: EngineIdentity) -> None:
        self.snapshot = Snapshot()
        self._engine = engine
        self._post = post
        self._identity = identity
        self._agenda = Agenda()
        self._inbox: queue.SimpleQueue[EngineEvent | _Suspicion | Exception] = queue.SimpleQueue()
        self._stream: EventStream = engine.events()
        self.thread = threading.Thread(target=self._pump, name="engine-events", daemon=True)
        self.thread.start()

    def close(self) -> None:
        """End the subscription, and with it `follow` and the thread, without waiting. From any thread, repeatedly."""
        self._stream.close()

    def suspect_the_untold(self) -> None:
        """Have what this engine may not tell of read again, as if an event had told of it. From any thread."""
        for kind in untold_by(self._identity):
            self._inbox.put(_Suspicion(kind))

    def read(self, kinds: Collection[str], ids: Collection[str] = ()) -> None:
        """Read kinds into the snapshot; of the containers only those with `ids`, if there are any."""
        self.snapshot = read(self._engine, self.snapshot, kinds, ids)
        now = time.monotonic()
        if "container" in kinds:
            running = {each.id for each in self.snapshot.containers if each.state == "running"}
            self._agenda.doubt(running, now)
        for kind in kinds:
            self._agenda.was_read(kind, now)

    def follow(self) -> None:
        """Post changes until the stream ends; raises `EngineLost` then, or what an event tripped over."""
        while True:
            self._note_events()
            before = self.snapshot
            due = self._agenda.take(time.monotonic())
            self.read(due.kinds, due.containers)
            told = with_tags(due.events, self.snapshot.images)
            events = (*told, *unheard(self._identity, before, self.snapshot, told, time.time(), time.monotonic()))
            if events or self.snapshot != before:
                self._post(EngineChanged(self.snapshot, events))

    def _note_events(self) -> None:
        """Wait until something is due, noting events as they come; raises how the stream ended."""
        while True:
            now = time.monotonic()
            when = self._agenda.next_due()
            try:
                event = self._inbox.get(timeout=None if when is None else max(0.0, when - now))
            except queue.Empty:
                return
            if isinstance(event, Exception):
                raise event
            if isinstance(event, _Suspicion):
                self._agenda.suspect(event.kind, time.monotonic())
            else:
                self._agenda.note(event, time.monotonic())

    def _pump(self) -> None:
        clock = EngineClock()
        end: Exception = EngineLost("The engine has gone away.", "The lab will try again.")
        try:
            for event in self._stream:
                # Asking for the details of one holds up those behind it.
                happened = replace(event, received=clock.moment(event.time, event.received))
                self._inbox.put(self._with_details(happened))
        except Exception as error:
            end = error
        self._inbox.put(end)

    def _with_details(self, event: EngineEvent) -> EngineEvent:
        """A new container's event with its details, asked for at once: with --rm it may be gone in a moment."""
        if (event.kind, event.action) != ("container", "create"):
            return event
        # An answer that can't be had must not end the watch; the check that wants it says what it misses.
        with suppress(Exception):
            return replace(event, details=self._engine.container_details(event.id))
        return event
