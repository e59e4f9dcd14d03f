"""What the API answers bit by bit: events, a container's figures, its log. Asynchronous generators of bytes."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import AsyncGenerator, Callable, Mapping

from tests.engine_api.records import stats
from tests.engine_api.wire import Request, as_json
from tests.engine_api.world import Container, World

Chunks = AsyncGenerator[bytes, None]


class Unframed(bytes):
    """What is sent as it is, and not as a chunk."""


_WITH_WORDS = ("exec_create", "exec_start", "health_status")
"""Actions that go on after a colon, and are filtered for by what stands before it."""


def wanted_by(request: Request) -> Callable[[Mapping[str, object]], bool]:
    """Whether an event passes the filters of a request, as lists (the API) or as maps (the docker command)."""
    filters: dict[str, set[str]] = {
        name: set(values) for name, values in json.loads(request.options.get("filters") or "{}").items()
    }

    def wanted(event: Mapping[str, object]) -> bool:
        action = str(event["Action"])
        before = action.partition(":")[0]
        if before in _WITH_WORDS:
            action = before
        kinds, actions = filters.get("type"), filters.get("event")
        return (not kinds or event["Type"] in kinds) and (not actions or action in actions)

    return wanted


async def endless(piece: bytes) -> Chunks:
    """The same again and again."""
    while True:
        yield piece
        await asyncio.sleep(0 if len(piece) > 1 else 0.01)


class EventStream:
    """One subscription, from the moment it is made; `tear` leaves its reader with half a line."""

    def __init__(self, world: World, wanted: Callable[[Mapping[str, object]], bool]) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._wanted = wanted
        self._stop = world.listen(self._heard)

    def tear(self, end: bool, within_chunk: bool) -> None:
        """Half an event, and then the end or silence."""
        self._stop()
        half = b'{"Type":"container","Action":"sta'
        self._queue.put_nowait(Unframed(b"fff\r\n" + half) if within_chunk else half)
        if end:
            self._queue.put_nowait(None)

    def say(self, data: bytes) -> None:
        """Anything."""
        self._queue.put_nowait(data)

    async def chunks(self) -> Chunks:
        """As it happens."""
        try:
            while (data := await self._queue.get()) is not None:
                yield data
            raise ConnectionAbortedError("torn")
        finally:
            self._stop()

    def _heard(self, event: Mapping[str, object]) -> None:
        if event["Type"] != "log" and self._wanted(event):
            self._loop.call_soon_threadsafe(self._queue.put_nowait, as_json(event))


async def stats_stream(world: World, container: Container, every: float, once: bool) -> Chunks:
    """A container's figures; of one that doesn't run there are none, until it does."""
    tick = 1
    while True:
        current = world.container(container.id)
        if current is None:
            return
        if once or current.state == "running":
            yield as_json(stats(current, world.now(), tick))
            tick += 1
        if once:
            return
        await asyncio.sleep(every)


async def log_stream(world: World, container: Container, request: Request) -> Chunks:
    """The last lines of a container's log, and what follows if that is wanted."""
    queue: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def heard(event: Mapping[str, object]) -> None:
        if event["Type"] == "log" and event["Actor"] == {"ID": container.id, "Attributes": {}}:
            loop.call_soon_threadsafe(queue.put_nowait, str(event["Action"]))

    with world.lock:
        stop = world.listen(heard)
        lines = world.containers[container.name].log
    try:
        tail = request.options.get("tail", "all")
        for line in lines[len(lines) - int(tail) if tail.isdigit() and int(tail) < len(lines) else 0 :]:
            yield _frame(line, container.tty)
        while request.asks_for("follow"):
            yield _frame(await queue.get(), container.tty)
    finally:
        stop()


def _frame(line: str, tty: bool) -> bytes:
    """A line of stdout; without a terminal it stands behind eight bytes that say where it came from."""
    data = line.encode() + b"\n"
    return data if tty else struct.pack(">BxxxL", 1, len(data)) + data
