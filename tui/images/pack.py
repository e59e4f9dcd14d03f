"""Make an image of one layer out of a root filesystem, the same bytes every time, and put it into the store."""

from __future__ import annotations

import gzip
import hashlib
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from tui.images.layout import Store
from tui.images.oci import (
    CONFIG_TYPE,
    LAYER_TYPE,
    MANIFEST_TYPE,
    NAME_KEY,
    RECIPE_KEY,
    SIZE_KEY,
    TAG_KEY,
    Descriptor,
    History,
    ImageConfig,
    Manifest,
    Platform,
    RootFs,
    full_name,
    host_architecture,
)
from tui.images.recipe import Recipe

EPOCH = 1767225600
"""2026-01-01, when every image and every file in one was "made": a build's date must not change its digest."""

_CHUNK = 1 << 20


def pack(store: Store, recipe: Recipe, root: Path, work: Path) -> None:
    """Put the image of `recipe` into the store; `root` is its root filesystem as a tar, `work` is scratch space.

    The caller holds the store's lock. Raises `ImageError` if the machine's architecture is unknown.
    """
    diff_id, layer = _pack_layer(store, root, work / "layer")
    created = datetime.fromtimestamp(EPOCH, UTC).isoformat().replace("+00:00", "Z")
    config = ImageConfig(
        architecture=host_architecture(),
        created=created,
        config=recipe.config.to_oci(),
        rootfs=RootFs(diff_ids=[diff_id]),
        history=[History(created=created, created_by=f"sealegs: {recipe.history}")],
    )
    manifest = Manifest(config=_put(store, config.to_json(), CONFIG_TYPE, work / "config"), layers=[layer])
    entry = _put(store, manifest.to_json(), MANIFEST_TYPE, work / "manifest")
    notes = {
        NAME_KEY: full_name(recipe.name),
        TAG_KEY: recipe.name.rpartition(":")[2],
        RECIPE_KEY: recipe.stamp(),
        SIZE_KEY: str(_content_size(root)),
    }
    platform = Platform(architecture=config.architecture)
    store.publish([entry.model_copy(update={"annotations": notes, "platform": platform})])


def _pack_layer(store: Store, root: Path, file: Path) -> tuple[str, Descriptor]:
    """Compress a layer into the store; gives the digest of what it was before, and the blob."""
    plain = hashlib.sha256()
    with (
        root.open("rb") as source,
        file.open("wb") as target,
        # No name and no time in the header: the same tar gives the same blob.
        gzip.GzipFile(filename="", mode="wb", fileobj=target, compresslevel=6, mtime=0) as packed,
    ):
        while chunk := source.read(_CHUNK):
            plain.update(chunk)
            packed.write(chunk)
    with file.open("rb") as written:
        digest = f"sha256:{hashlib.file_digest(written, 'sha256').hexdigest()}"
    layer = Descriptor(media_type=LAYER_TYPE, digest=digest, size=file.stat().st_size)
    store.take(file, digest)
    return f"sha256:{plain.hexdigest()}", layer


def _put(store: Store, content: bytes, media_type: str, file: Path) -> Descriptor:
    file.write_bytes(content)
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    store.take(file, digest)
    return Descriptor(media_type=media_type, digest=digest, size=len(content))


def _content_size(root: Path) -> int:
    """Bytes in a layer's files, which is the size `docker image ls` shows; a hard link has none of its own."""
    with tarfile.open(root) as archive:
        return sum(member.size for member in archive if member.isreg())
