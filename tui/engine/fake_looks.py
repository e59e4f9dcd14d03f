"""Closer looks at what an engine in memory holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from tui.engine.fake_streams import FakeStream
from tui.engine.fake_surroundings import FakeSurroundings
from tui.engine.looks import json_from
from tui.errors import EngineError
from tui.model.engine import Container, Image
from tui.model.looks import Inspected, LogLine, Processes, Sample

T = TypeVar("T")

ADDRESS = {"IPAddress": "172.17.0.2"}
TITLES = ("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD")


class FakeLooks(FakeSurroundings):
    """What is behind each object: of a container, what a test has it print and use."""

    def __init__(self) -> None:
        super().__init__()
        self._containers: dict[str, Container] = {}
        self._images: dict[str, Image] = {}
        self._printed: dict[str, list[LogLine]] = {}
        self._logs: list[tuple[str, FakeStream[LogLine]]] = []
        self._samples: list[tuple[str, FakeStream[Sample]]] = []

    @property
    def looked_at(self) -> int:
        """Streams of logs and samples that are open."""
        open_logs = sum(not stream.ended for _, stream in self._logs)
        return open_logs + sum(not stream.ended for _, stream in self._samples)

    # What the lab asks

    def inspect(self, kind: str, id: str) -> Inspected | None:
        """Some of what a real engine tells; raises `EngineLost` while away."""
        with self._lock:
            self._asked("inspect")
            found = next((record for record in self._records(kind) if id in (record["Id"], record["Name"])), None)
            return Inspected(json_from(found)) if found else None

    def processes(self, id: str) -> Processes | None:
        """Its command alone; raises `EngineLost` while away."""
        with self._lock:
            self._asked("processes")
            container = self._containers.get(id)
            if container is None:
                return None
            if container.state != "running":
                raise EngineError(f"The engine refused: container {container.name} is not running.", "Try again.")
            return Processes(TITLES, (("root", "4242", "4200", "0", "22:01", "?", "00:00:00", container.command),))

    def logs(self, id: str) -> FakeStream[LogLine] | None:
        """What it has printed, and what it will; raises `EngineLost` while away."""
        with self._lock:
            self._asked("logs")
            if id not in self._containers:
                return None
            stream = FakeStream[LogLine]()
            for line in self._printed.get(id, ()):
                stream.put(line)
            return self._opened(id, self._logs, stream)

    def stats(self, id: str) -> FakeStream[Sample] | None:
        """What a test says it uses; raises `EngineLost` while away."""
        with self._lock:
            self._asked("stats")
            return self._opened(id, self._samples, FakeStream[Sample]()) if id in self._containers else None

    # What can happen to it

    def print(self, name: str, *lines: str, error: bool = False) -> None:
        """A container prints lines."""
        with self._lock:
            id = self._id_of(name)
            for line in (LogLine(each, error) for each in lines):
                self._printed.setdefault(id, []).append(line)
                for stream in _of(id, self._logs):
                    stream.put(line)

    def use(self, name: str, *samples: Sample) -> None:
        """A container uses so much, each second."""
        with self._lock:
            for stream in _of(self._id_of(name), self._samples):
                for sample in samples:
                    stream.put(sample)

    # Inside

    def _end_looks(self, id: str) -> None:
        """A container has stopped, and nothing more comes."""
        for log in _of(id, self._logs):
            log.close()
        for samples in _of(id, self._samples):
            samples.close()

    def _records(self, kind: str) -> list[dict[str, object]]:
        """All of a kind as a real engine tells of them."""
        match kind:
            case "container":
                return [_container_record(each) for each in self._containers.values()]
            case "image":
                return [{"Id": each.id, "Name": "", "RepoTags": [*each.tags]} for each in self._images.values()]
            case "volume":
                return [{"Id": "", "Name": each.name, "Driver": each.driver} for each in self._volumes.values()]
        return [{"Id": each.id, "Name": each.name, "Scope": each.scope} for each in self._networks.values()]

    def _id_of(self, name: str) -> str:
        return next(each.id for each in self._containers.values() if each.name == name)

    def _opened(self, id: str, streams: list[tuple[str, FakeStream[T]]], stream: FakeStream[T]) -> FakeStream[T]:
        if self._containers[id].state not in {"running", "paused"}:
            stream.close()
        streams[:] = [each for each in streams if not each[1].ended]
        streams.append((id, stream))
        return stream


def _of(id: str, streams: list[tuple[str, FakeStream[T]]]) -> Iterator[FakeStream[T]]:
    return (stream for owner, stream in streams if owner == id)


def _container_record(container: Container) -> dict[str, object]:
    program, *arguments = container.command.split() or [""]
    return {
        "Id": container.id,
        "Path": program,
        "Args": arguments,
        "State": {
            "Status": container.state,
            "Running": container.state == "running",
            "ExitCode": container.exit_code or 0,
            "Error": "",
        },
        "Image": container.image_id,
        "Name": f"/{container.name}",
        "Mounts": [{"Type": each.kind, "Destination": each.target} for each in container.mounts],
        "Config": {
            "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
            "Cmd": container.command.split(),
            "Image": container.image,
            "Labels": {},
        },
        "NetworkSettings": {
            "Ports": {"80/tcp": None},
            "Networks": dict.fromkeys(container.networks, ADDRESS),
        },
    }
