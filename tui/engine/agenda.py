"""Decide when an engine is read again: which kinds its events made stale, and how soon each is due.

Pure: the clock is an argument, in seconds. Events wait here for the reading they lead to.
"""

from __future__ import annotations

from collections.abc import Collection
from math import inf

from msgspec import Struct

from tui.model.engine import EngineEvent

SETTLE = 0.03
"""Seconds to wait for the other events of the same command before reading."""
PACE = 0.25
"""Seconds between two readings of the same kind, at the least."""
AFTER_DIE = 0.05
"""Seconds between two looks at a list that still has a container running after its `die`: the engine tells of
the end first and writes it down once the container's file system is unmounted."""
AFTER_DIE_MOST = 5.0
"""Seconds after which such a list is believed."""
AFTER_PAUSE = 0.3
"""Seconds until a pause shows in the list: read at once, it may still tell the old state."""
MANY = 16
"""Containers from which on the whole list is asked for: it costs little more, and puts right what was missed in a
storm of events."""


def due(first_dirty: float, last_read: float) -> float:
    """When a kind that became stale at `first_dirty` is to be read again."""
    return max(first_dirty + SETTLE, last_read + PACE)


def kinds_changed_by(event: EngineEvent) -> set[str]:
    """The kinds that are stale after an event."""
    match event.action:
        case "commit":
            # Without a tag it makes an image that no image event tells of.
            return {"container", "image"}
        case "connect" | "disconnect":
            # The list of networks doesn't say who is in them.
            return {"container"}
        case _:
            return {event.kind}


def container_changed_by(event: EngineEvent) -> str:
    """The id of the container whose row is stale after an event; "" if it doesn't say."""
    return event.other if event.action in ("connect", "disconnect") else event.id


class Due(Struct, frozen=True):
    """What to read now: kinds, of the containers only those with these ids (all if there are none); and the events
    that can be told with that reading, in their order."""

    kinds: frozenset[str] = frozenset()
    containers: frozenset[str] = frozenset()
    events: tuple[EngineEvent, ...] = ()


class Agenda:
    """The events not yet told, and the kinds still to be read because of them."""

    def __init__(self) -> None:
        self._first_dirty: dict[str, float] = {}
        self._last_read: dict[str, float] = {}
        self._changed: set[str] = set()
        self._once_more = inf
        self._again: set[str] = set()
        self._died: dict[str, float] = {}
        self._events: list[EngineEvent] = []

    def note(self, event: EngineEvent, now: float) -> None:
        """Take up an event."""
        self._events.append(event)
        kinds = kinds_changed_by(event)
        for kind in kinds:
            self._first_dirty.setdefault(kind, now)
        if "container" in kinds:
            self._changed.add(container_changed_by(event))
        if event.action in ("pause", "unpause"):
            self._look_again({event.id}, now + AFTER_PAUSE)
        if event.action == "die":
            self._died[event.id] = now + AFTER_DIE_MOST
        elif event.action == "start":
            self._died.pop(event.id, None)

    def suspect(self, kind: str, now: float) -> None:
        """Have a kind read again without an event."""
        self._first_dirty.setdefault(kind, now)

    def was_read(self, kind: str, now: float) -> None:
        """A reading of `kind` has ended."""
        self._last_read[kind] = now

    def doubt(self, running: Collection[str], now: float) -> None:
        """Compare a list just read with the events: containers that have died must not be `running` (ids) in it."""
        self._died = {each: until for each, until in self._died.items() if each in running and until > now}
        if self._died:
            self._look_again(self._died, now + AFTER_DIE)

    def _look_again(self, containers: Collection[str], when: float) -> None:
        self._again.update(containers)
        self._once_more = when if self._once_more == inf else max(when, self._once_more)

    def next_due(self) -> float | None:
        """When to call `take` next, or None while there is nothing to do."""
        return min(self._dues().values(), default=None)

    def take(self, now: float) -> Due:
        """What is due now, and no longer on the agenda then."""
        kinds = frozenset(kind for kind, when in self._dues().items() if when <= now)
        for kind in kinds:
            self._first_dirty.pop(kind, None)
        stale = set(self._first_dirty)
        ready = tuple(event for event in self._events if not kinds_changed_by(event) & stale)
        self._events = [event for event in self._events if kinds_changed_by(event) & stale]
        return Due(kinds, self._take_containers(now) if "container" in kinds else frozenset(), ready)

    def _take_containers(self, now: float) -> frozenset[str]:
        changed, self._changed = self._changed, set()
        if self._once_more <= now:
            changed |= self._again
            self._again, self._once_more = set(), inf
        return frozenset(changed) if len(changed) < MANY and "" not in changed else frozenset()

    def _dues(self) -> dict[str, float]:
        dues = {} if self._once_more == inf else {"container": self._once_more}
        for kind, since in self._first_dirty.items():
            when = due(since, self._last_read.get(kind, -inf))
            dues[kind] = min(when, dues.get(kind, inf))
        return dues
