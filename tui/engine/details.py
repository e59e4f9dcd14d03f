"""Turn what the Engine API tells of one container or image into the lab's values: pure functions, like `records`.

Formats: Docker Engine API v1.41, ContainerInspect, ImageInspect and ImageHistory
(https://docs.docker.com/reference/api/engine/version/v1.41/).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tui.engine.records import Record, as_record, mount_from, text, whole
from tui.model.engine import ContainerDetails, Mount, Port
from tui.model.facts import HistoryRow, ImageDetails

_READ_ONLY = {"ro", "readonly"}


def details_from(inspected: Record) -> ContainerDetails:
    """`GET /containers/{id}/json`."""
    config, host = as_record(inspected.get("Config")), as_record(inspected.get("HostConfig"))
    return ContainerDetails(
        command=_words([inspected.get("Path"), *_list(inspected.get("Args"))]),
        user=text(config.get("User")),
        tty=config.get("Tty") is True,
        auto_remove=host.get("AutoRemove") is True,
        mounts=tuple(_mounts(_list(inspected.get("Mounts")), host)),
        ports=tuple(_published(as_record(host.get("PortBindings")))),
    )


def image_details_from(inspected: Record, history: Iterable[Record]) -> ImageDetails:
    """`GET /images/{id}/json` and `GET /images/{id}/history`, which is newest first."""
    config = as_record(inspected.get("Config"))
    exposed = (text(port).partition("/")[0] for port in as_record(config.get("ExposedPorts")))
    return ImageDetails(
        id=text(inspected.get("Id")),
        history=tuple(_history_row(row) for row in history),
        layers=_words(_list(as_record(inspected.get("RootFS")).get("Layers"))),
        user=text(config.get("User")),
        workdir=text(config.get("WorkingDir")),
        cmd=_words(_list(config.get("Cmd"))),
        entrypoint=_words(_list(config.get("Entrypoint"))),
        env=_words(_list(config.get("Env"))),
        exposes=tuple(sorted({whole(port) for port in exposed} - {0})),
    )


def _history_row(row: Record) -> HistoryRow:
    # `docker image history` shows a tab as a space, too.
    created_by = str(row.get("CreatedBy") or "").replace("\t", " ")
    return HistoryRow(created_by=text(created_by), size=whole(row.get("Size")))


def _mounts(listed: list[Any], host: Record) -> Iterator[Mount]:
    """The mounts listed, and those that were asked for and aren't listed (yet)."""
    targets = set()
    for record in (as_record(each) for each in listed):
        targets.add(text(record.get("Destination")))
        yield mount_from(record)
    yield from (mount for mount in _asked_mounts(host) if mount.target not in targets)


def _asked_mounts(host: Record) -> Iterator[Mount]:
    """What --volume, --mount and --tmpfs asked for."""
    for bind in _words(_list(host.get("Binds"))):
        source, _, rest = bind.partition(":")
        target, _, options = rest.partition(":")
        kind = "bind" if source.startswith("/") else "volume"
        yield Mount(kind, source, target, bool(_READ_ONLY & set(options.split(","))))
    for record in (as_record(each) for each in _list(host.get("Mounts"))):
        source, target = text(record.get("Source")), text(record.get("Target"))
        yield Mount(text(record.get("Type")) or "bind", source, target, record.get("ReadOnly") is True)
    for target, options in as_record(host.get("Tmpfs")).items():
        yield Mount("tmpfs", "", text(target), bool(_READ_ONLY & set(text(options).split(","))))


def _published(bindings: Record) -> Iterator[Port]:
    """The ports to publish; `public` is None where the engine was left the choice."""
    for inside, bound in bindings.items():
        private, _, protocol = text(inside).partition("/")
        for binding in (as_record(each) for each in _list(bound)):
            yield Port(
                private=whole(private),
                protocol=protocol or "tcp",
                public=whole(binding.get("HostPort")) or None,
                address=text(binding.get("HostIp")),
            )


def _words(listed: list[Any]) -> tuple[str, ...]:
    return tuple(text(word) for word in listed if word is not None)


def _list(value: object) -> list[Any]:
    """A value that should be a list; podman and old images have a bare word or null in some places."""
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, list) else []
