"""The engine's disk as a table: `docker system df`, in the docker command's words and figures."""

from __future__ import annotations

from msgspec import Struct

from tui.model.disk import DiskUsage, Used
from tui.model.engine import Snapshot
from tui.model.text import size
from tui.view.layers import bar
from tui.view.tables import Column, Row, Table

COMMAND = "docker system df"
MEASURING = "measuring, this can take a while"
BAR = 6
"""Cells of the largest kind's bar."""

DISK_COLUMNS = (
    Column("TYPE", 0),
    Column("TOTAL", 3, value=0),
    Column("ACTIVE", 4, value=1),
    Column("SIZE", 1, value=2),
    Column("", 5, most=BAR, least=BAR, value=2),
    Column("RECLAIMABLE", 2, value=3),
)


class Disk(Struct, frozen=True):
    """What is known of the engine's disk: its `usage` as it was last measured, when the engine held what is in `then`;
    whether it is being measured now; and why the last measurement failed, if it did."""

    usage: DiskUsage | None = None
    then: Snapshot = Snapshot()
    measuring: bool = False
    why_not: str = ""


def disk_table(disk: Disk, now: Snapshot) -> Table:
    """`docker system df`, with a bar for each size."""
    usage = disk.usage
    if usage is None:
        return Table(COMMAND, DISK_COLUMNS, (), MEASURING if disk.measuring else disk.why_not or "not measured")
    kinds = {
        "images": ("Images", usage.images, True),
        "containers": ("Containers", usage.containers, True),
        "volumes": ("Local Volumes", usage.volumes, True),
        "build-cache": ("Build Cache", usage.build_cache, False),
    }
    largest = max(used.size for _, used, _ in kinds.values())
    rows = (
        Row(key, (title, *_cells(used, largest, with_part)), values=_values(used))
        for key, (title, used, with_part) in kinds.items()
    )
    return Table(COMMAND, DISK_COLUMNS, tuple(rows), "", _note(disk, now))


def _values(used: Used) -> tuple[int, ...]:
    """What the columns are sorted by, the most first."""
    return -used.total, -used.active, -used.size, -used.reclaimable


def _cells(used: Used, largest: int, with_part: bool) -> tuple[str, ...]:
    # docker leaves the build cache's percentage out.
    part = f" ({int(used.reclaimable * 100 / used.size)}%)" if with_part and used.size > 0 else ""
    reclaimable = f"{size(used.reclaimable, 4)}{part}"
    return str(used.total), str(used.active), size(used.size, 4), bar(used.size, largest, BAR), reclaimable


def _note(disk: Disk, now: Snapshot) -> str:
    if disk.measuring:
        return MEASURING
    if disk.why_not:
        return disk.why_not
    return "" if _held(disk.then) == _held(now) else "changed since; c measures anew"


def _held(snapshot: Snapshot) -> set[tuple[str, str]]:
    """What the figures depend on, as far as it is listed."""
    listed = {(each.id, each.state) for each in snapshot.containers} | {(each.id, "") for each in snapshot.images}
    return listed | {(each.name, "") for each in snapshot.volumes}
