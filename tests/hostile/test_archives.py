"""Archives made to do harm: a kit is refused with the store as it was, an image that can't be read is told of; soon."""

import hashlib
import io
import shutil
import tarfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile.odd import corpus, fit_to_be_told, unfit
from tests.unit.image_recipes import put_image
from tui.engine.layers import read_image
from tui.errors import EngineError, ImageError
from tui.images.archive import load, save
from tui.images.layout import Store

DIGEST = "a" * 64
BLOB = f"blobs/sha256/{DIGEST}"
NAMES = [
    "/etc/passwd",
    "../../up",
    "blobs/../../x",
    "blobs/sha256/../../../x",
    BLOB,
    BLOB + "/",
    "index.json",
    "./index.json",
    "blobs",
    "oci-layout",
    "manifest.json",
    "a\x1b[2Jb",
    "\u202ex",
    "n" * 300,
    "",
    ".",
    "blobs/sha256/" + "A" * 64,
]
KINDS = [
    tarfile.SYMTYPE,
    tarfile.LNKTYPE,
    tarfile.CHRTYPE,
    tarfile.BLKTYPE,
    tarfile.FIFOTYPE,
    tarfile.DIRTYPE,
    tarfile.CONTTYPE,
    tarfile.GNUTYPE_SPARSE,
    tarfile.REGTYPE,
    tarfile.AREGTYPE,
    b"Z",
]


class Place:
    """A store with an image, a good kit, and a folder around both that nothing may be written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "store")
        put_image(self.store, folder, "own:latest", b"own")
        other = Store(folder / "other")
        put_image(other, folder, "one:latest", b"one" * 9000)
        self.kit = folder / "kit.tar"
        save(other, self.kit)
        self.good = self.kit.read_bytes()
        end = self.good.rstrip(b"\0")
        self.body = end + bytes(-len(end) % 512)
        """Without the end of the archive."""
        shutil.copytree(self.store.folder, folder / "as it was")
        self.before = self.files()

    def files(self) -> dict[str, bytes]:
        kept = [each for each in self.store.folder.rglob("*") if each.is_file() and each.name != ".lock"]
        return {str(each): each.read_bytes() for each in kept}

    def load(self, data: bytes, *, may_be_good: bool = False) -> None:
        """Load a kit; it must be refused in a sentence, with all as it was, unless it may be good."""
        self.kit.write_bytes(data)
        try:
            with self.kit.open("rb") as source:
                load(source, self.kit.name, self.store)
        except ImageError as error:
            fit_to_be_told(error)
            assert_same(self.files(), self.before)
        else:
            shutil.rmtree(self.store.folder)
            shutil.copytree(self.folder / "as it was", self.store.folder)
            assert may_be_good, "it was taken"


def assert_same(found: dict[str, bytes], before: dict[str, bytes]) -> None:
    """Without pytest's comparison, which takes minutes."""
    different = {name for name in found.keys() | before.keys() if found.get(name) != before.get(name)}
    assert different == set()


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with TemporaryDirectory() as folder:
        yield Place(Path(folder))


def member(name: str, kind: bytes = tarfile.REGTYPE, data: bytes = b"", link: str = "", **pax: str) -> bytes:
    """One member as bytes, as an archive has it in its middle."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.pax_headers = kind, link, pax
    info.size = len(data)
    header = info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
    return header + data + b"\0" * (-len(data) % 512)


@given(
    st.sampled_from(NAMES), st.sampled_from(KINDS), st.sampled_from(["", "/etc/passwd", "../..", BLOB]), st.booleans()
)
def test_members_of_any_kind_and_name(place, name, kind, link, first):
    """Before the good ones or behind them."""
    odd = member(name, kind, b"x" if kind in (tarfile.REGTYPE, b"Z") else b"", link)
    place.load(odd + place.good if first else place.body + odd + bytes(1024), may_be_good=True)
    assert not (place.folder.parent / "up").exists()


@given(st.data())
def test_a_kit_with_other_bytes_in_it(place, data):
    """Anywhere, most of all in headers and JSON."""
    damaged = bytearray(place.good)
    for _ in range(data.draw(st.integers(1, 4))):
        block = data.draw(st.integers(0, len(damaged) // 512 - 1)) * 512
        at = block + data.draw(st.integers(0, 511))
        damaged[at : at + 1] = data.draw(st.binary(min_size=1, max_size=1))
    place.load(bytes(damaged), may_be_good=True)


@given(st.integers(0, 50_000))
def test_a_kit_that_ends_early(place, size):
    place.load(place.good[: size % len(place.body)])


@given(st.binary(max_size=2000))
def test_what_is_no_kit(place, data):
    place.load(data)


def test_a_kit_twice_in_one_file_is_refused_or_the_same(place):
    """The last member of a name counts, and is checked."""
    place.load(place.body + place.good, may_be_good=True)


def sparse_bomb() -> bytes:
    """Nothing, that is said to be a terabyte of zeros."""
    size = str(1 << 40)
    return member(
        BLOB,
        data=b"1\n0\n0\n".ljust(512, b"\0"),
        **{
            "GNU.sparse.major": "1",
            "GNU.sparse.minor": "0",
            "GNU.sparse.name": BLOB,
            "GNU.sparse.realsize": size,
        },
    )


def many_headers() -> bytes:
    """Headers that each are about the next one; a reader that calls itself for each has no end."""
    return b"".join(member("x", tarfile.XHDTYPE, b"15 path=blobs/x"[:-1] + b"\n") for _ in range(3000))


BOMBS: dict[str, Callable[[], bytes]] = {
    "a terabyte of zeros": sparse_bomb,
    "headers without end": many_headers,
    "a name of megabytes": lambda: member("n" * (8 << 20)),
    "a name of escapes": lambda: member("\x1b[2J" * 50_000),
    "an index of megabytes": lambda: member("index.json", data=b"[" * (8 << 20)),
    "an index that is deep": lambda: member("index.json", data=b"[" * 100_000),
    "a number without end": lambda: member("oci-layout", data=b'{"imageLayoutVersion": ' + b"9" * 100_000 + b"}"),
    "a size that is negative": lambda: member(BLOB, **{"size": "-512"}),
    "a size that is none": lambda: member(BLOB, **{"size": "x"}),
    "a size beyond all disks": lambda: member(BLOB, **{"size": "9" * 30}),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_bombs(place, bomb):
    """Little memory, little time, and nothing on the disk."""
    data = place.body + bomb() + bytes(1024)
    tracemalloc.start()
    begun = time.monotonic()
    try:
        place.load(data)
        assert time.monotonic() - begun < 5
        assert tracemalloc.get_traced_memory()[1] < 60 << 20
    finally:
        tracemalloc.stop()


def test_a_manifest_of_megabytes_is_not_read(place):
    """Its digest is right, and the index says that it is a manifest."""
    data = b" " * (80 << 20)
    digest = hashlib.sha256(data).hexdigest()
    index = (
        '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"x",'
        f'"digest":"sha256:{digest}","size":{len(data)},"annotations":{{"io.containerd.image.name":"docker.io/library/a:1"}}}}]}}'
    )
    parts = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}', "index.json": index.encode(), "manifest.json": b"[]"}
    parts[f"blobs/sha256/{digest}"] = data
    kit = b"".join(member(name, data=part) for name, part in parts.items()) + bytes(1024)
    tracemalloc.start()
    try:
        place.load(kit)
        assert tracemalloc.get_traced_memory()[1] < 30 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("file", corpus("archives"), ids=lambda file: file.name)
def test_archives_that_were_kept(place, file):
    place.load(file.read_bytes())


LAYER = io.BytesIO()
with tarfile.open(fileobj=LAYER, mode="w") as made:
    for name in ("etc/motd", "etc/.wh.gone", "usr/bin/x"):
        made.addfile(tarfile.TarInfo(name))
IMAGE = (
    member("x/layer.tar", data=LAYER.getvalue())
    + member("manifest.json", data=b'[{"Config": "c.json", "Layers": ["x/layer.tar"]}]')
    + bytes(1024)
)


def read(data: bytes) -> None:
    with suppress(EngineError):
        assert unfit([[file.path for file in layer] for layer in read_image([data]).layers]) == []


@given(st.data())
@example(None)
def test_an_exported_image_with_other_bytes_in_it(data):
    """From an engine, which exports what anyone put into an image."""
    damaged = bytearray(IMAGE)
    for _ in range(data.draw(st.integers(1, 6)) if data else 0):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(damaged))


@given(st.sampled_from(NAMES), st.sampled_from(KINDS), st.sampled_from(NAMES))
def test_an_exported_image_with_any_member(name, kind, link):
    read(member(name, kind, b"", link) + IMAGE)
    read(member("x/layer.tar", data=member(name, kind, b"", link) + LAYER.getvalue()) + IMAGE)


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_in_an_exported_image(bomb):
    begun = time.monotonic()
    read(bomb() + IMAGE)
    assert time.monotonic() - begun < 5
