"""Turn what the Engine API answers into the lab's values: pure functions, one per kind of record.

Formats: Docker Engine API v1.41, ContainerList, ImageList, SystemEvents and SystemVersion
(https://docs.docker.com/reference/api/engine/version/v1.41/). Everything in them is data from outside: text is made
`printable` here, once for all who show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from tui.engine import podman
from tui.engine.status import moment, read_status
from tui.model.engine import Container, EngineEvent, EngineIdentity, Image, Mount, Network, Port, Volume
from tui.model.reset import Origin
from tui.model.text import printable

Record = Mapping[str, Any]

LONGEST = 1 << 16
"""Characters of one text that are kept; the longest that make sense are the commands of a build."""

FOLLOWED = {
    "container": (
        "create", "start", "restart", "die", "stop", "kill", "pause", "unpause", "destroy", "rename", "update",
        "health_status", "commit",
    ),
    "image": ("pull", "push", "tag", "untag", "delete", "load", "import", "save", "build"),
    "volume": ("create", "destroy"),
    "network": ("create", "destroy", "connect", "disconnect"),
}  # fmt: skip
"""The events the lab follows. exec_* must not be: a health check makes three of them every few seconds."""

_ID = re.compile(r"(?:sha256:)?[0-9a-f]{12,64}")
_FINE = re.compile(r"(\.\d{6})\d+")
"""A second's fraction, finer than Python reads it."""
_WHOLE = re.compile(r"-?[0-9]{1,10}")


def event_filters() -> dict[str, list[str]]:
    """The filters for `GET /events`; the engine takes kinds and actions as two separate lists."""
    actions = {action for kind in FOLLOWED.values() for action in kind} | set(podman.SPOKEN)
    return {"type": list(FOLLOWED), "event": sorted(actions)}


def containers_from(rows: Iterable[Record], now: float, before: Mapping[str, Container]) -> tuple[Container, ...]:
    """`GET /containers/json`, without rows that have no id; `before` is the last look, by id."""
    return tuple(container_from(row, now, before.get(text(row["Id"]))) for row in rows if row.get("Id"))


def images_from(rows: Iterable[Record]) -> tuple[Image, ...]:
    """`GET /images/json`, without rows that have no id."""
    return tuple(image_from(row) for row in rows if row.get("Id"))


def origins_from(rows: Iterable[Record]) -> tuple[Origin, ...]:
    """`GET /images/json?all=1`, without rows that have no id."""
    images = ((image_from(row), row) for row in rows if row.get("Id"))
    return tuple(Origin(each.id, text(row.get("ParentId")), each.created, bool(each.tags)) for each, row in images)


def volumes_from(answer: Record) -> tuple[Volume, ...]:
    """`GET /volumes`, by name."""
    rows = [row for row in answer.get("Volumes") or () if row.get("Name")]
    return tuple(sorted((volume_from(row) for row in rows), key=lambda each: each.name))


def networks_from(rows: Iterable[Record]) -> tuple[Network, ...]:
    """`GET /networks`, by name."""
    networks = (network_from(row) for row in rows if row.get("Id"))
    return tuple(sorted(networks, key=lambda each: each.name))


def volume_from(row: Record) -> Volume:
    """One row of `GET /volumes`."""
    return Volume(
        name=text(row["Name"]),
        driver=text(row.get("Driver")),
        created=date(row.get("CreatedAt")),
        has_options=bool(row.get("Options")),
    )


def network_from(row: Record) -> Network:
    """One row of `GET /networks`."""
    ranges = (row.get("IPAM") or {}).get("Config") or ()
    return Network(
        id=text(row["Id"]),
        name=text(row.get("Name")),
        driver=text(row.get("Driver")),
        scope=text(row.get("Scope")),
        created=date(row.get("Created")),
        subnet=next((text(each["Subnet"]) for each in ranges if each.get("Subnet")), ""),
    )


def mount_from(record: Record) -> Mount:
    """One mount, as containers are listed and inspected with."""
    return Mount(
        kind=text(record.get("Type")) or "bind",
        source=text((record.get("Name") if record.get("Type") == "volume" else "") or record.get("Source")),
        target=text(record.get("Destination")),
        read_only=record.get("RW") is False,
    )


def container_from(row: Record, now: float, before: Container | None = None) -> Container:
    """One row of `GET /containers/json`; `before` is the same container at the last look."""
    words = read_status(text(row.get("Status")))
    state = podman.state(text(row.get("State")).lower())
    created = number(row.get("Created"))
    since = moment(words.age, now, before.since if before else None) if words.age else None
    return Container(
        id=text(row["Id"]),
        name=_name(row.get("Names") or ()),
        image=_image_name(text(row.get("Image")), before),
        image_id=text(row.get("ImageID")),
        command=text(row.get("Command")),
        created=created,
        state=state,
        since=created if state == "created" else since,
        exit_code=None if state == "running" else words.exit_code,
        health=words.health,
        ports=_ports(row.get("Ports") or ()),
        mounts=_mounts(row.get("Mounts") or ()),
        networks=tuple(_networks((row.get("NetworkSettings") or {}).get("Networks") or {})),
    )


def image_from(row: Record) -> Image:
    """One row of `GET /images/json`."""
    return Image(
        id=text(row["Id"]),
        tags=_references(row.get("RepoTags")),
        digests=_references(row.get("RepoDigests")),
        created=number(row.get("Created")),
        size=whole(row.get("Size")),
    )


def event_from(message: Record, received: float) -> EngineEvent | None:
    """One message of `GET /events`, or None if it is of a kind the lab does not follow."""
    kind = text(message.get("Type"))
    action = podman.action(kind, text(message.get("Action")))
    # "health_status: healthy" is the one action with words behind it.
    if action.partition(":")[0] not in FOLLOWED.get(kind, ()):
        return None
    actor: Record = message.get("Actor") or {}
    attributes: Record = actor.get("Attributes") or {}
    code = text(attributes.get("exitCode", attributes.get("containerExitCode")))
    id_, name = text(actor.get("ID")), text(attributes.get("name"))
    other = text(attributes.get("oldName")).removeprefix("/") or text(attributes.get("container"))
    if kind == "image":
        id_, name = podman.image_event(id_, name)
    elif action in ("connect", "disconnect") and not other:
        # Podman tells only of which container.
        id_, name, other = "", "", id_
    return EngineEvent(
        kind=kind,
        action=action,
        id=id_,
        name=_event_name(kind, id_, name),
        image=podman.familiar(text(attributes.get("image"))) if kind == "container" else "",
        exit_code=int(code) if action == "die" and _WHOLE.fullmatch(code) else None,
        time=number(message.get("timeNano")) / 1e9 or number(message.get("time")),
        received=received,
        other=other,
    )


def identity_from(version: Record, info: Record) -> EngineIdentity:
    """`GET /version` and `GET /info`; the second may be empty, where it is refused."""
    return EngineIdentity(
        product="Podman" if podman.is_podman(version) else "Docker",
        version=text(version.get("Version")),
        api_version=text(version.get("ApiVersion")),
        rootless="name=rootless" in (info.get("SecurityOptions") or ()) or podman.is_rootless(info),
        containerd_images=["driver-type", "io.containerd.snapshotter.v1"] in (info.get("DriverStatus") or ()),
    )


def _event_name(kind: str, actor: str, name: str) -> str:
    """What an event is about, as one calls it: a pulled image's tag stands in the actor's ID only, and a volume
    has no other name."""
    if kind == "volume":
        return name or actor
    return actor if kind == "image" and name and actor.startswith(f"{name}:") else name


def _name(names: tuple[str, ...] | list[str]) -> str:
    """A container's own name; links add others with a second slash ("/web/db")."""
    own = [name.removeprefix("/") for name in names if name.count("/") < 2]
    return text(own[0]) if own else ""


def _references(listed: Iterable[str] | None) -> tuple[str, ...]:
    """Tags or digests; the engine lists <none> for what isn't there."""
    return tuple(podman.familiar(text(reference)) for reference in listed or () if "<none>" not in reference)


def _image_name(listed: str, before: Container | None) -> str:
    """The name the learner gave. Once its tag moves or goes, the engine lists the image's id in its place."""
    if before and _ID.fullmatch(listed):
        return before.image
    return podman.familiar(listed)


def _networks(listed: Mapping[str, Record | None]) -> Iterator[str]:
    return (podman.network_of(text(name), settings or {}) for name, settings in listed.items())


def _ports(listed: Iterable[Record]) -> tuple[Port, ...]:
    """In one order, as the engine gives them in another with each answer; those that are published first."""
    ports = (_port(port) for port in listed)
    return tuple(sorted(ports, key=lambda each: (not each.public, each.private, each.protocol, each.address)))


def _mounts(listed: Iterable[Record]) -> tuple[Mount, ...]:
    """In one order, too."""
    return tuple(sorted((mount_from(mount) for mount in listed), key=lambda each: each.target))


def _port(port: Record) -> Port:
    return Port(
        private=whole(port.get("PrivatePort")),
        protocol=text(port.get("Type")) or "tcp",
        public=whole(port.get("PublicPort")) or None,
        address=text(port.get("IP")),
    )


def text(value: object) -> str:
    """A value as text that can be shown; empty for null, but "0" for 0."""
    return "" if value is None else printable(str(value)[:LONGEST])


def date(value: object) -> float:
    """A date as the engine writes it ("2026-11-27T22:01:02.123456789Z"), in seconds since the epoch; else 0."""
    try:
        return datetime.fromisoformat(_FINE.sub(r"\1", str(value))).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def number(value: Any) -> float:  # noqa: ANN401
    """A value as a number; 0 for null, and for what is none."""
    try:
        read = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return read if isfinite(read) else 0.0


def whole(value: object) -> int:
    """A value as a whole number, what follows the point left out; 0 for what is none."""
    return int(number(value))


def as_record(value: object) -> Record:
    """A value that should be a record; an empty one for what is none."""
    return value if isinstance(value, dict) else {}
