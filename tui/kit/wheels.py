"""The wheels of a kit: those of the locked dependencies, for every Python there are wheels for, and the lab's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from msgspec import Struct

from tui.errors import KitError
from tui.images.pack import EPOCH

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
GLIBC = "2.28"
"""Older systems have an older Python, too. Wheels for newer ones only are not taken."""
_OLDEST_GLIBC = 17
_FOR_ANY = re.compile(r"-py[0-9.py]*3-none-")


class Wheel(Struct, frozen=True):
    """What a wheel says of itself."""

    file: str
    name: str
    version: str
    licence: str
    installed: int
    """Bytes of its files."""

    def fits(self, python: str) -> bool:
        """Whether a Python ("3.11") can use it."""
        return f"-cp{python.replace('.', '')}-" in self.file or _FOR_ANY.search(self.file) is not None


def fetch(lock: Path, pythons: Sequence[str], machine: str, folder: Path) -> None:
    """Download the wheels of a lock file, each checked against its hash; raises `KitError`."""
    newest = int(GLIBC.partition(".")[2])
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(newest, _OLDEST_GLIBC - 1, -1)]
    platforms += [f"manylinux2014_{machine}", "any"]
    for python in pythons:
        words = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--dest", str(folder)]
        words += ["--implementation", "cp", "--python-version", python]
        words += [word for abi in (f"cp{python.replace('.', '')}", "abi3", "none") for word in ("--abi", abi)]
        words += [word for platform in platforms for word in ("--platform", platform)]
        _pip(f"The wheels for Python {python} can't be had.", "download", *words, "--requirement", str(lock))


def make_own(checkout: Path, folder: Path) -> None:
    """Build the lab's own wheel, the same bytes for the same sources; raises `KitError`."""
    words = ("--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(checkout))
    _pip("The lab's own wheel can't be built.", "wheel", *words)


def read(folder: Path) -> list[Wheel]:
    """All wheels in a folder, by name."""
    return [_read(file) for file in sorted(folder.iterdir())]


def _read(file: Path) -> Wheel:
    with zipfile.ZipFile(file) as wheel:
        (described,) = (name for name in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        about = BytesParser().parsebytes(wheel.read(described), headersonly=True)
        size = sum(each.file_size for each in wheel.infolist())
    return Wheel(file.name, about["Name"], about["Version"], _licence(about), size)


def _licence(about: Message) -> str:
    """The licence as the metadata says it, the newest of three ways first."""
    said = about["License-Expression"] or about["License"]
    named = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier", []) if each.startswith("License ::")]
    return str(said or " and ".join(named) or "see the wheel").splitlines()[0]


def _pip(failed: str, *words: str) -> None:
    command = [sys.executable, "-m", "pip", words[0], "--quiet", "--disable-pip-version-check", *words[1:]]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH)}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        why = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()[-1:]
        raise KitError(failed, " ".join(line.removeprefix("ERROR: ") for line in why))
