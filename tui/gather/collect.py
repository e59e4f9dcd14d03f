"""Gather the facts that are wanted, in one pass that blocks; trouble with one fact leaves the others alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from tui.checks.names import same_image
from tui.checks.wants import Wants
from tui.engine.protocol import Engine
from tui.errors import EngineLost
from tui.gather.context import context_facts
from tui.gather.files import host_file
from tui.gather.hosts import Hosts
from tui.gather.registries import registry_facts
from tui.model.engine import ContainerDetails, Snapshot
from tui.model.facts import Facts, ImageDetails, ImageFiles

MOST_CONTAINERS = 100
"""Containers that are asked for their details in one pass, newest first."""
KEPT_CONTAINERS = 1000
"""Containers whose details are kept, also after they are gone: a check may ask what was run."""

T = TypeVar("T")


@dataclass
class Memory:
    """What is remembered from pass to pass besides the facts: hosts, and images that can't be read."""

    hosts: Hosts = field(default_factory=Hosts)
    unreadable: set[str] = field(default_factory=set)


def collect(
    wants: Wants,
    snapshot: Snapshot,
    before: Facts,
    engine: Engine | None,
    work_folder: Path,
    memory: Memory | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Facts:
    """The facts wanted now. What can't change (details of containers and images) is taken over from `before`.

    A fact that can't be had stays missing, and is named among the `unreadable`. `stopped` is asked between two facts,
    and ends the pass.
    """
    memory = memory or Memory()
    asking = _Asking(engine, stopped)
    # What is read in no time first: hundreds of images may have to be asked for one by one.
    files = dict(asking.each(wants.files, lambda path: host_file(work_folder, path)))
    contexts = dict(
        asking.each(wants.contexts, lambda folder: context_facts(work_folder, folder, wants.contexts[folder]))
    )
    registries = dict(asking.each(wants.registries, lambda address: registry_facts(address, wants.registries[address])))
    facts = Facts(
        files=files,
        contexts=contexts,
        registries=registries,
        hosts={} if stopped() else memory.hosts.which_answer(wants.hosts),
        containers=_containers(wants, snapshot, before.containers, asking),
        images=_images(wants, snapshot, before.images, asking),
        image_files=_image_files(wants, snapshot, before.image_files, asking, memory),
    )
    return replace(facts, unreadable=frozenset(asking.unreadable | memory.unreadable))


class _Asking:
    """One pass: an engine that is lost is asked no more, and after a stop nothing is."""

    def __init__(self, engine: Engine | None, stopped: Callable[[], bool]) -> None:
        self._engine = engine
        self._stopped = stopped
        self.unreadable: set[str] = set()

    def each(self, names: Iterable[str], read: Callable[[str], T]) -> Iterator[tuple[str, T]]:
        """What can be read of these names."""
        for name in sorted(names):
            if self._stopped():
                return
            try:
                yield name, read(name)
            # Whatever one file or .dockerignore trips over, the next may be fine.
            except Exception:
                self.unreadable.add(name)

    def engine(
        self,
        ids: Iterable[str],
        read: Callable[[Engine, str], T | None],
        refused: Callable[[str], None] = lambda _: None,
    ) -> Iterator[tuple[str, T]]:
        """What the engine knows of these ids; `refused` is told of those it has, and can't be read."""
        for id in ids:
            if self._engine is None or self._stopped():
                return
            try:
                found = read(self._engine, id)
            except EngineLost:
                self._engine = None
                return
            # The engine's refusal, or an answer nobody foresaw.
            except Exception:
                refused(id)
                continue
            if found is not None:
                yield id, found


def _containers(
    wants: Wants, snapshot: Snapshot, before: Mapping[str, ContainerDetails], asking: _Asking
) -> Mapping[str, ContainerDetails]:
    ids = [container.id for container in snapshot.containers]
    missing = [id for id in ids if id not in before][:MOST_CONTAINERS] if wants.container_details else []
    found = dict(asking.engine(missing, lambda engine, id: engine.container_details(id)))
    # The oldest go first, those that still exist last.
    gone = [id for id in before if id not in set(ids)]
    dropped = gone[: max(0, len(before) + len(found) - KEPT_CONTAINERS)]
    return {**{id: each for id, each in before.items() if id not in set(dropped)}, **found}


def _images(
    wants: Wants, snapshot: Snapshot, before: Mapping[str, ImageDetails], asking: _Asking
) -> Mapping[str, ImageDetails]:
    kept = _of_images_here(before, snapshot)
    missing = [id for id in image_ids(wants.images, snapshot) if id not in kept]
    return {**kept, **dict(asking.engine(missing, lambda engine, id: engine.image_details(id)))}


def _image_files(
    wants: Wants, snapshot: Snapshot, before: Mapping[str, ImageFiles], asking: _Asking, memory: Memory
) -> Mapping[str, ImageFiles]:
    kept = _of_images_here(before, snapshot)
    memory.unreadable &= {image.id for image in snapshot.images}
    # Each attempt exports the whole image; one that failed will fail again.
    missing = [id for id in image_ids(wants.image_files, snapshot) if id not in kept and id not in memory.unreadable]
    read = asking.engine(missing, lambda engine, id: engine.image_files(id), memory.unreadable.add)
    return {**kept, **dict(read)}


def image_ids(refs: Iterable[str], snapshot: Snapshot) -> list[str]:
    """The ids of the images here that an author may mean by these names, or that are among them, newest first."""
    wanted = set(refs)
    return [
        image.id
        for image in snapshot.images
        if image.id in wanted or any(same_image(ref, tag) for tag in image.tags for ref in wanted)
    ]


def _of_images_here(facts: Mapping[str, T], snapshot: Snapshot) -> dict[str, T]:
    here = {image.id for image in snapshot.images}
    return {id: fact for id, fact in facts.items() if id in here}
