"""The image store: a folder in the OCI image layout, which is never seen half written.

Source: OCI image specification 1.0, image-layout.md. Blobs come first, index.json last, each by renaming.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tui.errors import ImageError
from tui.images.oci import NAME_KEY, Descriptor, Index, Layout, Manifest, read_format, short_name

_WORKSPACE = ".work-"


class Store:
    """The course's images on this machine. Reading needs no lock; whoever writes holds `locked`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._blobs = folder / "blobs" / "sha256"

    def blob(self, digest: str) -> Path:
        """Where a blob is or would be; `digest` is "sha256:" and 64 hex digits."""
        return self._blobs / digest.removeprefix("sha256:")

    def has(self, blob: Descriptor) -> bool:
        """Whether a blob is here in its full size."""
        try:
            return self.blob(blob.digest).stat().st_size == blob.size
        except FileNotFoundError:
            return False

    def images(self) -> dict[str, Descriptor]:
        """The images that are here with all their blobs, by name; raises `ImageError` if the index is damaged."""
        entries = {short_name(entry.note(NAME_KEY)): entry for entry in self._index().manifests}
        return {name: entry for name, entry in entries.items() if name and self._whole(entry)}

    def manifest(self, image: Descriptor) -> Manifest:
        """An image's manifest; raises `ImageError` if it is damaged."""
        return read_format(Manifest, self.blob(image.digest).read_bytes(), image.digest, self._remedy())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out, waiting for them first; unfinished work of interrupted ones is removed.

        Raises `ImageError` if the folder can't be written.
        """
        try:
            self._blobs.mkdir(parents=True, exist_ok=True)
            with (self.folder / ".lock").open("w", encoding="utf-8") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                for left in self.folder.glob(f"{_WORKSPACE}*"):
                    shutil.rmtree(left)
                yield
        except OSError as error:
            raise ImageError(
                f"The images can't be kept in {self.folder} ({error}).",
                "Make room there, or make the folder yours.",
            ) from error

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """A folder on the store's own file system for what is being made."""
        with tempfile.TemporaryDirectory(prefix=_WORKSPACE, dir=self.folder) as folder:
            yield Path(folder)

    def take(self, file: Path, digest: str) -> None:
        """Move a finished file in as the blob `digest`; the caller has checked that it is."""
        with file.open("rb") as written:
            os.fsync(written.fileno())
        file.replace(self.blob(digest))

    def publish(self, images: Iterable[Descriptor]) -> None:
        """Add images whose blobs are all here, in place of those of the same names, and drop what nobody needs."""
        merged = self.images() | {short_name(entry.note(NAME_KEY)): entry for entry in images}
        index = Index(manifests=[merged[name] for name in sorted(merged)])
        self._write("oci-layout", Layout().to_json())
        self._write("index.json", index.to_json())
        self._drop_unneeded()

    def _index(self) -> Index:
        file = self.folder / "index.json"
        if not file.exists():
            return Index()
        return read_format(Index, file.read_bytes(), str(file), self._remedy())

    def _whole(self, image: Descriptor) -> bool:
        return self.has(image) and all(self.has(blob) for blob in self.manifest(image).blobs())

    def _write(self, name: str, content: bytes) -> None:
        with self.workspace() as work:
            file = work / name
            with file.open("wb") as written:
                written.write(content)
                os.fsync(written.fileno())
            file.replace(self.folder / name)

    def _drop_unneeded(self) -> None:
        needed = set()
        for image in self.images().values():
            needed |= {image.digest, *(blob.digest for blob in self.manifest(image).blobs())}
        for file in self._blobs.iterdir():
            if f"sha256:{file.name}" not in needed:
                file.unlink()

    def _remedy(self) -> str:
        return f"Remove the folder {self.folder} and run: sealegs images build"
