"""What an engine holds and what happens in it, as the lab sees it.

Plain frozen values: every engine implementation makes them, everything else reads them.
Times are seconds since the epoch; sizes are bytes; ids are the engine's full ids ("sha256:…" for images).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

_ID_DIGITS = 64
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
PREDEFINED_NETWORKS = frozenset({"bridge", "host", "none", "podman"})
ACTIVE = ("running", "paused", "restarting")
"""States of a container that has processes, or soon will again."""
NAMING = ("tag", "pull", "load", "import")
"""What an engine says when an image gets a name; after a build, too, it says `tag`."""


class Port(Struct, frozen=True):
    """A container's port; `public` is None when it is exposed but not published."""

    private: int
    protocol: str
    public: int | None = None
    address: str = ""


class Mount(Struct, frozen=True):
    """One mount of a container; `source` is a bind mount's path on the host, or a volume's name."""

    kind: str
    source: str
    target: str
    read_only: bool = False


class Container(Struct, frozen=True):
    """One row of `docker ps -a`.

    `image` is the name the learner gave; `state` is the engine's word (created, running, paused, restarting,
    removing, exited, dead); `since` is when the container entered that state, to the precision the list
    gives, or None; `exit_code` is None until it has exited. `networks` are names.
    """

    id: str
    name: str
    image: str
    image_id: str
    command: str
    created: float
    state: str
    since: float | None = None
    exit_code: int | None = None
    health: str = ""
    ports: tuple[Port, ...] = ()
    mounts: tuple[Mount, ...] = ()
    networks: tuple[str, ...] = ()

    @property
    def volumes(self) -> frozenset[str]:
        """The names of the volumes it has mounted."""
        return frozenset(mount.source for mount in self.mounts if mount.kind == "volume")


class ContainerDetails(Struct, frozen=True):
    """What the engine knows of a container from its making on; `command` is the program and its arguments."""

    command: tuple[str, ...] = ()
    user: str = ""
    tty: bool = False
    auto_remove: bool = False
    mounts: tuple[Mount, ...] = ()
    ports: tuple[Port, ...] = ()


class Image(Struct, frozen=True):
    """One image with all its tags ("name:tag"); a dangling image has none."""

    id: str
    tags: tuple[str, ...]
    digests: tuple[str, ...]
    created: float
    size: int

    @property
    def short_id(self) -> str:
        """Its id as docker cuts it."""
        return self.id.removeprefix("sha256:")[:12]


class Volume(Struct, frozen=True):
    """One row of `docker volume ls`; `anonymous` if the engine named it, by 64 hex digits. `has_options` if its driver
    was told where or how to keep the data."""

    name: str
    driver: str
    created: float = 0.0
    has_options: bool = False

    @property
    def anonymous(self) -> bool:
        """Whether nobody gave it a name."""
        return len(self.name) == _ID_DIGITS and set(self.name) <= set("0123456789abcdef")


class Network(Struct, frozen=True):
    """One row of `docker network ls`; `subnet` is its first address range, or empty."""

    id: str
    name: str
    driver: str
    scope: str
    created: float = 0.0
    subnet: str = ""

    @property
    def predefined(self) -> bool:
        """Whether the engine makes it itself, and nobody can remove it."""
        return self.name in PREDEFINED_NETWORKS


class EngineEvent(Struct, frozen=True):
    """Something that happened in the engine.

    `kind` is container, image, volume or network; `action` is the engine's word (create, start, die, destroy,
    pull, tag, untag, delete …); `id` is the object's full id; `name` is its name (for an image event: the
    reference, as the engine wrote it); `image` is a container's image; `exit_code` belongs to `die`;
    `time` is the engine's clock; `received` is the same moment in this machine's monotonic clock, as far as is known;
    `details` come with `create`, as a container run with --rm leaves nothing to ask later (None if it was gone before
    it could be asked); `other` is what else it is about: a renamed container's old name, the id of the container that
    a network is connected to.
    """

    kind: str
    action: str
    id: str
    name: str = ""
    image: str = ""
    exit_code: int | None = None
    time: float = 0.0
    received: float = 0.0
    details: ContainerDetails | None = None
    other: str = ""


class Snapshot(Struct, frozen=True):
    """What the engine holds at one moment. `refused` are the kinds it would not list, as an engine behind a filter may;
    of these there is nothing here."""

    containers: tuple[Container, ...] = ()
    images: tuple[Image, ...] = ()
    volumes: tuple[Volume, ...] = ()
    networks: tuple[Network, ...] = ()
    refused: frozenset[str] = frozenset()

    def with_containers(self, found: Sequence[Container], ids: Collection[str]) -> Snapshot:
        """With what was found when the containers with `ids` were asked for, or all of them if there are no ids. Who
        is new comes first, as engines list them."""
        if not ids:
            return replace(self, containers=tuple(found))
        now = {container.id: container for container in found}
        known = [now.pop(each.id, None) if each.id in ids else each for each in self.containers]
        return replace(self, containers=(*now.values(), *(each for each in known if each is not None)))


class EngineIdentity(Struct, frozen=True):
    """Which engine answers: "Docker" or "Podman", its version, its API version, whether it is rootless, and whether
    containerd keeps its images."""

    product: str
    version: str
    api_version: str
    rootless: bool = False
    containerd_images: bool = False


class Endpoint(Struct, frozen=True):
    """Where an engine answers.

    `url` is what DOCKER_HOST would hold; `label` names it in the bottom line ("private engine", "system engine");
    `private` says that the lab made it, so that all in it is the learner's. `certificates` is the folder of those that
    are used with it, empty for none; `through` is the address on this machine at which the lab's own line to it begins,
    empty if it needs none.
    """

    url: str
    label: str
    private: bool = False
    certificates: str = ""
    through: str = ""

    @property
    def near(self) -> str:
        """The address to connect to."""
        return self.through or self.url

    @property
    def remote(self) -> bool:
        """Whether it runs on another machine, as far as its address tells: its files and ports are not those here."""
        parts = urlsplit(self.url)
        return parts.scheme == "ssh" or (parts.scheme == "tcp" and parts.hostname not in _THIS_MACHINE)


class Tried(Struct, frozen=True):
    """An engine that was looked for in vain: where, why it doesn't do, and the fix in one line, if there is one."""

    what: str
    why_not: str
    fix: str = ""


class Candidate(Struct, frozen=True):
    """An engine that could be chosen: `choice` is what --engine takes for it, `what` names it, `url` is where it
    answers, or would. Where it can't be used `why_not` says so in a sentence, and `fix` what would help; `note` is what
    is to be known of it."""

    choice: str
    what: str
    url: str = ""
    why_not: str = ""
    fix: str = ""
    note: str = ""


READING = Candidate("none", "no engine: only read the course")
"""To have no engine can be chosen, too."""


class EngineChanged(Struct, frozen=True):
    """News: the engine was read again after `events`; or `anew`, the first time and after a reconnect, when events may
    have been missed."""

    snapshot: Snapshot
    events: tuple[EngineEvent, ...] = ()
    anew: bool = False


class EngineUnreachable(Struct, frozen=True):
    """News: the engine does not answer; the watch goes on trying."""

    reason: str


class EngineAnswers(Struct, frozen=True):
    """News: the engine answers, for the first time or again."""

    identity: EngineIdentity


EngineNews = EngineChanged | EngineUnreachable | EngineAnswers
