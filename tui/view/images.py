"""The table of images: a row for each tag, who uses it, and how large it is beside the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tui.model.engine import Image, Snapshot
from tui.model.ours import image_rows
from tui.model.text import size
from tui.view.ages import ago
from tui.view.layers import BAR, bar
from tui.view.tables import Column, Row, Table, nothing, used_by

IMAGE_COLUMNS = (
    Column("REPOSITORY", 0, most=36, least=12),
    Column("TAG", 1, most=20, least=8),
    Column("IMAGE ID", 5),
    Column("CREATED", 4, value=0),
    Column("SIZE", 2, usual=6, value=1),
    Column("", 6, most=BAR, least=BAR),
    Column("IN USE BY", 3, most=60, least=10, value=2),
)


def images_table(snapshot: Snapshot, now: float) -> Table:
    """`docker image ls`, newest image first. `now` is in the engine's clock, for the ages."""
    users: dict[str, list[str]] = defaultdict(list)
    for container in snapshot.containers:
        users[container.image_id].append(container.name)
    largest = max((image.size for image in snapshot.images), default=0)
    images = sorted(snapshot.images, key=lambda image: (-image.created, not image.tags, image.tags))
    rows = (row for image in images for row in _rows(image, largest, users.get(image.id, ()), now))
    return Table("docker image ls", IMAGE_COLUMNS, tuple(rows), nothing(snapshot, "image"))


def image_keys(snapshot: Snapshot) -> list[str]:
    """The keys of all rows of images."""
    return [row for image in snapshot.images for row in image_rows(image)]


def _rows(image: Image, largest: int, users: Sequence[str], now: float) -> list[Row]:
    short = image.short_id
    facts = (short, ago(image.created, now), size(image.size), bar(image.size, largest), used_by(users))
    values = (-image.created, -image.size, -len(users))
    if not image.tags:
        cells = ("<none>", "<none>", *facts)
        return [Row(image.id, cells, "dim", name=short, id=short, values=values)]
    rows = []
    for key, tag in zip(image_rows(image), image.tags, strict=True):
        repository, _, version = tag.rpartition(":")
        rows.append(Row(key, (repository, version, *facts), name=tag, id=short, values=values))
    return rows
