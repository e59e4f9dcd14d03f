"""Makes a kit in a checkout: images, wheels, launcher, docker command, licences; the same bytes for the same parts."""

from __future__ import annotations

import hashlib
import io
import platform
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from tui import __version__
from tui.errors import KitError
from tui.images import archive
from tui.images.layout import Store
from tui.kit import wheels
from tui.kit.docker import DockerCommand, put_docker
from tui.kit.manifest import Manifest
from tui.kit.sources import licences
from tui.kit.unpack import DOCKER, FORMAT, IMAGES, MANIFEST, Member

Say = Callable[[str], None]

_HEAD = Path(__file__).with_name("head.sh")
_COPIED = ("lab", "requirements.lock", "LICENSE", "README.md")
_COMPILED = 1.6
"""How much larger installed wheels are than their files: Python compiles them."""


def build(target: Path, checkout: Path, store: Store, pythons: Sequence[str], say: Say) -> Manifest:
    """Write a kit with all images of the store, for these Pythons.

    Raises `KitError` if a part can't be had, `ImageError` if an image is damaged; then `target` is as before.
    """
    for name in (*_COPIED, "pyproject.toml"):
        if not (checkout / name).is_file():
            raise KitError(f"A kit can only be made in a checkout of sealegs; {checkout} has no {name}.")
    try:
        with tempfile.TemporaryDirectory(prefix=".kit-", dir=target.parent) as folder:
            parts = Path(folder, "parts")
            installed = _collect(parts, checkout, store, pythons, say)
            say("writing the kit ...")
            manifest = _describe(parts, store, pythons, installed)
            write(Path(folder, "kit"), parts, manifest)
            Path(folder, "kit").replace(target)
    except OSError as error:
        raise KitError(f"The kit can't be written to {target} ({error}).", "Choose another place.") from error
    return manifest


def _collect(parts: Path, checkout: Path, store: Store, pythons: Sequence[str], say: Say) -> int:
    """Put everything a kit has in it into a folder; gives how many bytes setting up adds to that."""
    shelf = parts / "wheels"
    shelf.mkdir(parents=True)
    archive.save(store, parts / IMAGES)
    say(f"fetching wheels for Python {', '.join(pythons)} ...")
    wheels.fetch(checkout / "requirements.lock", pythons, platform.machine(), shelf)
    wheels.make_own(checkout, shelf)
    for name in _COPIED:
        shutil.copyfile(checkout / name, parts / name)
    shutil.copyfile(_HEAD.with_name("unpack.py"), parts / "unpack.py")
    docker = put_docker(parts)
    say(_about(docker))
    carried, programs = wheels.read(shelf), [docker.package] if docker else []
    (parts / "LICENCES.txt").write_text(licences(carried, store, programs), encoding="utf-8")
    largest = max(sum(wheel.installed for wheel in carried if wheel.fits(python)) for python in pythons)
    return int(largest * _COMPILED) + (parts / IMAGES).stat().st_size


def _about(docker: DockerCommand | None) -> str:
    if docker is None:
        return "no docker command goes along: this machine has none of Debian's."
    needs = f", dynamically linked: it runs on glibc {docker.glibc} or newer" if docker.glibc else ""
    return f"the docker command goes along, {docker.package.name} {docker.package.version}{needs}."


def _describe(parts: Path, store: Store, pythons: Sequence[str], installed: int) -> Manifest:
    return Manifest(
        made_by=f"sealegs {__version__}",
        machine=platform.machine(),
        glibc=wheels.GLIBC,
        pythons=list(pythons),
        images=sorted(store.images()),
        installed=installed,
        members=members_of(parts),
    )


def members_of(parts: Path) -> list[Member]:
    """All files in a folder."""
    members = []
    for file in sorted(each for each in parts.rglob("*") if each.is_file()):
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        members.append(Member(file.relative_to(parts).as_posix(), file.stat().st_size, digest))
    return members


def write(target: Path, parts: Path, manifest: Manifest) -> None:
    """Write a kit of the parts in a folder: the script, then the zip.

    The script's numbers, which have a fixed length, are filled in when they are known.
    """
    text = manifest.model_dump_json(indent=1).encode()
    with target.open("w+b") as out:
        out.write(_head(manifest.pythons, 0, ""))
        with zipfile.ZipFile(out, "w") as packed:
            _add(packed, MANIFEST, io.BytesIO(text))
            for member in manifest.members:
                with (parts / member.path).open("rb") as content:
                    # Of the rest, nothing is worth compressing again.
                    _add(
                        packed,
                        member.path,
                        content,
                        zipfile.ZIP_DEFLATED if member.path == DOCKER else zipfile.ZIP_STORED,
                    )
        size = out.tell()
        out.seek(0)
        out.write(_head(manifest.pythons, size, hashlib.sha256(text).hexdigest()))
    target.chmod(0o644)


def _add(packed: zipfile.ZipFile, name: str, content: BinaryIO, how: int = zipfile.ZIP_STORED) -> None:
    """Add a file without a date."""
    info = zipfile.ZipInfo(name)
    info.compress_type = how
    with packed.open(info, "w", force_zip64=True) as out:
        shutil.copyfileobj(content, out)


def _head(pythons: Sequence[str], size: int, digest: str) -> bytes:
    filled = {
        "FORMAT": str(FORMAT),
        "SIZE": f"{size:012}",
        "DIGEST": f"{digest:0<64}",
        "BYTES": f"{size:<12}",
        "PYTHONS": " ".join(pythons),
        "PROGRAMS": " ".join(f"python{python}" for python in reversed(pythons)),
    }
    text = _HEAD.read_text(encoding="utf-8")
    for name, value in filled.items():
        text = text.replace(f"@{name}@", value)
    return text.encode()
