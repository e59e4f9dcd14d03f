"""An engine in memory, for faults, storms, scale and screenshots; never a stand-in for what a real one does.

Its methods change what it holds and tell its event streams, as commands to a real engine would.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable

from msgspec.structs import replace

from tui.engine.fake_looks import FakeLooks
from tui.engine.fake_streams import FakeStream
from tui.engine.fake_surroundings import fake_id
from tui.engine.records import FOLLOWED
from tui.errors import EngineLost
from tui.model.engine import Container, ContainerDetails, EngineEvent, EngineIdentity, Image
from tui.model.facts import ImageDetails, ImageFiles

IDENTITY = EngineIdentity(product="Docker", version="27.0.0", api_version="1.46")


class FakeEngine(FakeLooks):
    """Implements `Engine`. `calls` counts the requests by method; `now` is its clock, fixed if given."""

    def __init__(
        self,
        containers: Iterable[Container] = (),
        images: Iterable[Image] = (),
        identity: EngineIdentity = IDENTITY,
        now: float | None = None,
    ) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()
        self._identity = identity
        self._now = now
        self._containers = {container.id: container for container in containers}
        self._images = {image.id: image for image in images}
        self._details: dict[str, ContainerDetails] = {}
        self._image_details: dict[str, ImageDetails] = {}
        self._image_files: dict[str, ImageFiles] = {}
        self._streams: list[FakeStream[EngineEvent]] = []
        self._away = False
        self._made = 0

    # What the lab asks

    def identity(self) -> EngineIdentity:
        """Raises `EngineLost` while away."""
        self._asked("identity")
        return self._identity

    def containers(self, ids: Collection[str] = ()) -> tuple[Container, ...]:
        """Newest first; raises `EngineLost` while away."""
        with self._lock:
            self._asked("containers")
            newest_first = reversed(self._containers.values())
            return tuple(each for each in newest_first if not ids or each.id in ids)

    def images(self) -> tuple[Image, ...]:
        """Newest first; raises `EngineLost` while away."""
        with self._lock:
            self._asked("images")
            return tuple(reversed(self._images.values()))

    def container_details(self, id: str) -> ContainerDetails | None:
        """Those given to `create`, else the words of its command; raises `EngineLost` while away."""
        with self._lock:
            self._asked("container_details")
            container = self._containers.get(id)
            if container is None:
                return None
            return self._details.get(id, ContainerDetails(tuple(container.command.split())))

    def image_details(self, id_or_ref: str) -> ImageDetails | None:
        """Those given to `describe`, else none but the id; raises `EngineLost` while away."""
        with self._lock:
            self._asked("image_details")
            image = self._images.get(id_or_ref) or self._find_image(id_or_ref)
            return self._image_details.get(image.id, ImageDetails(image.id)) if image else None

    def image_files(self, id: str) -> ImageFiles | None:
        """Those given to `describe`, else none; raises `EngineLost` while away."""
        with self._lock:
            self._asked("image_files")
            return self._image_files.get(id, ImageFiles()) if id in self._images else None

    def events(self) -> FakeStream[EngineEvent]:
        """Subscribe; raises `EngineLost` while away."""
        with self._lock:
            self._asked("events")
            stream = FakeStream[EngineEvent]()
            self._streams = [other for other in self._streams if not other.ended] + [stream]
            return stream

    def close(self) -> None:
        """Nothing to let go."""

    # What can happen to it

    def go_away(self) -> None:
        """The daemon stops: streams end, every request fails."""
        with self._lock:
            self._away = True
            for stream in self._streams:
                stream.close()
            for id in self._containers:
                self._end_looks(id)

    def come_back(self) -> None:
        """The daemon runs again."""
        with self._lock:
            self._away = False

    def create(
        self, name: str, image: str = "busybox:latest", command: str = "sh", details: ContainerDetails | None = None
    ) -> Container:
        """`docker container create`."""
        with self._lock:
            self._made += 1
            held = self._find_image(image)
            container = Container(
                id=fake_id(f"{name} {self._made}"),
                name=name,
                image=image,
                image_id=held.id if held else "",
                command=command,
                created=self._clock(),
                state="created",
                since=self._clock(),
                mounts=details.mounts if details else (),
                networks=("bridge",),
            )
            if details:
                self._details[container.id] = details
            return self._put(container, "create")

    def run(
        self, name: str, image: str = "busybox:latest", command: str = "sh", details: ContainerDetails | None = None
    ) -> Container:
        """`docker container run --detach`."""
        with self._lock:
            return self.start(self.create(name, image, command, details).name)

    def start(self, name: str) -> Container:
        """`docker container start`."""
        return self._change(name, "start", state="running", exit_code=None)

    def exit(self, name: str, code: int = 0) -> Container:
        """Its program ends."""
        return self._change(name, "die", state="exited", exit_code=code)

    def pause(self, name: str) -> Container:
        """`docker container pause`."""
        return self._change(name, "pause", state="paused")

    def unpause(self, name: str) -> Container:
        """`docker container unpause`."""
        return self._change(name, "unpause", state="running")

    def remove(self, name: str) -> None:
        """`docker container rm`."""
        with self._lock:
            container = self._find(name)
            self._end_looks(container.id)
            del self._containers[container.id]
            self._tell_container(container, "destroy")

    def pull(self, tag: str, size: int = 4_000_000) -> Image:
        """`docker image pull` of an image that depends on `tag` alone."""
        digest = f"{tag.partition(':')[0]}@sha256:{fake_id('digest ' + tag)}"
        with self._lock:
            image = Image(f"sha256:{fake_id(tag)}", (), (digest,), self._clock(), size)
            self._images[image.id] = image
            self._move_tag(tag, image.id)
            self.emit("image", "pull", id=tag, name=tag)
            return self._images[image.id]

    def build_unnamed(self, text: str, size: int = 4_000_000) -> Image:
        """`docker image build` without --tag, which no event tells of; the image depends on `text` alone."""
        with self._lock:
            image = Image(f"sha256:{fake_id(text)}", (), (), self._clock(), size)
            self._images[image.id] = image
            return image

    def tag(self, source: str, tag: str) -> Image:
        """`docker image tag`; takes the tag from the image that had it."""
        with self._lock:
            image = self._find_image(source)
            if image is None:
                raise KeyError(source)
            self._move_tag(tag, image.id)
            self.emit("image", "tag", id=image.id, name=tag)
            return self._images[image.id]

    def describe(self, tag: str, details: ImageDetails | None = None, files: ImageFiles | None = None) -> None:
        """Say what an image is like inside."""
        with self._lock:
            image = self._find_image(tag)
            if image is None:
                raise KeyError(tag)
            if details:
                self._image_details[image.id] = replace(details, id=image.id)
            if files:
                self._image_files[image.id] = files

    def remove_image(self, tag: str) -> None:
        """`docker image rm`: untags, and deletes the image with its last tag."""
        with self._lock:
            image = self._find_image(tag)
            if image is None:
                raise KeyError(tag)
            left = tuple(other for other in image.tags if other != tag)
            self._images[image.id] = replace(image, tags=left)
            self.emit("image", "untag", id=image.id, name=image.id)
            if not left:
                del self._images[image.id]
                self.emit("image", "delete", id=image.id, name=image.id)

    def emit(self, kind: str, action: str, *, id: str = "", name: str = "", image: str = "",
             exit_code: int | None = None) -> None:  # fmt: skip
        """Tell every stream of an event; those the lab does not follow are dropped, as a real engine's filter does."""
        if action.partition(":")[0] not in FOLLOWED.get(kind, ()):
            return
        event = EngineEvent(kind, action, id, name, image, exit_code, self._clock(), time.monotonic())
        with self._lock:
            for stream in self._streams:
                stream.put(event)

    # Inside

    def _asked(self, method: str) -> None:
        self.calls[method] += 1
        if self._away:
            raise EngineLost("The fake engine is away.", "Call come_back().")

    def _clock(self) -> float:
        return time.time() if self._now is None else self._now

    def _find(self, name: str) -> Container:
        found = next((c for c in self._containers.values() if c.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def _find_image(self, tag: str) -> Image | None:
        return next((image for image in self._images.values() if tag in image.tags), None)

    def _move_tag(self, tag: str, to: str) -> None:
        for image in list(self._images.values()):
            others = tuple(other for other in image.tags if other != tag)
            tags = (*others, tag) if image.id == to else others
            self._images[image.id] = replace(image, tags=tags)

    def _change(self, name: str, action: str, state: str, exit_code: int | None = None) -> Container:
        with self._lock:
            changed = replace(self._find(name), state=state, exit_code=exit_code, since=self._clock())
            if action == "die":
                self._end_looks(changed.id)
            return self._put(changed, action)

    def _put(self, container: Container, action: str) -> Container:
        self._containers[container.id] = container
        self._tell_container(container, action)
        return container

    def _tell_container(self, container: Container, action: str) -> None:
        code = container.exit_code if action == "die" else None
        self.emit("container", action, id=container.id, name=container.name, image=container.image, exit_code=code)
