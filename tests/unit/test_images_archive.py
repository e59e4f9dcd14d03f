"""Image archives: what was saved is what is loaded, and one that is not right changes nothing."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.image_recipes import put_image
from tui.errors import ImageError
from tui.images import archive
from tui.images.layout import Store

Members = dict[str, bytes]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with two images."""
    store = Store(tmp_path / "store")
    put_image(store, tmp_path, "one:latest", b"one")
    put_image(store, tmp_path, "two:2", b"two" * 50_000)
    return store


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    """An archive of the two."""
    archive.save(store, tmp_path / "images.tar")
    return tmp_path / "images.tar"


@pytest.fixture
def target(tmp_path: Path) -> Store:
    """Where an archive is loaded: a store that already has an image."""
    target = Store(tmp_path / "target")
    put_image(target, tmp_path, "own:latest", b"own")
    return target


def load(file: Path, store: Store) -> tuple[str, ...]:
    with file.open("rb") as source:
        return archive.load(source, str(file), store)


def content(store: Store) -> Members:
    files = [path for path in store.folder.rglob("*") if path.is_file() and path.name != ".lock"]
    return {str(path.relative_to(store.folder)): path.read_bytes() for path in files}


def rewrite(file: Path, change: Callable[[Members], None], *extra: tarfile.TarInfo) -> None:
    """Write an archive again with its members changed, and with members of other kinds after them."""
    with tarfile.open(file) as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar}
    change(members)
    with tarfile.open(file, "w") as tar:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        for member in extra:
            tar.addfile(member)


def layer(store: Store, name: str = "one:latest") -> str:
    return store.manifest(store.images()[name]).layers[0].digest


def member(digest: str) -> str:
    return f"blobs/sha256/{digest.removeprefix('sha256:')}"


def refused(file: Path, target: Store) -> ImageError:
    """The error of loading an archive, which must leave the store as it was."""
    before = content(target)
    with pytest.raises(ImageError) as error:
        load(file, target)
    assert content(target) == before
    return error.value


def test_what_was_saved_is_what_is_loaded(store: Store, file: Path, target: Store) -> None:
    """Digests and all; images of other names stay."""
    assert load(file, target) == ("one:latest", "two:2")
    assert target.images().items() >= store.images().items()
    assert "own:latest" in target.images()


def test_an_archive_is_a_docker_archive_too(store: Store, file: Path) -> None:
    """manifest.json names each image, and its config and layers by their place in the same tar."""
    with tarfile.open(file) as tar:
        names = tar.getnames()
        entries = json.load(tar.extractfile("manifest.json"))
    assert [entry["RepoTags"] for entry in entries] == [["one:latest"], ["two:2"]]
    assert entries[0]["Layers"] == [member(layer(store))]
    assert {entry["Config"] for entry in entries} <= set(names)


def test_the_same_images_give_the_same_archive(store: Store, file: Path, tmp_path: Path) -> None:
    """Two archives can be compared by their digests."""
    archive.save(store, tmp_path / "again.tar")
    assert (tmp_path / "again.tar").read_bytes() == file.read_bytes()


def test_an_archive_is_replaced_in_one_go(store: Store, file: Path, tmp_path: Path) -> None:
    """Who is copying the old archive while a new one is saved gets the old one whole."""
    before = file.read_bytes()
    with file.open("rb") as old:
        put_image(store, tmp_path, "three:3", b"three")
        archive.save(store, file)
        assert old.read() == before
    assert file.read_bytes() != before


def test_a_damaged_blob_is_named(store: Store, file: Path, target: Store) -> None:
    """One wrong byte is found."""
    digest = layer(store)

    def flip(members: Members) -> None:
        data = members[member(digest)]
        members[member(digest)] = data[:-1] + bytes([data[-1] ^ 1])

    rewrite(file, flip)
    assert digest in refused(file, target).what


def test_a_missing_blob_is_named(store: Store, file: Path, target: Store) -> None:
    """An archive that lacks a layer is no archive."""
    digest = layer(store)
    rewrite(file, lambda members: members.pop(member(digest)) and None)
    assert digest in refused(file, target).what


def special(name: str, kind: bytes, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.mark.parametrize(
    "extra",
    [
        special("../evil", tarfile.REGTYPE),
        special("/etc/evil", tarfile.REGTYPE),
        special("blobs/sha256/../../evil", tarfile.REGTYPE),
        special("blobs/sha256/" + "0" * 63, tarfile.REGTYPE),
        special("blobs/sha256/" + "0" * 64 + "/../../evil", tarfile.REGTYPE),
        special("blobs/sha256/" + "0" * 64, tarfile.SYMTYPE, "/etc/passwd"),
        special("blobs/sha256/" + "0" * 64, tarfile.LNKTYPE, "index.json"),
        special("blobs/sha256/" + "0" * 64, tarfile.FIFOTYPE),
        special("blobs/sha256/" + "0" * 64, tarfile.DIRTYPE),
        special("index.json", tarfile.SYMTYPE, "/etc/passwd"),
        special("notes.txt", tarfile.REGTYPE),
    ],
    ids=lambda info: f"{info.name[:24]}-{info.type.decode()}",
)
def test_what_an_archive_never_holds_is_refused(extra: tarfile.TarInfo, file: Path, target: Store) -> None:
    """Paths that leave the store, links, devices and files of other names are refused by name."""
    rewrite(file, lambda members: None, extra)
    assert repr(extra.name) in refused(file, target).what


def change_index(file: Path, key: str, value: object) -> None:
    """Change a field of the first image in an archive's index."""

    def change(members: Members) -> None:
        index = json.loads(members["index.json"])
        index["manifests"][0][key] = value
        members["index.json"] = json.dumps(index).encode()

    rewrite(file, change)


@pytest.mark.parametrize("name", ["", "docker.io/library/../x:1", "docker.io/library/\x1b[2J:1"])
def test_an_image_needs_a_name(name: str, file: Path, target: Store) -> None:
    """Names from outside are names, or the archive is refused."""
    change_index(file, "annotations", {"io.containerd.image.name": name})
    error = refused(file, target)
    assert "no name" in error.what
    assert "\x1b" not in error.what


def test_an_archive_for_other_machines_is_refused(file: Path, target: Store) -> None:
    """Better now than "exec format error" at the first container."""
    change_index(file, "platform", {"architecture": "riscv64", "os": "linux"})
    assert "riscv64" in refused(file, target).what


def test_a_wrong_size_is_refused(file: Path, target: Store) -> None:
    """What the index says of a blob must be so."""
    change_index(file, "size", 1)
    assert "another size" in refused(file, target).what


@pytest.mark.parametrize("missing", ["oci-layout", "index.json", "manifest.json"])
def test_a_tar_of_something_else_is_not_an_archive(missing: str, file: Path, target: Store) -> None:
    """Each of the three files that make an archive is needed."""
    rewrite(file, lambda members: members.pop(missing) and None)
    assert missing in refused(file, target).what


@pytest.mark.parametrize("data", [b"", b"not a tar at all" * 100])
def test_a_file_that_is_no_tar_is_refused(data: bytes, file: Path, target: Store) -> None:
    """By name, in one sentence."""
    file.write_bytes(data)
    assert str(file) in refused(file, target).what


def test_an_archive_cut_short_is_refused(file: Path, target: Store) -> None:
    """A download that broke off changes nothing."""
    file.write_bytes(file.read_bytes()[:-20_000])
    refused(file, target)


def test_an_empty_store_has_no_archive(tmp_path: Path) -> None:
    """Saving nothing is a mistake, and writes no file."""
    with pytest.raises(ImageError, match="no images to save"):
        archive.save(Store(tmp_path / "empty"), tmp_path / "images.tar")
    assert not (tmp_path / "images.tar").exists()


def test_a_damaged_store_is_not_saved(store: Store, file: Path) -> None:
    """The blob is named; the archive that was there before stays, and nothing else is left beside it."""
    before, beside = file.read_bytes(), set(file.parent.iterdir())
    digest = layer(store)
    data = store.blob(digest).read_bytes()
    store.blob(digest).write_bytes(b"x" * len(data))
    with pytest.raises(ImageError, match=digest):
        archive.save(store, file)
    assert file.read_bytes() == before
    assert set(file.parent.iterdir()) == beside


def test_a_place_that_cannot_be_written_is_named(store: Store, tmp_path: Path) -> None:
    """A folder that does not exist is an error for people."""
    with pytest.raises(ImageError, match="nosuch"):
        archive.save(store, tmp_path / "nosuch" / "images.tar")
