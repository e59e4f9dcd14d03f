"""Kits that are damaged or made to do harm: a sentence or a whole part, and nothing beside the folder; soon."""

import contextlib
import hashlib
import io
import json
import platform
import shutil
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile.odd import fit_to_be_told, json_values, spoilt, unfit
from tui.errors import KitError
from tui.kit import unpack
from tui.kit.manifest import damages, images_in, manifest_of, opened

PARTS = {"lab": b"#!/bin/sh\n", "images.tar": b"no images", "wheels/a-1-py3-none-any.whl": bytes(5000)}
MANIFEST: dict[str, Any] = {
    "format": 1,
    "made_by": "sealegs 1.2",
    "machine": platform.machine(),
    "glibc": "2.2",
    "pythons": [f"{sys.version_info[0]}.{sys.version_info[1]}"],
    "images": ["one:latest"],
    "installed": 1000,
    "members": [
        {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for path, data in PARTS.items()
    ],
}
PATHS = ("../up", "/tmp/up", "a/../../up", "kit.json", "lab", "lab/x", "wheels", "", ".", "~", "a\0b", "n" * 300, "-rf")


def kit_of(manifest: bytes, parts: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A kit whose first lines are true of it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as out:
        for path, data in {"kit.json": manifest, **parts}.items():
            out.writestr(zipfile.ZipInfo(path), data, compression)
    digest = hashlib.sha256(manifest).hexdigest()
    size = len(f"#!/bin/sh\n# sealegs-kit 1 {0:012} {digest}\n") + len(packed.getvalue())
    return f"#!/bin/sh\n# sealegs-kit 1 {size:012} {digest}\n".encode() + packed.getvalue()


GOOD = kit_of(json.dumps(MANIFEST).encode(), PARTS)


class Place:
    """A folder to unpack into, with things around it that must stay."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file, self.around = folder / "home" / "sealegs", folder / "kit.sh", folder

    def take(self, data: bytes) -> str:
        """Do with a kit all that can be done with one; what unpacking it says."""
        self.file.write_bytes(data)
        shutil.rmtree(self.folder.parent, ignore_errors=True)
        said = unpack.main(self.file, self.folder)
        assert unfit(said) == []
        assert "\n" not in said
        try:
            with opened(self.file) as kit:
                damages(kit, manifest := manifest_of(kit))
                unpack.misfit(manifest.model_dump())
        except KitError as error:
            fit_to_be_told(error)
        with contextlib.suppress(KitError), images_in(self.file) as images:
            images.read(100)
        assert {each.name for each in self.around.iterdir()} <= {"home", "kit.sh"}
        assert {each.name for each in self.folder.parent.glob("*")} <= {"sealegs"}
        return said

    @property
    def found(self) -> dict[str, bytes]:
        files = [each for each in self.folder.rglob("*") if each.is_file()]
        return {str(each.relative_to(self.folder)): each.read_bytes() for each in files}


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with TemporaryDirectory() as folder:
        yield Place(Path(folder))


def test_a_good_one(place):
    assert place.take(GOOD) == ""
    assert {path: place.found[path] for path in PARTS} == PARTS


@given(spoilt(MANIFEST))
@example({**MANIFEST, "glibc": "9" * 5000 + ".1"})
@example({**MANIFEST, "members": []})
@example({**MANIFEST, "members": [{**MANIFEST["members"][0], "path": "kit.json/x"}]})
def test_a_manifest_of_nearly_the_right_shape(place, manifest):
    """Of which the first lines are true: whoever made the kit made it so."""
    place.take(kit_of(json.dumps(manifest).encode(), PARTS))


@given(st.one_of(json_values.map(lambda value: json.dumps(value).encode()), st.binary(max_size=60)))
@example(b"[" * 100_000)
@example(b"9" * 5000)
def test_a_manifest_of_any_shape(place, manifest):
    assert place.take(kit_of(manifest, PARTS))


@given(st.sampled_from(PATHS), st.booleans())
def test_a_part_of_any_path(place, path, is_said):
    """Whether only the zip has it, or the manifest too."""
    member = {"path": path, "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    manifest = {**MANIFEST, "members": [*MANIFEST["members"], *([member] if is_said else [])]}
    said = place.take(kit_of(json.dumps(manifest).encode(), {**PARTS, path: b"x"}))
    if not is_said and path not in {*PARTS, "kit.json"}:
        assert said == ""
        assert set(place.found) == {*PARTS, "kit.json"}


@given(st.data())
def test_one_with_other_bytes_in_it(place, data):
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + 1] = data.draw(st.binary(min_size=1, max_size=1))
    place.take(bytes(damaged))
    # Whatever is there under its name is whole.
    assert all(place.found[path] == PARTS[path] for path in place.found if path in PARTS)


@given(st.integers(0, len(GOOD) - 1))
def test_one_that_ends_early(place, size):
    assert place.take(GOOD[:size])
    assert place.found == {}


@given(st.binary(max_size=300), st.booleans())
def test_what_is_none(place, data, headed):
    """Also behind first lines that are true."""
    head = f"#!/bin/sh\n# sealegs-kit 1 {len(data) + 91:012} {'0' * 64}\n".encode()
    assert place.take(head + data if headed else data)


@pytest.mark.parametrize("path", ["kit.json", "images.tar"])
def test_a_bomb(place, path):
    """A part that unpacks to a thousand times what it is: no more of it is read than the manifest says."""
    manifest = json.dumps(MANIFEST).encode()
    bomb = kit_of(manifest, {**PARTS, "images.tar": b""}, zipfile.ZIP_DEFLATED)
    zeros = bytes(100 << 20)
    made = kit_of(zeros, PARTS, zipfile.ZIP_DEFLATED) if path == "kit.json" else kit_of(
        manifest, {**PARTS, path: zeros}, zipfile.ZIP_DEFLATED
    )  # fmt: skip
    del zeros
    assert len(made) < 200_000 > len(bomb)
    tracemalloc.start()
    try:
        begun = time.monotonic()
        assert "damaged" in place.take(made)
        assert time.monotonic() - begun < 5
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()
