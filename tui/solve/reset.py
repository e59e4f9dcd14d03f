"""Bring an engine and a home folder back to how they were: exactly what came since is removed, nothing else.

The plan is pure, from two looks at what there is. Carrying it out asks the engine to remove each thing by its name;
nothing is ever pruned.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from tui.solve.daemon import Daemon


class Holdings(Struct, frozen=True):
    """Everything an engine holds and a folder has in it.

    Containers and networks by id, volumes by name, `images` the tags of each image by its id (build steps' images
    included), `files` by their paths from the folder.
    """

    containers: frozenset[str] = frozenset()
    images: Mapping[str, frozenset[str]] = field(default_factory=dict)
    volumes: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


class Removal(Struct, frozen=True):
    """What is to be removed, kind by kind in this order."""

    containers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Without what is in a folder that goes."""


def removal(baseline: Holdings, now: Holdings) -> Removal:
    """What came since `baseline`."""
    files = now.files - baseline.files
    return Removal(
        containers=tuple(sorted(now.containers - baseline.containers)),
        tags=tuple(
            sorted(tag for id, tags in now.images.items() for tag in tags - baseline.images.get(id, frozenset()))
        ),
        images=tuple(sorted(now.images.keys() - baseline.images.keys())),
        volumes=tuple(sorted(now.volumes - baseline.volumes)),
        networks=tuple(sorted(now.networks - baseline.networks)),
        files=tuple(sorted(path for path in files if not any(str(up) in files for up in Path(path).parents))),
    )


def difference(baseline: Holdings, now: Holdings) -> list[str]:
    """In what two looks differ, for a person to read; empty if in nothing."""
    told: list[str] = []

    def compare(kind: str, before: Iterable[str], after: Iterable[str]) -> None:
        old, new = set(before), set(after)
        told.extend(f"{kind} {each} is left" for each in sorted(new - old))
        told.extend(f"{kind} {each} is gone" for each in sorted(old - new))

    def tags(holdings: Holdings) -> set[str]:
        return {f"{tag} of {id[:19]}" for id, tags in holdings.images.items() for tag in tags}

    compare("container", baseline.containers, now.containers)
    compare("image", baseline.images, now.images)
    compare("tag", tags(baseline), tags(now))
    compare("volume", baseline.volumes, now.volumes)
    compare("network", baseline.networks, now.networks)
    compare("file", baseline.files, now.files)
    return told


def look(daemon: Daemon, folder: Path) -> Holdings:
    """What there is now."""
    return Holdings(
        containers=daemon.containers(),
        images=daemon.images(),
        volumes=daemon.volumes(),
        networks=daemon.networks(),
        files=frozenset(str(path.relative_to(folder)) for path in folder.rglob("*")),
    )


def carry_out(plan: Removal, daemon: Daemon, folder: Path) -> None:
    """Remove what the plan says. What can't be removed stays; a look afterwards shows it."""
    for each in plan.containers:
        daemon.remove(f"/containers/{each}?force=1&v=1")
    for each in plan.tags:
        daemon.remove(f"/images/{each}?noprune=1")
    left = list(plan.images)
    while left:
        # An image that others were built from goes after them.
        refused = [each for each in left if not daemon.remove(f"/images/{each}?noprune=1&force=1")]
        if len(refused) == len(left):
            break
        left = refused
    for each in plan.volumes:
        daemon.remove(f"/volumes/{each}")
    for each in plan.networks:
        daemon.remove(f"/networks/{each}")
    for each in plan.files:
        path = folder / each
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
