"""Reading exported images: both formats, and archives made to do harm."""

import gzip
import io
import json
import tarfile
from contextlib import suppress

import pytest

from tui.engine import layers as layers_module
from tui.engine.layers import read_image
from tui.errors import EngineError
from tui.model.facts import LayerFile

File = tuple[str, bytes | str | None]


def tar(*members: File | tarfile.TarInfo, format: int = tarfile.PAX_FORMAT) -> bytes:
    """An archive: bytes make a file, "-> x" a symlink, "=> x" a hard link, None a folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
                continue
            name, what = member
            info = tarfile.TarInfo(name)
            if what is None:
                info.type = tarfile.DIRTYPE
            elif isinstance(what, str):
                info.type = tarfile.SYMTYPE if what.startswith("->") else tarfile.LNKTYPE
                info.linkname = what[3:]
            else:
                info.size = len(what)
            archive.addfile(info, io.BytesIO(what) if isinstance(what, bytes) else None)
    return out.getvalue()


def manifest(*names: str) -> File:
    return "manifest.json", json.dumps([{"Config": "c.json", "RepoTags": None, "Layers": names}]).encode()


def read(archive: bytes, piece: int = 1000) -> tuple[tuple[LayerFile, ...], ...]:
    """Read it in pieces that fit no block."""
    return read_image(archive[at : at + piece] for at in range(0, len(archive), piece)).layers


LOWER = tar(("etc", None), ("etc/motd", b"hello"), ("bin", "-> usr/bin"), ("big", b"x" * 5000))
UPPER = tar(("etc/.wh.motd", b""), ("opt", None), ("opt/.wh..wh..opq", b""), ("new", b"n"))
LOWER_READ = (
    LayerFile("/etc", "folder"),
    LayerFile("/etc/motd", "file", 5, b"hello"),
    LayerFile("/bin", "link"),
    LayerFile("/big", "file", 5000),
)
UPPER_READ = (
    LayerFile("/etc/motd", "gone"),
    LayerFile("/opt", "gone"),
    LayerFile("/opt", "folder"),
    LayerFile("/new", "file", 1, b"n"),
)


def test_the_old_format():
    """One folder a layer, the manifest last, a repeated layer as a link to the first."""
    archive = tar(
        ("c.json", b"{}"),
        ("aa", None), ("aa/VERSION", b"1.0"), ("aa/json", b"{}"), ("aa/layer.tar", LOWER),
        ("bb", None), ("bb/layer.tar", UPPER),
        ("cc", None), ("cc/layer.tar", "-> ../aa/layer.tar"),
        manifest("aa/layer.tar", "bb/layer.tar", "cc/layer.tar"),
        ("repositories", b"{}"),
    )  # fmt: skip
    assert read(archive) == (LOWER_READ, UPPER_READ, LOWER_READ)


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, lambda data: gzip.compress(data[:700]) + gzip.compress(data[700:])]
)
@pytest.mark.parametrize("piece", [100, 512, 1 << 20])
def test_the_new_format(pack, piece):
    """Blobs by digest, plain or gzipped (in one stream or several), the manifest anywhere."""
    archive = tar(
        manifest("blobs/sha256/aa", "blobs/sha256/bb"),
        ("blobs", None), ("blobs/sha256", None),
        ("blobs/sha256/00", b'{"config": true}'),
        ("blobs/sha256/aa", pack(LOWER)), ("blobs/sha256/bb", pack(UPPER)),
        ("index.json", b"{}"), ("oci-layout", b"{}"),
    )  # fmt: skip
    assert read(archive, piece) == (LOWER_READ, UPPER_READ)


@pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_names_and_other_letters(format):
    """In both dialects; a name can't act on the terminal."""
    long = "d/" * 150 + "ünder"
    layer = tar((long, b"1"), ("ev\x1bil\n", b""), ("short", b"2"), format=format)
    assert [each.path for each in read(tar(("l.tar", layer), manifest("l.tar")))[0]] == [
        "/" + long, r"/ev\x1bil\n", "/short",
    ]  # fmt: skip


def test_other_kinds_of_entries():
    """A hard link is the file it names; devices are files without size; "./x" and "/x" are the same."""
    device = tarfile.TarInfo("dev/null")
    device.type = tarfile.CHRTYPE
    layer = tar(("./a", b"1"), ("b", "=> a"), ("/c", "=> nothing"), device, ("x/.wh..wh.plnk", None))
    assert read(tar(("l.tar", layer), manifest("l.tar"))) == (
        (
            LayerFile("/a", "file", 1, b"1"),
            LayerFile("/b", "file", 1, b"1"),
            LayerFile("/c", "file"),
            LayerFile("/dev/null", "file"),
        ),
    )


def test_an_empty_layer():
    """Two blocks of zeros."""
    assert read(tar(("l.tar", bytes(1024)), manifest("l.tar"))) == ((),)


def refused(archive: bytes, words: str) -> None:
    with pytest.raises(EngineError, match=words):
        read(archive)


WHOLE = tar(("l.tar", LOWER), ("z.tar", gzip.compress(LOWER)), manifest("l.tar", "z.tar"))


@pytest.mark.parametrize("length", [0, 100, 512, 700, 1500, 3000, len(LOWER) + 600, len(LOWER) + 1300])
def test_an_archive_that_ends_too_early(length):
    """The engine broke off: never half an image."""
    refused(WHOLE[:length], "can't be read")


def test_every_damaged_byte_is_an_error_or_another_file():
    """Whatever is flipped, reading ends, and with our own error if with any."""
    whole = bytearray(tar(("l.tar", tar(("a", b"1"))), ("z", gzip.compress(tar(("b", b"2")))), manifest("l.tar", "z")))
    for at in (at for at, byte in enumerate(whole) if byte or at % 50 == 0):
        whole[at] ^= 0xFF
        with suppress(EngineError):
            read(bytes(whole), 1 << 20)
        whole[at] ^= 0xFF


@pytest.mark.parametrize("name", ["../etc/passwd", "a/../../b", ".."])
def test_names_that_lead_out(name):
    """No file of an image is called so."""
    refused(tar(("l.tar", tar((name, b"x"))), manifest("l.tar")), "leads out")


def test_names_without_end():
    """Neither those that are too long, nor those that only claim to be."""
    refused(
        tar(
            (
                "l.tar",
                tar(("n" * 5000, b"")),
            ),
            manifest("l.tar"),
        ),
        "too long",
    )
    claim = tarfile.TarInfo("x")
    claim.type, claim.size = tarfile.GNUTYPE_LONGNAME, 8 << 30
    refused(tar(("l.tar", claim.tobuf(tarfile.GNU_FORMAT) + bytes(512)), manifest("l.tar")), "too long")


@pytest.mark.parametrize(
    "record", [b"x path=a\n", b"99 path=a\n", b"2 path=a\n", b"path", b"10 size=-1\n", b"10 size=1e3\n"]
)
def test_damaged_records(record):
    """Lengths and sizes that are none."""
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, len(record)
    layer = header.tobuf() + record.ljust(512, b"\0") + tar(("a", b""))
    refused(tar(("l.tar", layer), manifest("l.tar")), "damaged|no number")


def test_a_negative_size():
    """It would lead back."""
    info = tarfile.TarInfo("x")
    info.size = -512
    refused(tar(("l.tar", info.tobuf(tarfile.GNU_FORMAT)), manifest("l.tar")), "negative")


def test_too_many_files(monkeypatch):
    """Bounded, also over several layers."""
    monkeypatch.setattr(layers_module, "MOST_ENTRIES", 20)
    layer = tar(*((str(n), b"") for n in range(9)))
    assert len(read(tar(("l.tar", layer), manifest("l.tar")))[0]) == 9
    refused(tar(("l.tar", layer), ("m.tar", layer), manifest("l.tar", "m.tar")), "too many")


def test_too_much_to_keep(monkeypatch):
    """Names and small files together."""
    monkeypatch.setattr(layers_module, "MOST_KEPT", 3000)
    refused(tar(("l.tar", tar(*((str(n), b"x" * 1000) for n in range(5)))), manifest("l.tar")), "too many")


def test_a_small_file_that_unpacks_to_a_huge_one(monkeypatch):
    """It is left as soon as it is too large."""
    monkeypatch.setattr(layers_module, "MOST_BYTES", 1 << 20)
    bomb = gzip.compress(tar(("zeros", bytes(8 << 20))))
    refused(tar(("l.tar", bomb), manifest("l.tar")), "too large")


@pytest.mark.parametrize(
    "members",
    [
        [],
        [("manifest.json", b"[]")],
        [("manifest.json", b'{"Layers": []}')],
        [("manifest.json", b'[{"Layers": 3}]')],
        [("manifest.json", b"not json")],
        [("manifest.json", b"[" * 100_000)],
        [manifest("missing.tar")],
        [("l.tar", "-> l.tar"), manifest("l.tar")],
        [("a.tar", "-> b.tar"), ("b.tar", "-> a.tar"), manifest("a.tar")],
        [("zstd", b"\x28\xb5\x2f\xfd" + bytes(600)), manifest("zstd")],
    ],
)
def test_manifests_that_lead_nowhere(members):
    """No manifest, a strange one, layers that are missing, links that turn in circles, a format not known here."""
    refused(tar(*members), "can't be read")
