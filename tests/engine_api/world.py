"""What the engine behind the fake API holds, and what happens in it; every change tells those who listen.

May be used from several threads. Nothing here knows of HTTP.
"""

from __future__ import annotations

import hashlib
import itertools
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

Listener = Callable[[Mapping[str, object]], None]


def digits(text: str) -> str:
    """64 hex digits that depend on `text` alone."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Container:
    """A container; times are the engine's, in seconds since the epoch."""

    id: str
    name: str
    image: str
    command: str
    created: float
    state: str = "created"
    since: float = 0.0
    exit_code: int = 0
    tty: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    log: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """An image with one tag."""

    id: str
    tag: str
    created: float
    size: int


@dataclass(frozen=True, slots=True)
class Volume:
    """A named volume."""

    name: str
    created: float


@dataclass(frozen=True, slots=True)
class Network:
    """A network."""

    id: str
    name: str
    driver: str
    subnet: str
    created: float


class World:
    """Containers, images, volumes and networks. `skew` is how far the engine's clock is ahead, in seconds."""

    def __init__(self, containers: int = 0, images: int = 1) -> None:
        """The first half of the containers run; the others have exited. Each image has a name of its own."""
        self.skew = 0.0
        self.lock = threading.RLock()
        self._listeners: list[Listener] = []
        self._numbers = itertools.count()
        start = self.now() - 3600
        self.images = {f"image{n}:latest": self._image(n, start) for n in range(images)}
        self.volumes = {name: Volume(name, start) for name in ("data", "cache")}
        self.networks = {
            name: Network(digits(name), name, driver, subnet, start)
            for name, driver, subnet in (("bridge", "bridge", "172.17.0.0/16"), ("host", "host", ""))
        }
        self.containers: dict[str, Container] = {}
        for n in range(containers):
            made = self._container(f"c{n:04}", f"image{n % max(1, images)}:latest", start + n / 1000)
            state = "running" if n < containers / 2 else "exited"
            self.containers[made.name] = replace(made, state=state, since=start + n / 1000)

    def now(self) -> float:
        """The engine's clock."""
        return time.time() + self.skew

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have a function called with every event, in the thread in which it happens; returns what ends that."""
        with self.lock:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # What can happen

    def create(self, name: str, image: str = "image0:latest", **more: object) -> Container:
        """`docker container create`; `more` are fields of `Container`."""
        with self.lock:
            made = replace(self._container(name, image, self.now()), **more)
            return self._put(made, "create")

    def start(self, name: str) -> Container:
        """`docker container start`."""
        return self._change(name, "start", state="running", since=self.now())

    def run(self, name: str, image: str = "image0:latest", **more: object) -> Container:
        """`docker container run --detach`."""
        with self.lock:
            return self.start(self.create(name, image, **more).name)

    def pause(self, name: str) -> Container:
        """`docker container pause`."""
        return self._change(name, "pause", state="paused")

    def unpause(self, name: str) -> Container:
        """`docker container unpause`."""
        return self._change(name, "unpause", state="running")

    def die(self, name: str, exit_code: int = 0) -> Container:
        """Its program ends."""
        return self._change(name, "die", state="exited", since=self.now(), exit_code=exit_code)

    def destroy(self, name: str) -> None:
        """`docker container rm`."""
        with self.lock:
            self._tell_container(self.containers.pop(name), "destroy")

    def pull(self, tag: str, size: int = 4_000_000) -> Image:
        """`docker image pull`."""
        with self.lock:
            image = self.images[tag] = Image(f"sha256:{digits(tag)}", tag, self.now(), size)
            self.tell("image", "pull", tag, {"name": tag})
            return image

    def create_volume(self, name: str) -> None:
        """`docker volume create`."""
        with self.lock:
            self.volumes[name] = Volume(name, self.now())
            self.tell("volume", "create", name, {"driver": "local"})

    def create_network(self, name: str) -> None:
        """`docker network create`."""
        with self.lock:
            made = self.networks[name] = Network(digits(name), name, "bridge", "172.20.0.0/16", self.now())
            self.tell("network", "create", made.id, {"name": name, "type": "bridge"})

    def exec(self, name: str) -> None:
        """The three events of a `docker exec`, or of a health check."""
        with self.lock:
            container = self.containers[name]
            for action in ("exec_create: sh -c true", "exec_start: sh -c true", "exec_die"):
                self._tell_container(container, action)

    def log(self, name: str, line: str) -> None:
        """A container prints a line. Told to listeners as an event that no engine has, for `follow=1`."""
        with self.lock:
            before = self.containers[name]
            self.containers[name] = replace(before, log=(*before.log, line))
            self.tell("log", line, before.id, {})

    def tell(self, kind: str, action: str, id: str, attributes: Mapping[str, str]) -> None:
        """An event, as `GET /events` words it."""
        now = self.now()
        event: dict[str, object] = {
            "Type": kind, "Action": action, "Actor": {"ID": id, "Attributes": dict(attributes)},
            "scope": "local", "time": int(now), "timeNano": int(now * 1e9),
        }  # fmt: skip
        if kind == "container":
            event |= {"status": action, "id": id, "from": attributes["image"]}
        for listener in list(self._listeners):
            listener(event)

    # What can be found

    def container(self, which: str) -> Container | None:
        """By name, id, or the beginning of an id."""
        with self.lock:
            by_name = self.containers.get(which)
            return by_name or next((each for each in self.containers.values() if each.id.startswith(which)), None)

    def image(self, which: str) -> Image | None:
        """By tag or id."""
        with self.lock:
            by_tag = self.images.get(which) or self.images.get(f"{which}:latest")
            return by_tag or next((each for each in self.images.values() if each.id == which), None)

    # Inside

    def _image(self, number: int, created: float) -> Image:
        tag = f"image{number}:latest"
        return Image(f"sha256:{digits(tag)}", tag, created, 1_000_000 * (number % 90 + 1))

    def _container(self, name: str, image: str, created: float) -> Container:
        id = digits(f"{name} {next(self._numbers)}")
        return Container(id, name, image, "sleep 600", created, log=(f"{name} begins", f"{name} is ready"))

    def _change(self, name: str, action: str, **changes: object) -> Container:
        with self.lock:
            return self._put(replace(self.containers[name], **changes), action)

    def _put(self, container: Container, action: str) -> Container:
        self.containers[container.name] = container
        self._tell_container(container, action)
        return container

    def _tell_container(self, container: Container, action: str) -> None:
        attributes = {"image": container.image, "name": container.name, **container.labels}
        if action == "die":
            attributes["exitCode"] = str(container.exit_code)
        self.tell("container", action, container.id, attributes)
