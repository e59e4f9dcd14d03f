"""An image archive: the course's images in one plain tar. A kit carries one.

It is one tar that is two things: an OCI image layout, whose digests `load` checks, and a docker-archive
(manifest.json), so that `docker load` of Docker 20.10 and newer, and `podman load`, take the same file.
Sources: OCI image specification 1.0, image-layout.md; the archive format of `docker save`.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from tui.errors import ImageError
from tui.images.layout import Store
from tui.images.oci import (
    NAME_KEY,
    ArchiveEntry,
    Descriptor,
    ImageName,
    Index,
    Layout,
    Manifest,
    host_architecture,
    read_format,
    short_name,
)
from tui.model.text import brief

_BLOB = re.compile(r"blobs/sha256/([0-9a-f]{64})")
_FOLDERS = {"blobs", "blobs/sha256"}
_FILES = {"oci-layout", "index.json", "manifest.json"}
_LARGEST_TEXT = 1 << 20
"""Bytes of JSON read into memory; ours are 2 kB."""
_GET_ANOTHER = "Get it again, or another one."
_NAME: TypeAdapter[str] = TypeAdapter(ImageName)
_ARCHIVE = TypeAdapter(list[ArchiveEntry])


def save(store: Store, file: Path) -> None:
    """Write all images of the store as an archive, the same bytes for the same images.

    Raises `ImageError` if there are none, a blob is damaged or the file can't be written; then `file` is as before.
    """
    images = store.images()
    if not images:
        raise ImageError("There are no images to save.", "Build them first: sealegs images build")
    try:
        with tempfile.TemporaryDirectory(prefix=".images-", dir=file.parent) as folder:
            unfinished = Path(folder) / "images"
            with tarfile.open(unfinished, "w", format=tarfile.USTAR_FORMAT) as archive:
                _write(archive, store, images)
            unfinished.replace(file)
    except OSError as error:
        raise ImageError(f"The images can't be written to {file} ({error}).", "Choose another place.") from error


def load(source: BinaryIO, file: str, store: Store) -> tuple[str, ...]:
    """Check an archive and put its images into the store, in place of those of the same names; gives the names.

    `file` is what it is called. Raises `ImageError` that names the blob or the member that is wrong; then the store is
    as before.
    """
    with store.locked(), store.workspace() as work:
        try:
            index = _unpack(source, file, work)
        # Of headers about headers, or with numbers that are none, the library trips over itself.
        except (tarfile.TarError, OSError, ValueError, RecursionError) as error:
            raise ImageError(f"The images in {file} can't be read ({brief(str(error))}).", _GET_ANOTHER) from error
        names, needed = [], set()
        for entry in index.manifests:
            names.append(_check_name(entry, file))
            needed |= _check_image(entry, work, file)
        for digest in needed:
            store.take(_staged(work, digest), digest)
        store.publish(index.manifests)
    return tuple(sorted(names))


def _write(archive: tarfile.TarFile, store: Store, images: dict[str, Descriptor]) -> None:
    _add(archive, "oci-layout", Layout().to_json())
    _add(archive, "index.json", Index(manifests=list(images.values())).to_json())
    entries = []
    blobs: set[str] = set()
    for name, image in images.items():
        manifest = store.manifest(image)
        blobs |= {image.digest, *(blob.digest for blob in manifest.blobs())}
        layers = [_member(layer.digest) for layer in manifest.layers]
        entries.append(ArchiveEntry(config=_member(manifest.config.digest), repo_tags=[name], layers=layers))
    _add(archive, "manifest.json", _ARCHIVE.dump_json(entries, by_alias=True))
    for digest in sorted(blobs):
        _add_blob(archive, store, digest)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _add_blob(archive: tarfile.TarFile, store: Store, digest: str) -> None:
    with store.blob(digest).open("rb") as blob:
        if f"sha256:{hashlib.file_digest(blob, 'sha256').hexdigest()}" != digest:
            raise ImageError(
                f"The blob {digest} of the image store is damaged.",
                f"Remove the folder {store.folder} and run: sealegs images build",
            )
        member = tarfile.TarInfo(_member(digest))
        member.size = blob.tell()
        blob.seek(0)
        archive.addfile(member, blob)


def _unpack(source: BinaryIO, file: str, work: Path) -> Index:
    """Put an archive's blobs into `work`, each checked against its name; gives its index."""
    texts: dict[str, bytes] = {}
    with tarfile.open(fileobj=source, mode="r|") as archive:
        for member in archive:
            content = _open(archive, member, file)
            if content is None:
                continue
            with content:
                if blob := _BLOB.fullmatch(member.name):
                    _unpack_blob(content, work / blob[1], file)
                elif member.size > _LARGEST_TEXT:
                    raise ImageError(f"{file} is no archive of images: its {member.name} is too large.", _GET_ANOTHER)
                else:
                    texts[member.name] = content.read()
    if missing := _FILES - texts.keys():
        raise ImageError(f"{file} is no archive of images: it has no {min(missing)}.", _GET_ANOTHER)
    read_format(Layout, texts["oci-layout"], f"oci-layout in {file}", _GET_ANOTHER)
    return read_format(Index, texts["index.json"], f"index.json in {file}", _GET_ANOTHER)


def _open(archive: tarfile.TarFile, member: tarfile.TarInfo, file: str) -> BinaryIO | None:
    """A member's content, or None for a folder; anything an archive never holds (links, other paths) is refused."""
    if member.isdir() and member.name in _FOLDERS:
        return None
    # A sparse file of a few bytes may stand for a terabyte.
    is_file = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
    if not is_file or not (member.name in _FILES or _BLOB.fullmatch(member.name)):
        raise ImageError(f"{file} is no archive of images: it holds {brief(member.name)!r}.", _GET_ANOTHER)
    return archive.extractfile(member)  # type: ignore[return-value]


def _unpack_blob(content: BinaryIO, target: Path, file: str) -> None:
    with target.open("w+b") as blob:
        shutil.copyfileobj(content, blob)
        blob.seek(0)
        if hashlib.file_digest(blob, "sha256").hexdigest() != target.name:
            raise ImageError(f"The blob sha256:{target.name} in {file} is damaged.", _GET_ANOTHER)


def _check_name(image: Descriptor, file: str) -> str:
    name = short_name(image.note(NAME_KEY))
    try:
        return _NAME.validate_python(name)
    except ValidationError as error:
        raise ImageError(f"{file} holds an image whose name is no name: {brief(name)!r}.", _GET_ANOTHER) from error


def _check_image(image: Descriptor, work: Path, file: str) -> set[str]:
    """The digests an image needs, all of which are in `work` in the sizes that the archive says."""
    if image.platform and image.platform.architecture != host_architecture():
        raise ImageError(
            f"{file} is for {image.platform.architecture} machines; this one is {host_architecture()}.",
            "Get one that was saved on a machine like this one.",
        )
    _check_there([image], work, file)
    where = f"The blob {image.digest} in {file}"
    if image.size > _LARGEST_TEXT:
        raise ImageError(f"{where} is too large for a manifest.", _GET_ANOTHER)
    manifest = read_format(Manifest, _staged(work, image.digest).read_bytes(), where, _GET_ANOTHER)
    _check_there(manifest.blobs(), work, file)
    return {image.digest, *(blob.digest for blob in manifest.blobs())}


def _check_there(blobs: Iterable[Descriptor], work: Path, file: str) -> None:
    for blob in blobs:
        staged = _staged(work, blob.digest)
        if not staged.exists() or staged.stat().st_size != blob.size:
            raise ImageError(f"The blob {blob.digest} is missing in {file}, or has another size.", _GET_ANOTHER)


def _staged(work: Path, digest: str) -> Path:
    return work / digest.removeprefix("sha256:")


def _member(digest: str) -> str:
    return f"blobs/sha256/{digest.removeprefix('sha256:')}"
