"""Kits: what was put in comes out, an interrupted unpacking goes on, and each fault is one sentence."""

import hashlib
import io
import os
import platform
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.image_recipes import put_image
from tui.errors import KitError, UsageError
from tui.images import archive
from tui.images.layout import Store
from tui.kit import build, unpack
from tui.kit.docker import COPYRIGHT, put_docker
from tui.kit.manifest import Manifest, images_in
from tui.verbs.kit import check_kit

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
LAUNCHER = '#!/bin/sh\necho "opened in $(dirname "$0") with $*"\n'


class Namespace:
    """A command line's options."""

    def __init__(self, file: Path) -> None:
        self.file = file


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """What goes into a small kit, its images and unpacker real."""
    parts = tmp_path / "parts"
    (parts / "wheels").mkdir(parents=True)
    (parts / "lab").write_text(LAUNCHER, encoding="utf-8")
    (parts / "wheels" / "some-1-py3-none-any.whl").write_bytes(bytes(range(256)) * 500)
    (parts / "unpack.py").write_bytes(Path(str(unpack.__file__)).read_bytes())
    store = Store(tmp_path / "store")
    put_image(store, tmp_path, "one:latest", b"one")
    archive.save(store, parts / unpack.IMAGES)
    return parts


@pytest.fixture
def make(parts: Path, tmp_path: Path) -> Callable[..., Path]:
    """Make a kit, with changes to its manifest."""

    def make(**changes: object) -> Path:
        values: dict[str, object] = {
            "made_by": "sealegs 1.2",
            "machine": platform.machine(),
            "glibc": "2.2",
            "pythons": [HERE],
            "images": ["one:latest"],
            "installed": 1000,
            "members": build.members_of(parts),
        }
        file = tmp_path / "kit.sh"
        build.write(file, parts, Manifest(**{**values, **changes}))
        return file

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a kit is unpacked; not there yet."""
    return tmp_path / "home" / "sealegs"


def run(file: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`sh kit.sh`, as somebody who has nothing but the file."""
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder.parent)}
    return subprocess.run(["sh", file, *words], env=environment, capture_output=True, text=True, timeout=60)


def refused(file: Path, folder: Path) -> str:
    """What `sh kit.sh` says when it refuses: one line."""
    told = run(file, folder)
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    return told.stderr


def flip(file: Path, where: int) -> None:
    """Damage one byte."""
    data = bytearray(file.read_bytes())
    data[where] ^= 1
    file.write_bytes(data)


def content(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_what_was_put_in_comes_out(make, parts, folder):
    """Whole, the launcher made a program and run; what else was said goes to it."""
    told = run(make(), folder, "--yes", "--engine", "none")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == f"opened in {folder} with --yes --engine none\n"
    unpacked = content(folder)
    assert unpacked.pop("kit.json")
    assert unpacked == content(parts)
    assert os.access(folder / "lab", os.X_OK)


def test_the_docker_command_goes_along_small_and_can_be_run(make, parts, folder, capsys):
    """A program of Debian's, with its licence; one that is of no package doesn't."""
    if (carried := put_docker(parts, Path("/usr/bin/env"))) is None:
        pytest.skip("this is no Debian")
    assert carried.package.name == "coreutils"
    assert re.fullmatch(r"2\.[0-9]+", carried.glibc)
    assert "Licen" in (parts / COPYRIGHT).read_text(encoding="utf-8")
    file = make()
    with zipfile.ZipFile(file) as packed:
        assert packed.getinfo(unpack.DOCKER).compress_size < packed.getinfo(unpack.DOCKER).file_size * 0.7
    run(file, folder, "--unpack")
    assert (folder / unpack.DOCKER).read_bytes() == Path("/usr/bin/env").read_bytes()
    assert os.access(folder / unpack.DOCKER, os.X_OK)
    check_kit(Namespace(file))
    assert "used where a machine has none" in capsys.readouterr().out
    assert put_docker(folder, file) is None


def test_it_can_be_put_elsewhere_and_left_closed(make, tmp_path):
    """`--into` and `--unpack`."""
    told = run(make(), tmp_path / "home" / "sealegs", "--into", str(tmp_path / "else where"), "--unpack")
    lab = tmp_path / "else where" / "lab"
    assert (told.returncode, told.stdout, told.stderr) == (0, f"sealegs: unpacked. To open the lab: sh {lab}\n", "")
    assert lab.is_file()


def test_the_same_parts_give_the_same_kit(make):
    """Two kits can be compared by their digests."""
    first = make().read_bytes()
    assert make().read_bytes() == first


def test_an_interrupted_unpacking_goes_on(make, parts, folder):
    """What is whole stays as it is; what is not, half written or damaged meanwhile, is written anew."""
    file = make()
    run(file, folder, "--unpack")
    whole = folder / unpack.IMAGES
    os.utime(whole, (1, 1))
    (folder / "lab").unlink()
    (folder / "lab.part").write_bytes(b"half")
    flip(folder / "wheels" / "some-1-py3-none-any.whl", 7)
    assert run(file, folder, "--unpack").returncode == 0
    assert whole.stat().st_mtime == 1
    assert content(folder).items() >= content(parts).items()


def test_a_newer_kit_takes_an_older_ones_place(make, parts, folder):
    """Wheels that are not in it go."""
    run(make(), folder, "--unpack")
    (parts / "wheels" / "some-1-py3-none-any.whl").rename(parts / "wheels" / "some-2-py3-none-any.whl")
    run(make(), folder, "--unpack")
    assert [each.name for each in (folder / "wheels").iterdir()] == ["some-2-py3-none-any.whl"]


def test_a_kit_cut_short_is_refused(make, folder):
    """With how much there is, before anything is unpacked."""
    file = make()
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:-20_000])
    assert f"is not whole: it has {size - 20_000} of {size} bytes. Copy it again." in refused(file, folder)
    assert not folder.exists()


@pytest.mark.parametrize("part", ["lab", "images.tar", "unpack.py", "wheels/some-1-py3-none-any.whl", "kit.json"])
def test_a_damaged_part_is_named(part, make, parts, folder):
    """By who runs the kit, and by `kit check`."""
    file = make()
    with zipfile.ZipFile(file) as packed:
        data = packed.read(part)
    flip(file, file.read_bytes().index(data) + len(data) - 1)
    assert f"is damaged at {part}." in refused(file, folder)
    assert not (folder / part).exists()
    assert not list(folder.rglob("*.part"))
    with pytest.raises(KitError, match=f"is damaged at {re.escape(part)}"):
        check_kit(Namespace(file))


def test_too_little_room_is_told_before(make, folder):
    """With what is needed and what is free."""
    told = refused(make(installed=10**15), folder)
    assert re.search(r"not enough room in .*: 1,000,000,000 MB are needed, [0-9,]+ MB are free", told)
    assert not folder.exists()


def test_another_machines_kit_is_refused(make, folder, capsys):
    """In words; `kit check` says the same, and that the kit is whole."""
    file = make(machine="riscv64")
    assert "This kit is for Linux on riscv64; this machine is Linux on" in refused(file, folder)
    assert check_kit(Namespace(file)) == 0
    told = capsys.readouterr().out
    assert "is whole" in told
    assert "this machine  This kit is for Linux on riscv64" in told


def test_an_older_c_library_is_refused(make, folder):
    """Wheels would be refused by pip, and less clearly."""
    assert "needs a system with the C library glibc 99.9 or newer" in refused(make(glibc="99.9"), folder)


def test_a_python_the_kit_has_no_wheels_for_is_refused(make, folder):
    """Old or too new."""
    assert f"needs one of Python 3.1; this machine has {HERE}." in refused(make(pythons=["3.1"]), folder)


def test_what_is_not_a_kit_stays(make, folder):
    """A folder with something else in it is not written into; an empty one is."""
    folder.mkdir(parents=True)
    (folder / "mine").write_text("mine", encoding="utf-8")
    assert "There is something else in" in refused(make(), folder)
    assert content(folder) == {"mine": b"mine"}
    (folder / "mine").unlink()
    assert run(make(), folder, "--unpack").returncode == 0


@pytest.mark.parametrize(
    "data", [b"", b"#!/bin/sh\necho hello\n", bytes(range(256)) * 12], ids=["empty", "a script", "bytes"]
)
def test_what_is_no_kit_is_told(data, tmp_path):
    """In one sentence."""
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(KitError, match="is not a sealegs kit"):
        check_kit(Namespace(tmp_path / "file"))
    with pytest.raises(UsageError, match="There is no file"):
        check_kit(Namespace(tmp_path / "nosuch"))


def test_a_kit_of_another_format_is_told(make):
    """A newer sealegs made it."""
    file = make()
    file.write_bytes(file.read_bytes().replace(b"# sealegs-kit 1 ", b"# sealegs-kit 2 ", 1))
    with pytest.raises(KitError, match="a kit of format 2"):
        check_kit(Namespace(file))


def rewrite(file: Path, name: str, data: bytes, kind: int = zipfile.ZIP_DEFLATED) -> None:
    """Put something else than the manifest says under a name, in a zip that is in order."""
    with zipfile.ZipFile(file) as packed:
        head = file.read_bytes()[: packed.infolist()[0].header_offset]
        members = {info.filename: packed.read(info) for info in packed.infolist()}
    out = io.BytesIO()
    out.write(head)
    with zipfile.ZipFile(out, "w") as packed:
        for each, was in members.items():
            packed.writestr(each, data if each == name else was, kind if each == name else zipfile.ZIP_STORED)
    written = re.sub(rb"(# sealegs-kit 1 )\d{12}", rb"\g<1>%012d" % len(out.getvalue()), out.getvalue(), count=1)
    file.write_bytes(written)


def test_a_bomb_is_stopped_at_the_size_the_manifest_says(make, parts):
    """Whatever the zip says of itself: 50 MB in 50 kB."""
    file, taken = make(), []
    lab = next(member for member in build.members_of(parts) if member.path == "lab")
    rewrite(file, "lab", b"\0" * 50_000_000)
    with file.open("rb") as content, pytest.raises(unpack.BadKit, match="damaged at lab"):
        taken.extend(unpack.Kit(content, "kit").read(lab))
    assert len(b"".join(taken)) <= lab.size + 1


def test_images_are_loaded_from_a_kit_as_from_an_archive(make, parts, tmp_path):
    """The same images, and a damaged one is refused."""
    for number, file in enumerate((make(), parts / unpack.IMAGES)):
        store = Store(tmp_path / f"target{number}")
        with images_in(file) as source:
            assert archive.load(source, str(file), store) == ("one:latest",)
    assert store.images() == Store(tmp_path / "store").images()


def test_damaged_images_are_not_loaded_from_a_kit(make, parts, tmp_path):
    """Also where the damage is in nothing that is looked at."""
    file = make()
    data = (parts / unpack.IMAGES).read_bytes()
    flip(file, file.read_bytes().index(data) + 1000)
    with pytest.raises(KitError, match="is damaged"), images_in(file) as source:
        source.read()


def test_the_head_knows_its_own_size(make):
    """And the manifest's digest."""
    data = make().read_bytes()
    line = data.splitlines()[1].split()
    assert int(line[3]) == len(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert hashlib.sha256(packed.read("kit.json")).hexdigest() == line[4].decode()
