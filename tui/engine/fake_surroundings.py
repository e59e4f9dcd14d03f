"""The volumes, networks and disk of an engine in memory."""

from __future__ import annotations

import hashlib
import threading
from abc import ABC, abstractmethod

from tui.model.disk import DiskUsage
from tui.model.engine import Network, Volume

_NETWORKS = {"bridge": "bridge", "host": "host", "none": "null"}


def fake_id(text: str) -> str:
    """64 hex digits that depend on `text` alone, so that screenshots stay the same."""
    return hashlib.sha256(text.encode()).hexdigest()


class FakeSurroundings(ABC):
    """What there is beside containers and images; the engine itself tells of it and has the clock.

    `disk` is what measuring the disk finds; it takes until `measured` is set, as it is at first.
    """

    def __init__(self) -> None:
        self.disk = DiskUsage()
        self.measured = threading.Event()
        self.measured.set()
        self._lock = threading.RLock()
        self._volumes: dict[str, Volume] = {}
        self._networks = {name: Network(fake_id(name), name, driver, "local") for name, driver in _NETWORKS.items()}

    @abstractmethod
    def emit(self, kind: str, action: str, *, id: str = "", name: str = "") -> None:
        """Tell every stream of an event."""

    @abstractmethod
    def _asked(self, method: str) -> None:
        """Count a request; raises `EngineLost` while away."""

    @abstractmethod
    def _clock(self) -> float:
        """Seconds since the epoch."""

    def volumes(self) -> tuple[Volume, ...]:
        """By name; raises `EngineLost` while away."""
        with self._lock:
            self._asked("volumes")
            return tuple(self._volumes[name] for name in sorted(self._volumes))

    def networks(self) -> tuple[Network, ...]:
        """By name; raises `EngineLost` while away."""
        with self._lock:
            self._asked("networks")
            return tuple(self._networks[name] for name in sorted(self._networks))

    def disk_usage(self) -> DiskUsage:
        """What lies on its disk, as it was given; raises `EngineLost` while away."""
        self._asked("disk_usage")
        self.measured.wait()
        self._asked("disk_usage answered")
        return self.disk

    def create_volume(self, name: str) -> Volume:
        """`docker volume create`."""
        with self._lock:
            volume = self._volumes[name] = Volume(name, "local", self._clock())
            self.emit("volume", "create", id=name, name=name)
            return volume

    def remove_volume(self, name: str) -> None:
        """`docker volume rm`."""
        with self._lock:
            del self._volumes[name]
            self.emit("volume", "destroy", id=name, name=name)

    def create_network(self, name: str) -> Network:
        """`docker network create`."""
        with self._lock:
            network = self._networks[name] = Network(fake_id(name), name, "bridge", "local", self._clock())
            self.emit("network", "create", id=network.id, name=name)
            return network

    def remove_network(self, name: str) -> None:
        """`docker network rm`."""
        with self._lock:
            network = self._networks.pop(name)
            self.emit("network", "destroy", id=network.id, name=name)
