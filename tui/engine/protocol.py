"""What the lab asks of an engine. `docker_sdk` talks to a real one; `fake` is for faults and scale."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol, TypeVar

from tui.model.disk import DiskUsage
from tui.model.engine import Container, ContainerDetails, EngineEvent, EngineIdentity, Image, Network, Volume
from tui.model.facts import ImageDetails, ImageFiles
from tui.model.looks import Inspected, LogLine, Processes, Sample

Item = TypeVar("Item", covariant=True)


class Stream(Protocol[Item]):
    """What an engine tells as it happens.

    Iterating blocks until the next item; it ends (without an exception) when the engine goes away, there is no more
    to come, or `close` is called. `close` may be called from any thread, more than once, and frees a blocked iterator.
    """

    def __iter__(self) -> Iterator[Item]: ...

    def close(self) -> None:
        """End it."""
        ...


EventStream = Stream[EngineEvent]
"""The engine's events from the moment of subscription on."""


class Engine(Protocol):
    """An engine's read side. Every method blocks, for seconds at most but where it says so, and raises `EngineLost`.

    What reads one thing gives None if it is gone.
    """

    def identity(self) -> EngineIdentity:
        """Which engine answers."""
        ...

    def containers(self, ids: Collection[str] = ()) -> tuple[Container, ...]:
        """All containers, or those with these ids, newest first, by one request."""
        ...

    def images(self) -> tuple[Image, ...]:
        """All images, by one request."""
        ...

    def volumes(self) -> tuple[Volume, ...]:
        """All volumes, by one request."""
        ...

    def networks(self) -> tuple[Network, ...]:
        """All networks, by one request."""
        ...

    def container_details(self, id: str) -> ContainerDetails | None:
        """One container beyond its row in the list, by one request."""
        ...

    def image_details(self, id_or_ref: str) -> ImageDetails | None:
        """One image beyond its row in the list, by two requests."""
        ...

    def image_files(self, id: str) -> ImageFiles | None:
        """What an image's layers hold: the whole image is exported, which takes a second for 100 MB.

        Raises `EngineError` for an archive that can't be read.
        """
        ...

    def disk_usage(self) -> DiskUsage:
        """What lies on its disk. The engine measures every file of containers and volumes: this may take minutes, and
        costs it dearly. Never to be asked unless the learner wants to know."""
        ...

    def inspect(self, kind: str, id: str) -> Inspected | None:
        """All of a container, image, volume or network, by one request."""
        ...

    def processes(self, id: str) -> Processes | None:
        """What runs in a container. Raises `EngineError` for one that isn't running."""
        ...

    def logs(self, id: str) -> Stream[LogLine] | None:
        """A container's last 200 lines, and each line from then on until it stops."""
        ...

    def stats(self, id: str) -> Stream[Sample] | None:
        """What a container uses, each second until it stops."""
        ...

    def events(self) -> EventStream:
        """Subscribe to what happens from now on."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
