"""Turn what the Engine API tells of its disk into the lab's values: pure functions, like `records`.

Formats: `GET /system/df` of the Docker Engine API, v1.41 to v1.51 (lists of objects, which the docker command counts)
and v1.52 on (counted by the engine; the objects come with verbose=1)
(https://docs.docker.com/reference/api/engine/version-history/).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.engine.podman import image_id
from tui.engine.records import Record, as_record, number, text, whole
from tui.model.disk import DiskUsage, Used
from tui.model.engine import ACTIVE


def disk_usage_from(answer: Record) -> DiskUsage:
    """`GET /system/df?verbose=1`."""
    images, containers = _rows(answer, "Images", "ImageUsage"), _rows(answer, "Containers", "ContainerUsage")
    volumes, cache = _rows(answer, "Volumes", "VolumeUsage"), _rows(answer, "BuildCache", "BuildCacheUsage")
    return DiskUsage(
        images=_counted(answer, "ImageUsage") or _images(images, whole(answer.get("LayersSize"))),
        containers=_counted(answer, "ContainerUsage") or _containers(containers),
        volumes=_counted(answer, "VolumeUsage") or _volumes(volumes),
        build_cache=_counted(answer, "BuildCacheUsage") or _build_cache(cache),
        frees=dict(_frees(images, containers, volumes)),
    )


def _counted(answer: Record, key: str) -> Used | None:
    """What the engine has counted itself; None from one that leaves it to us."""
    usage = answer.get(key)
    if not isinstance(usage, dict):
        return None
    return Used(*(whole(usage.get(each)) for each in ("TotalCount", "ActiveCount", "TotalSize", "Reclaimable")))


def _images(rows: Sequence[Record], layers: int) -> Used:
    # Podman doesn't count its layers.
    layers = layers or sum(_own(row) or 0 for row in rows)
    # All that no image in use has for itself counts as reclaimable, also what several of those share.
    used = sum(_own(row) or 0 for row in rows if row.get("Containers") != 0)
    active = sum(number(row.get("Containers")) > 0 for row in rows)
    return Used(len(rows), active, layers, layers - used)


def _containers(rows: Sequence[Record]) -> Used:
    active = [row for row in rows if text(row.get("State")) in ACTIVE]
    size, used = (sum(whole(row.get("SizeRw")) for row in some) for some in (rows, active))
    return Used(len(rows), len(active), size, size - used)


def _volumes(rows: Sequence[Record]) -> Used:
    usages = [as_record(row.get("UsageData")) for row in rows]
    known = [usage for usage in usages if number(usage.get("Size")) >= 0]
    free = sum(whole(usage.get("Size")) for usage in known if usage.get("RefCount") == 0)
    active = sum(number(usage.get("RefCount")) > 0 for usage in usages)
    return Used(len(rows), active, sum(whole(usage.get("Size")) for usage in known), free)


def _build_cache(rows: Sequence[Record]) -> Used:
    # What the cache shares with images is counted there.
    own = [row for row in rows if not row.get("Shared")]
    size, used = (sum(whole(row.get("Size")) for row in some) for some in (own, [r for r in own if r.get("InUse")]))
    return Used(len(rows), sum(bool(row.get("InUse")) for row in rows), size, size - used)


def _frees(
    images: Sequence[Record], containers: Sequence[Record], volumes: Sequence[Record]
) -> Iterator[tuple[str, int]]:
    for row in images:
        own = _own(row)
        if own is not None:
            yield image_id(text(row.get("Id"))), own
    for row in containers:
        # Left out where nothing was written.
        yield text(row.get("Id")), whole(row.get("SizeRw"))
    for row in volumes:
        size = number(as_record(row.get("UsageData")).get("Size", -1))
        if size >= 0:
            yield text(row.get("Name")), int(size)


def _own(row: Record) -> int | None:
    """What an image shares with no other; None if the engine doesn't say."""
    size, shared = number(row.get("Size", -1)), number(row.get("SharedSize", -1))
    return int(size - shared) if size >= 0 and shared >= 0 else None


def _rows(answer: Record, key: str, usage: str) -> list[Record]:
    """The objects of one kind, wherever this engine puts them."""
    listed = answer.get(key) or as_record(answer.get(usage)).get("Items")
    return [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
