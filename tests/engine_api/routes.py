"""Which path is answered by what: requests for one JSON value. Streams are in `streams`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.engine_api import records
from tests.engine_api.wire import Request
from tests.engine_api.world import Container, Image, Network, World

Route = Callable[[World, Request, str], Any]


class Refused(Exception):
    """What the engine answers in place of a value."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def the_container(world: World, which: str) -> Container:
    """Raises `Refused`, as all of these."""
    found = world.container(which)
    if found is None:
        raise Refused(404, f"No such container: {which}")
    return found


def _image(world: World, which: str) -> Image:
    found = world.image(which)
    if found is None:
        raise Refused(404, f"No such image: {which}")
    return found


def _network(world: World, which: str) -> Network:
    for each in world.networks.values():
        if which in (each.name, each.id):
            return each
    raise Refused(404, f"network {which} not found")


def _containers(world: World, request: Request, _: str) -> object:
    everything = request.asks_for("all")
    ids = json.loads(request.options.get("filters", "{}")).get("id")
    newest_first = reversed(world.containers.values())
    return [
        records.container_row(world, each)
        for each in newest_first
        if (everything or each.state in {"running", "paused"}) and (not ids or each.id in ids)
    ]


def _top(world: World, request: Request, which: str) -> object:
    container = the_container(world, which)
    if container.state != "running":
        raise Refused(409, f"Container {container.id} is not running")
    titles = ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"]
    return {"Titles": titles, "Processes": [["root", "4242", "1", "0", "10:00", "?", "00:00:00", container.command]]}


def _volume(world: World, request: Request, which: str) -> object:
    if which not in world.volumes:
        raise Refused(404, f"get {which}: no such volume")
    return records.volume_record(world.volumes[which])


ROUTES: dict[str, Route] = {
    "/version": lambda world, request, which: records.version(),
    "/info": lambda world, request, which: records.info(world),
    "/system/df": lambda world, request, which: records.disk_usage(world),
    "/containers/json": _containers,
    "/containers/{id}/json": lambda world, request, which: records.inspected_container(
        world, the_container(world, which)
    ),
    "/containers/{id}/top": _top,
    "/images/json": lambda world, request, which: [
        records.image_row(each) for each in reversed(world.images.values())
    ],
    "/images/{name}/json": lambda world, request, which: records.inspected_image(_image(world, which)),
    "/images/{name}/history": lambda world, request, which: records.image_history(_image(world, which)),
    "/volumes": lambda world, request, which: {
        "Volumes": [records.volume_record(each) for each in world.volumes.values()], "Warnings": None,
    },
    "/volumes/{name}": _volume,
    "/networks": lambda world, request, which: [records.network_record(each) for each in world.networks.values()],
    "/networks/{id}": lambda world, request, which: records.network_record(_network(world, which)),
}  # fmt: skip
"""By the path without its version; what stands in braces is given to the function."""

STREAMED = ("/events", "/containers/{id}/stats", "/containers/{id}/logs")
PATTERNS = ("/_ping", *STREAMED, *ROUTES)

_VERSION = re.compile(r"/v\d+\.\d+(?=/)")
_MATCHERS = [(each, re.compile(re.sub(r"{\w+}", "(.+)", each))) for each in PATTERNS]


def pattern_of(path: str) -> tuple[str, str]:
    """The pattern a path goes by, and what stands in its braces; the path itself where there is none."""
    bare = _VERSION.sub("", path, count=1)
    for pattern, matcher in _MATCHERS:
        if found := matcher.fullmatch(bare):
            return pattern, "".join(found.groups())
    return bare, ""
