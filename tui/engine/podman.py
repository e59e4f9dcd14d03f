"""What Podman says otherwise than Docker, in Docker's words: pure, on what the Engine API answers.

Measured on Podman 4.3. Whatever a Docker engine says comes out as it went in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from tui.model.engine import EngineEvent, Image

SPOKEN = ("died", "remove", "loadfromarchive")
"""Podman's own words for what happens, which must be asked for besides Docker's."""

_WORDS = {
    ("container", "died"): "die",
    ("container", "remove"): "destroy",
    ("volume", "remove"): "destroy",
    ("image", "loadfromarchive"): "load",
}
_STATES = {"initialized": "created", "stopping": "running", "stopped": "running"}
"""Stages between Docker's: a program has ended, and the engine has not written it down yet."""
_HUB = "docker.io/"
_BARE_ID = re.compile(r"[0-9a-f]{64}")


def is_podman(version: Mapping[str, Any]) -> bool:
    """Whether it is Podman that answers `GET /version` so."""
    return any("Podman" in str(part.get("Name")) for part in version.get("Components") or ())


def is_rootless(info: Mapping[str, Any]) -> bool:
    """Whether Podman's `GET /info` says so; its list of security options doesn't."""
    return info.get("Rootless") is True


def action(kind: str, said: str) -> str:
    """What has happened."""
    return _WORDS.get((kind, said), said)


def state(said: str) -> str:
    """How a container is."""
    return _STATES.get(said, said)


def familiar(reference: str) -> str:
    """An image's name as the docker command prints it: Podman spells the default registry out."""
    return reference.removeprefix(_HUB).removeprefix("library/") if reference.startswith(_HUB) else reference


def image_id(id: str) -> str:
    """An image's id as lists have it; in other places Podman writes it bare."""
    return f"sha256:{id}" if _BARE_ID.fullmatch(id) else id


def image_event(id: str, name: str) -> tuple[str, str]:
    """Of which image an event tells, and by which name: after a build or a pull Podman leaves the place of the id
    empty; of an archive it names the file."""
    name = "" if name.startswith("/") else image_id(familiar(name))
    return image_id(id) or name, name


def network_of(name: str, settings: Mapping[str, Any]) -> str:
    """The name of a network that a container is in: Podman lists its own as `bridge`, and here calls it `podman`."""
    return "bridge" if name == settings.get("NetworkID") == "podman" else name


def with_tags(events: Iterable[EngineEvent], images: Iterable[Image]) -> tuple[EngineEvent, ...]:
    """The events, and after each build what Docker would have told of it: the names of its image, now that `images` are
    read. An image built anew from the cache may have had some of them before."""
    tags = {image.id: image.tags for image in images}
    told: list[EngineEvent] = []
    for event in events:
        built = tags.get(event.id, ()) if (event.kind, event.action) == ("image", "build") else ()
        told += [event, *(replace(event, action="tag", name=tag) for tag in built)]
    return tuple(told)
