"""Reads a kit, and unpacks it: each part is checked against the manifest; what is there already stays.

A kit is a shell script, then a zip. This file is in every kit and runs there by itself, on a bare Python 3.11: it uses
nothing but the standard library. Names and sizes are those of the manifest, whose digest the script's second line
says; of the zip nothing is believed but where the bytes are, so no path, no link and no size in it can do harm.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

FORMAT = 1
MANIFEST = "kit.json"
IMAGES = "images.tar"
LAUNCHER = "lab"
DOCKER = "bin/docker"
PROGRAMS = (LAUNCHER, DOCKER)
_HEAD = re.compile(rb"#!/bin/sh\n# sealegs-kit ([0-9]{1,4}) ([0-9]{12}) ([0-9a-f]{64})\n")
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*(/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*")
_WORD = re.compile(r"[A-Za-z0-9_.]{1,40}")
"""What of a manifest may be shown."""
_LARGEST_MANIFEST = 1 << 20
_LARGEST = 1 << 50
"""Bytes; whatever is larger is no size."""
_CHUNK = 1 << 20
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)
"""What the zip module says of damage, and of kinds of zips that a kit never is."""


class BadKit(Exception):
    """A kit can't be used, in a sentence; `remedy` says what to do about it."""

    def __init__(self, what: str, remedy: str = "Copy it again.") -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Member:
    """A part of a kit: where it is unpacked to, its size in bytes, and the digest of its content."""

    path: str
    size: int
    sha256: str

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path) or not _is_size(self.size):
            raise ValueError(f"{self.path!r} can't be a part of a kit")


class Kit:
    """A kit's file, open; raises `BadKit` if it is none, or has not all its bytes."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        match = _HEAD.match(file.read(200))
        if match is None:
            raise BadKit(f"{name} is not a sealegs kit.", "Make one: sealegs kit build")
        if int(match[1]) != FORMAT:
            raise BadKit(f"{name} is a kit of format {int(match[1])}.", f"This sealegs knows format {FORMAT}.")
        found, size = file.seek(0, os.SEEK_END), int(match[2])
        if found != size:
            raise BadKit(f"{name} is not whole: it has {found} of {size} bytes.")
        try:
            self._zip = zipfile.ZipFile(file)
        except _UNREADABLE as error:
            raise BadKit(f"{name} is damaged at the list of its parts.") from error
        self.text = b"".join(self._content(MANIFEST, _LARGEST_MANIFEST))
        if hashlib.sha256(self.text).hexdigest() != match[3].decode():
            raise self._damaged(MANIFEST)

    def close(self) -> None:
        """Close the zip, not the file."""
        self._zip.close()

    def read(self, member: Member) -> Iterator[bytes]:
        """A member's content; raises `BadKit` at its end, if not before, where it is not what the manifest says."""
        digest, size = hashlib.sha256(), 0
        for chunk in self._content(member.path, member.size):
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        if size != member.size or digest.hexdigest() != member.sha256:
            raise self._damaged(member.path)

    def open(self, path: str) -> BinaryIO:
        """A member to be read by somebody who checks it."""
        try:
            return self._zip.open(path)  # type: ignore[return-value]
        except _UNREADABLE as error:
            raise self._damaged(path) from error

    def _content(self, path: str, limit: int) -> Iterator[bytes]:
        """What is in the zip under a name, no more than a byte over a limit."""
        left = limit + 1
        try:
            with self._zip.open(path) as content:
                while left and (chunk := content.read(min(_CHUNK, left))):
                    left -= len(chunk)
                    yield chunk
        except _UNREADABLE as error:
            raise self._damaged(path) from error

    def _damaged(self, path: str) -> BadKit:
        return BadKit(f"{self.name} is damaged at {path}.", "Copy it again; what is unpacked already is kept.")


def is_kit(file: Path) -> bool:
    """Whether a file begins as a kit does."""
    with file.open("rb") as content:
        return _HEAD.match(content.read(200)) is not None


def misfit(manifest: dict[str, Any]) -> str:
    """Why a kit is not for this machine, in a sentence; empty if it is."""
    wanted, here = manifest["machine"], platform.machine()
    if sys.platform != "linux" or here != wanted:
        return f"This kit is for Linux on {wanted}; this machine is {platform.system()} on {here}."
    library, version = platform.libc_ver()
    if library != "glibc" or _numbers(version) < _numbers(manifest["glibc"]):
        found = f"{library} {version}".strip() or "another one"
        return f"This kit needs a system with the C library glibc {manifest['glibc']} or newer; this one has {found}."
    return ""


def unpack(kit: Kit, folder: Path) -> None:
    """Unpack a kit into a folder; whatever of it is there whole stays. Raises `BadKit` and OSError.

    A file is seen under its name only when it is whole.
    """
    refusal, members, installed = _understood(kit)
    if refusal:
        raise BadKit(refusal, "Get a kit that was made on a machine like this one.")
    if folder.exists() and not (folder / MANIFEST).exists() and any(folder.iterdir()):
        raise BadKit(f"There is something else in {folder}.", "Choose another folder: --into FOLDER")
    missing = [member for member in members if not _whole(folder / member.path, member)]
    more = 0 if (folder / ".venv").exists() else installed
    _check_room(folder, sum(member.size for member in missing) + more)
    # First of all: by it an unfinished folder is known as a kit's.
    _write(folder / MANIFEST, iter([kit.text]))
    for member in missing:
        _write(folder / member.path, kit.read(member), 0o755 if member.path in PROGRAMS else 0o644)
    for wheel in (folder / "wheels").iterdir():  # an older kit's
        if not any(wheel == folder / member.path for member in members):
            wheel.unlink()


def _understood(kit: Kit) -> tuple[str, list[Member], int]:
    """What a manifest says: why it is not for this machine, its members, and the bytes they need besides. Here is no
    pydantic to read it with."""
    try:
        manifest = json.loads(kit.text)
        members, installed = [Member(**each) for each in manifest["members"]], manifest["installed"]
        if not (_is_size(installed) and all(_WORD.fullmatch(manifest[each]) for each in ("machine", "glibc"))):
            raise ValueError(manifest)
        return misfit(manifest), members, installed
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise BadKit(f"{kit.name}: {MANIFEST} makes no sense.", "Get another kit.") from error


def _is_size(value: object) -> bool:
    return isinstance(value, int) and 0 <= value <= _LARGEST


def _check_room(folder: Path, needed: int) -> None:
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        figures = f"{needed / 1e6:,.0f} MB are needed, {free / 1e6:,.0f} MB are free"
        raise BadKit(f"There is not enough room in {there}: {figures}.", "Make room, or choose a folder: --into FOLDER")


def _whole(file: Path, member: Member) -> bool:
    if file.is_symlink() or not file.is_file() or file.stat().st_size != member.size:
        return False
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == member.sha256


def _write(file: Path, content: Iterator[bytes], mode: int = 0o644) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)  # of one that was interrupted
    try:
        with part.open("xb") as out:
            for chunk in content:
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        part.chmod(mode)
        part.replace(file)
    except BaseException:
        # Half of it would keep a full disk full.
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split("."))


def main(kit: Path, folder: Path) -> str:
    """Unpack; gives what went wrong, in words."""
    try:
        with kit.open("rb") as file, closing(Kit(file, str(kit))) as opened:
            unpack(opened, folder)
    except BadKit as error:
        return f"sealegs: {error}"
    except OSError as error:
        return f"sealegs: {error.filename or kit}: {error.strerror}. What is unpacked already is kept."
    except KeyboardInterrupt:
        return "sealegs: interrupted; the same command goes on from here."
    return ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])) or 0)
