"""Gather facts beside the event loop: one pass at a time, in a thread, and the newest request wins."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tui.checks.wants import Wants
from tui.engine.protocol import Engine
from tui.gather.collect import Memory, collect
from tui.model.engine import Snapshot
from tui.model.facts import Facts

JOIN = 0.3
"""Seconds `close` waits for a pass; one may be in a request to an engine that hangs, and is left behind."""

OnFacts = Callable[[Facts], None]


class _Request(Struct, frozen=True):
    wants: Wants
    snapshot: Snapshot
    facts: Facts


class Gatherer:
    """Tells `on_facts` what it found, on the event loop, when that differs from what its owner has.

    Everything here is called on the loop. The engine stays its maker's to close.
    """

    def __init__(self, engine: Engine | None, work_folder: Path, on_facts: OnFacts) -> None:
        self._engine = engine
        self._work_folder = work_folder
        self._on_facts = on_facts
        self._memory = Memory()
        self._held = Facts()
        self._next: _Request | None = None
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def request(self, wants: Wants, snapshot: Snapshot, facts: Facts) -> None:
        """Gather what is wanted; `facts` is what is known so far. While a pass runs, one more will follow it."""
        if self._closed.is_set():
            return
        self._held = facts
        self._next = _Request(wants, snapshot, facts)
        if self._thread is None:
            self._begin()

    @property
    def busy(self) -> bool:
        """Whether a pass runs, or is to follow."""
        return self._thread is not None or self._next is not None

    def now(self, wants: Wants, snapshot: Snapshot, facts: Facts) -> Facts:
        """Gather what is wanted once, in the thread that asks."""
        return collect(wants, snapshot, facts, self._engine, self._work_folder, stopped=self._closed.is_set)

    def close(self) -> None:
        """End it; nothing is told any more."""
        self._closed.set()
        self._next = None
        if self._thread:
            self._thread.join(JOIN)

    def _begin(self) -> None:
        request, self._next = self._next, None
        if request is None or self._closed.is_set():
            return
        loop = asyncio.get_running_loop()
        # Not the loop's own pool: leaving would wait for it.
        self._thread = threading.Thread(target=self._run, args=(request, loop), name="gather", daemon=True)
        self._thread.start()

    def _run(self, request: _Request, loop: asyncio.AbstractEventLoop) -> None:
        found: Facts | None = None
        try:
            found = collect(
                request.wants, request.snapshot, request.facts, self._engine, self._work_folder,
                self._memory, self._closed.is_set,
            )  # fmt: skip
        finally:
            # What goes wrong with one fact `collect` knows how to bear; a pass that fails must not be the last.
            # The loop may be gone by the time a slow one ends.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._ended, found)

    def _ended(self, found: Facts | None) -> None:
        self._thread = None
        if self._closed.is_set():
            return
        waiting = self._next
        if found and waiting:
            # Each learnt something while the other was under way, and nothing should be asked twice.
            found = _with_lasting(found, waiting.facts)
            self._next = replace(waiting, facts=_with_lasting(waiting.facts, found))
        if found and found != self._held:
            self._held = found
            # The owner may request the next pass, which then begins at once.
            self._on_facts(found)
        if self._thread is None:
            self._begin()


def _with_lasting(facts: Facts, others: Facts) -> Facts:
    """Facts, and those others that can't change."""
    return replace(
        facts,
        containers={**facts.containers, **others.containers},
        images={**facts.images, **others.images},
        image_files={**facts.image_files, **others.image_files},
    )
