"""Facts beyond the engine's lists that checks judge: details of containers and images, files, registries.

Gathered beforehand by `tui.gather`, once for each change, and only what the open tasks want. A fact that is missing
has not been gathered yet. Sizes are bytes; paths of host files are those of the check, from the working folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from tui.model.engine import ContainerDetails, EngineEvent, Snapshot


class HistoryRow(Struct, frozen=True):
    """One row of `docker image history`."""

    created_by: str
    size: int


class ImageDetails(Struct, frozen=True):
    """An image's history (newest first), its layers (lowest first, by digest), and how its containers start."""

    id: str
    history: tuple[HistoryRow, ...] = ()
    layers: tuple[str, ...] = ()
    user: str = ""
    workdir: str = ""
    cmd: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    exposes: tuple[int, ...] = ()


class LayerFile(Struct, frozen=True):
    """What one layer says of one path: a file, a folder, a link, or "gone", which hides it from the layers below.

    `path` is absolute; `content` is the beginning of a small file, empty for others.
    """

    path: str
    kind: Literal["file", "folder", "link", "gone"]
    size: int = 0
    content: bytes = b""


class ImageFiles(Struct, frozen=True, eq=False):
    """All that an image's layers hold, lowest layer first.

    Compared by identity: comparing 20,000 files takes longer than looking for one among them.
    """

    layers: tuple[tuple[LayerFile, ...], ...] = ()


class HostFile(Struct, frozen=True):
    """A file or folder on the host; `text` is what it holds (its first 64 kB), empty for a folder or binary file."""

    kind: Literal["file", "folder", "other"]
    size: int = 0
    owner: int = 0
    text: str = ""


class ContextFacts(Struct, frozen=True):
    """A build context: bytes and number of the files it would send, and which asked-for paths are left out."""

    size: int
    files: int
    ignored: frozenset[str] = frozenset()


class RegistryFacts(Struct, frozen=True):
    """What a registry answers: tags and their digests by repository; `reachable` is False if it doesn't answer.

    `configs` are the digests of the images' configurations, by which engines call them; those of indexes have none.
    """

    reachable: bool
    digests: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    configs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Facts(Struct, frozen=True):
    """All of it. Containers, images and image files are keyed by the engine's id.

    In `files`, None says that there is nothing at that path; `hosts` says which hosts answer on port 443;
    `unreadable` names what could not be read: paths, folders, ids, addresses.
    """

    containers: Mapping[str, ContainerDetails] = field(default_factory=dict)
    images: Mapping[str, ImageDetails] = field(default_factory=dict)
    image_files: Mapping[str, ImageFiles] = field(default_factory=dict)
    files: Mapping[str, HostFile | None] = field(default_factory=dict)
    contexts: Mapping[str, ContextFacts] = field(default_factory=dict)
    registries: Mapping[str, RegistryFacts] = field(default_factory=dict)
    hosts: Mapping[str, bool] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()

    def after(self, snapshot: Snapshot, events: Iterable[EngineEvent]) -> Facts:
        """What is still known of containers now that the engine was read again, with what its events told of them."""
        here = {each.id for each in snapshot.containers}
        known = {key: details for key, details in self.containers.items() if key in here}
        told = {event.id: event.details for event in events if event.details is not None}
        return replace(self, containers={**known, **told})
