"""Turn what the Engine API answers into the lab's values: pure functions, one per kind of record.

Formats: Docker Engine API v1.41, ContainerList, ImageList, SystemEvents and SystemVersion
(https://docs.docker.com/reference/api/engine/version/v1.41/). Everything in them is data from outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tui.engine.status import moment, read_status
from tui.model.engine import Container, EngineEvent, EngineIdentity, Image, Port

Record = Mapping[str, Any]

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

_PODMAN_WORDS = {"died": "die", "remove": "destroy"}
_ID = re.compile(r"(?:sha256:)?[0-9a-f]{12,64}")


def event_filters() -> dict[str, list[str]]:
    """The filters for `GET /events`; the engine takes kinds and actions as two separate lists."""
    actions = {action for kind in FOLLOWED.values() for action in kind} | set(_PODMAN_WORDS)
    return {"type": list(FOLLOWED), "event": sorted(actions)}


def container_from(row: Record, now: float, before: Container | None = None) -> Container:
    """One row of `GET /containers/json`; `before` is the same container at the last look."""
    words = read_status(row.get("Status") or "")
    state = str(row.get("State") or "").lower()
    created = float(row.get("Created") or 0)
    since = moment(words.age, now, before.since if before else None) if words.age else None
    return Container(
        id=row["Id"],
        name=_name(row.get("Names") or ()),
        image=_image_name(row.get("Image") or "", before),
        image_id=row.get("ImageID") or "",
        command=row.get("Command") or "",
        created=created,
        state=state,
        since=created if state == "created" else since,
        exit_code=words.exit_code,
        health=words.health,
        ports=tuple(_port(port) for port in row.get("Ports") or ()),
    )


def image_from(row: Record) -> Image:
    """One row of `GET /images/json`."""
    return Image(
        id=row["Id"],
        tags=tuple(tag for tag in row.get("RepoTags") or () if "<none>" not in tag),
        digests=tuple(digest for digest in row.get("RepoDigests") or () if "<none>" not in digest),
        created=float(row.get("Created") or 0),
        size=int(row.get("Size") or 0),
    )


def event_from(message: Record, received: float) -> EngineEvent | None:
    """One message of `GET /events`, or None if it is of a kind the lab does not follow."""
    kind = str(message.get("Type") or "")
    action = str(message.get("Action") or "")
    if kind == "container":
        action = _PODMAN_WORDS.get(action, action)
    # "health_status: healthy" is the one action with words behind it.
    if action.partition(":")[0] not in FOLLOWED.get(kind, ()):
        return None
    actor: Record = message.get("Actor") or {}
    attributes: Record = actor.get("Attributes") or {}
    code = attributes.get("exitCode", attributes.get("containerExitCode"))
    nanoseconds = message.get("timeNano")
    return EngineEvent(
        kind=kind,
        action=action,
        id=str(actor.get("ID") or ""),
        name=str(attributes.get("name") or (actor.get("ID") if kind == "volume" else "") or ""),
        image=str(attributes.get("image") or "") if kind == "container" else "",
        exit_code=int(code) if action == "die" and code is not None else None,
        time=nanoseconds / 1e9 if nanoseconds else float(message.get("time") or 0),
        received=received,
    )


def identity_from(version: Record) -> EngineIdentity:
    """`GET /version`."""
    components = version.get("Components") or ()
    podman = next((part for part in components if "Podman" in str(part.get("Name"))), None)
    return EngineIdentity(
        product="Podman" if podman else "Docker",
        version=str((podman or version).get("Version") or ""),
        api_version=str(version.get("ApiVersion") or ""),
        rootless=any(part.get("Name") == "rootlesskit" for part in components),
    )


def _name(names: tuple[str, ...] | list[str]) -> str:
    """A container's own name; links add others with a second slash ("/web/db")."""
    own = [name.removeprefix("/") for name in names if name.count("/") < 2]
    return own[0] if own else ""


def _image_name(listed: str, before: Container | None) -> str:
    """The name the learner gave. Once its tag moves or goes, the engine lists the image's id in its place."""
    if before and _ID.fullmatch(listed):
        return before.image
    return listed


def _port(port: Record) -> Port:
    return Port(
        private=int(port.get("PrivatePort") or 0),
        protocol=str(port.get("Type") or "tcp"),
        public=port.get("PublicPort") or None,
        address=str(port.get("IP") or ""),
    )
