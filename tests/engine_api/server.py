"""The fake Engine API: a thread with its own loop serves a `World` on a unix socket, and fails as it is told."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.engine_api import records
from tests.engine_api.routes import ROUTES, Refused, pattern_of, the_container
from tests.engine_api.streams import Chunks, EventStream, Unframed, endless, log_stream, stats_stream, wanted_by
from tests.engine_api.wire import Request, answer, as_json, chunk, head, read_request
from tests.engine_api.world import World

NOT_HTTP = b"\x00\x01\x02 what is this?\r\n"


@dataclass
class Faults:
    """What is wrong with the engine; may be changed at any time. Paths are the patterns of `routes`."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    """Answered with 200 in place of the value, by path."""
    endless: dict[str, bytes] = field(default_factory=dict)
    """Answered with 200 and this again and again, by path, for as long as anybody reads it."""
    forbidden: set[str] = field(default_factory=set)
    """Paths answered with 403."""
    lost: set[str] = field(default_factory=set)
    """Ids that are listed, and gone when one asks for them."""
    strange: bool = False
    """What answers does not speak HTTP."""
    no_filters: bool = False
    """Every event goes to everybody, as with engines that don't know a filter."""


class FakeApi:
    """A context manager. `asked` counts the requests by method and path, `open` the streams that are read now."""

    def __init__(self, path: Path, world: World | None = None) -> None:
        """`stats_every` is how many seconds lie between two of a container's figures."""
        self.path = path
        self.url = f"unix://{path}"
        self.world = world or World()
        self.faults = Faults()
        self.asked: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self.stats_every = 1.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-api", daemon=True)
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._events: set[EventStream] = set()
        self._hangs = False
        self._goes_on = asyncio.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def requests(self) -> int:
        """How many there were."""
        return self.asked.total()

    # What can happen to the engine, besides what can happen in its world

    def start(self) -> None:
        """Listen; after `stop` it is another process on the same socket."""

        async def start() -> None:
            self._server = await asyncio.start_unix_server(self._serve, self.path)

        self._await(start())

    def stop(self, leave_socket: bool = False) -> None:
        """Close everything that is open. A daemon that was killed leaves its socket behind."""

        async def stop() -> None:
            if self._server:
                self._server.close()
            for task, writer in self._connections.items():
                task.cancel()
                writer.transport.abort()
            await asyncio.gather(*self._connections, return_exceptions=True)

        self._await(stop())
        if not leave_socket:
            self.path.unlink(missing_ok=True)

    def hang(self) -> None:
        """Accept, and never answer; streams fall silent. As a process that was stopped."""
        self._call(lambda: (setattr(self, "_hangs", True), self._goes_on.clear()))

    def go_on(self) -> None:
        """Answer, also what was asked meanwhile."""
        self._call(lambda: (setattr(self, "_hangs", False), self._goes_on.set()))

    def tear_events(self, *, end: bool, within_chunk: bool = False) -> None:
        """Leave each stream of events in the middle of a line, also as HTTP sees it: with an end, or in silence."""
        self._call(lambda: [stream.tear(end, within_chunk) for stream in self._events])

    def say_in_events(self, data: bytes) -> None:
        """Anything, in each stream of events."""
        self._call(lambda: [stream.say(data) for stream in self._events])

    def exec_storm(self, name: str, count: int, per_second: float = 50.0) -> None:
        """Have a container's health be checked: `count` events; returns when they are told."""

        async def storm() -> None:
            for _ in range(count // 3):
                self.world.exec(name)
                await asyncio.sleep(3 / per_second)

        self._await(storm())

    # Inside

    def _await(self, work: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def _call(self, work: Callable[[], object]) -> None:
        async def call() -> None:
            work()

        self._await(call())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._connections[task] = writer
        try:
            while request := await read_request(reader):
                if not await self._answered(request, reader, writer):
                    break
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            del self._connections[task]
            writer.close()

    async def _answered(self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer a request; whether the connection is of use for another one."""
        pattern, which = pattern_of(request.path)
        self.asked[f"{request.method} {pattern}"] += 1
        await self._wait_while_hanging()
        if self.faults.strange:
            writer.write(NOT_HTTP)
            return False
        try:
            self._refuse(pattern, which)
            if pattern in self.faults.bodies:
                writer.write(answer(200, self.faults.bodies[pattern]))
            elif chunks := self._chunks(pattern, which, request):
                await self._stream(pattern, chunks, reader, writer)
                return False
            else:
                writer.write(self._value(pattern, which, request))
        except Refused as refused:
            writer.write(answer(refused.status, as_json({"message": refused.message})))
        await writer.drain()
        return True

    def _refuse(self, pattern: str, which: str) -> None:
        if pattern in self.faults.forbidden:
            raise Refused(403, "authorization denied by plugin")
        if which in self.faults.lost:
            raise Refused(404, f"No such object: {which}")

    def _value(self, pattern: str, which: str, request: Request) -> bytes:
        if pattern == "/_ping":
            body = b"" if request.method == "HEAD" else b"OK"
            return answer(200, body, "text/plain", Api_Version=records.API, Builder_Version="1", Ostype="linux")
        if pattern not in ROUTES or request.method != "GET":
            raise Refused(404, "page not found")
        with self.world.lock:
            return answer(200, as_json(ROUTES[pattern](self.world, request, which)))

    def _chunks(self, pattern: str, which: str, request: Request) -> Chunks | None:
        if pattern in self.faults.endless:
            return endless(self.faults.endless[pattern])
        if pattern == "/events":
            stream = EventStream(self.world, (lambda event: True) if self.faults.no_filters else wanted_by(request))
            self._events.add(stream)
            return self._kept(stream)
        if pattern == "/containers/{id}/stats":
            once = request.options.get("stream", "1").lower() in {"0", "false"}
            return stats_stream(self.world, the_container(self.world, which), self.stats_every, once)
        if pattern == "/containers/{id}/logs":
            return log_stream(self.world, the_container(self.world, which), request)
        return None

    async def _kept(self, stream: EventStream) -> Chunks:
        try:
            async for data in stream.chunks():
                yield data
        finally:
            self._events.discard(stream)

    async def _stream(
        self, pattern: str, chunks: Chunks, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Send chunks until they end, or the one who reads them has gone."""

        async def send() -> None:
            async for data in chunks:
                await self._wait_while_hanging()
                writer.write(data if isinstance(data, Unframed) else chunk(data))
                await writer.drain()
            writer.write(chunk(b""))
            await writer.drain()

        kind = {"Content-Type": "application/json", "Transfer-Encoding": "chunked", "Connection": "close"}
        writer.write(head(200, kind))
        await writer.drain()
        self.open[pattern] += 1
        sending, gone = asyncio.create_task(send()), asyncio.create_task(reader.read(1))
        try:
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.open[pattern] -= 1
            for each in (sending, gone):
                each.cancel()
            await asyncio.gather(sending, gone, return_exceptions=True)
            await chunks.aclose()

    async def _wait_while_hanging(self) -> None:
        while self._hangs:
            await self._goes_on.wait()
