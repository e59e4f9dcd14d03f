"""Closer looks at one object of the engine: what they show, and how they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from msgspec import Struct

TAIL = 200
"""Lines that are read of what a log held before."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

Seen = TypeVar("Seen")
Tell = Callable[[Sequence[Seen]], None]
"""Takes what has been seen since the last time."""
Ended = Callable[[str], None]
"""Takes why nothing more will be seen: a sentence, or empty where it simply ended."""
Close = Callable[[], None]
"""Ends a look; after it nothing is told any more. May be called again."""


class Subject(Struct, frozen=True):
    """What is looked at: its kind (container, image, volume, network), id, and what the learner calls it."""

    kind: str
    id: str
    name: str


class Inspected(Struct, frozen=True):
    """All the engine knows of an object, as JSON."""

    value: Json


class LogLine(Struct, frozen=True):
    """A line a container printed, fit to be shown; `error` if to standard error, which one with a terminal hides."""

    text: str
    error: bool = False


class Sample(Struct, frozen=True):
    """What a container uses at one moment, as `docker container stats` counts it.

    `cpu` is in percent of one processor, None where there was nothing yet to compare with; the others are bytes,
    received and sent since it started, and processes. `limit` is 0 where the engine tells none.
    """

    cpu: float | None
    memory: int
    limit: int = 0
    received: int = 0
    sent: int = 0
    processes: int = 0


class Processes(Struct, frozen=True):
    """What `docker container top` prints: a row of titles, and a row for each process."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Looks(Protocol):
    """Each returns at once, and tells what comes of it on the event loop: at most ten times a second, until it ended
    or is closed. Whoever begins a look closes it."""

    def inspect(self, kind: str, id: str, tell: Tell[Inspected], ended: Ended) -> Close:
        """All of a container, image, volume or network, once."""
        ...

    def logs(self, id: str, tell: Tell[LogLine], ended: Ended) -> Close:
        """The last lines of a container, and then each as it is printed, until the container stops."""
        ...

    def stats(self, id: str, tell: Tell[Sample], ended: Ended) -> Close:
        """A sample each second, until the container stops."""
        ...

    def processes(self, id: str, tell: Tell[Processes], ended: Ended) -> Close:
        """What runs in a container, once."""
        ...
