"""The image store: what is in it is whole, and it is never seen half written."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from tests.unit.image_recipes import put_image, write_recipe
from tui.errors import ImageError
from tui.images.layout import Store
from tui.images.listing import list_images


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def blobs(store: Store) -> set[str]:
    return {path.name for path in (store.folder / "blobs" / "sha256").iterdir()}


def test_a_store_that_does_not_exist_is_empty(store: Store) -> None:
    """Reading makes nothing."""
    assert store.images() == {}
    assert not store.folder.exists()


def test_every_blob_is_what_its_name_says(store: Store, tmp_path: Path) -> None:
    """The layout is one that other tools can check: digests, sizes, and the layer's digest before compression."""
    put_image(store, tmp_path)
    for name in blobs(store):
        assert hashlib.sha256(store.blob(f"sha256:{name}").read_bytes()).hexdigest() == name
    manifest = store.manifest(store.images()["tiny:latest"])
    config = json.loads(store.blob(manifest.config.digest).read_bytes())
    layer = gzip.decompress(store.blob(manifest.layers[0].digest).read_bytes())
    assert config["rootfs"]["diff_ids"] == [f"sha256:{hashlib.sha256(layer).hexdigest()}"]
    assert config["config"] == {"Cmd": ["/file"]}
    assert json.loads((store.folder / "oci-layout").read_bytes()) == {"imageLayoutVersion": "1.0.0"}


def test_the_same_filesystem_gives_the_same_image(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither time nor place changes a digest."""
    digest = put_image(store, tmp_path)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert put_image(Store(tmp_path / "elsewhere"), tmp_path) == digest


def test_a_new_image_of_the_same_name_replaces_the_old_one(store: Store, tmp_path: Path) -> None:
    """The blobs that only the old one needed are dropped; other images stay."""
    put_image(store, tmp_path, "kept:latest", b"kept")
    kept = blobs(store)
    put_image(store, tmp_path, "tiny:latest", b"one")
    put_image(store, tmp_path, "tiny:latest", b"two")
    assert set(store.images()) == {"kept:latest", "tiny:latest"}
    assert kept < blobs(store)
    assert len(blobs(store)) == 6


@pytest.mark.parametrize("change", ["cut", "gone"])
def test_an_image_that_lacks_a_blob_is_not_there(change: str, store: Store, tmp_path: Path) -> None:
    """A blob cut short by a power loss makes its image missing, so that it is built again."""
    put_image(store, tmp_path)
    layer = store.blob(store.manifest(store.images()["tiny:latest"]).layers[0].digest)
    if change == "cut":
        layer.write_bytes(b"")
    else:
        layer.unlink()
    assert store.images() == {}


def test_a_damaged_index_names_the_file_and_the_way_out(store: Store, tmp_path: Path) -> None:
    """It is not taken for an empty store."""
    put_image(store, tmp_path)
    (store.folder / "index.json").write_text('{"schemaVersion": 2, "manifests": [{}]}', encoding="utf-8")
    with pytest.raises(ImageError) as refused:
        store.images()
    assert "index.json" in refused.value.what
    assert "sealegs images build" in refused.value.remedy


def test_what_an_interrupted_writer_left_is_removed(store: Store, tmp_path: Path) -> None:
    """Its unfinished folder goes with the next lock, its blobs with the next image."""
    put_image(store, tmp_path)
    before = blobs(store)
    left = store.folder / ".work-abc"
    left.mkdir()
    store.blob("sha256:" + "0" * 64).write_bytes(b"left over")
    put_image(store, tmp_path)
    assert not left.exists()
    assert blobs(store) == before


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A file in the way is an error for people, not a traceback."""
    (tmp_path / "file").touch()
    with pytest.raises(ImageError, match="can't be kept in"), Store(tmp_path / "file" / "store").locked():
        pass


def test_the_list_tells_built_changed_and_missing_apart(store: Store, tmp_path: Path) -> None:
    """Every image the course has is listed, and every image the store has."""
    put_image(store, tmp_path, "own:latest", b"12345")
    digest = put_image(store, tmp_path, "tiny:latest", b"12345")
    recipes = [write_recipe(tmp_path, "tiny:latest"), write_recipe(tmp_path, "absent:latest")]
    absent, own, tiny = list_images(store, recipes)
    assert (absent.name, absent.state, absent.size) == ("absent:latest", "missing", None)
    assert (own.name, own.state) == ("own:latest", "built")
    assert (tiny.state, tiny.what, tiny.size, tiny.digest) == ("built", "a file", 5, digest)
    changed = write_recipe(tmp_path, "tiny:latest", script="exit 1\n")
    assert list_images(store, [changed])[-1].state == "changed"
