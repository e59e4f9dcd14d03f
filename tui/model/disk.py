"""What lies on the engine's disk, as `docker system df` counts it. Sizes are bytes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Used(Struct, frozen=True):
    """One row of `docker system df`: how many there are, how many are in use, and what removing the others frees."""

    total: int = 0
    active: int = 0
    size: int = 0
    reclaimable: int = 0


class DiskUsage(Struct, frozen=True):
    """All of `docker system df`.

    `frees` is what removing one object frees, as far as the engine says: a container's or image's by id, without what
    an image shares with others, a volume's by name.
    """

    images: Used = Used()
    containers: Used = Used()
    volumes: Used = Used()
    build_cache: Used = Used()
    frees: Mapping[str, int] = field(default_factory=dict)
