"""The docker command for a kit: this machine's own, if it is Debian's, for one that has an engine and no command."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from msgspec import Struct

from tui.kit.sources import Package, packages_in
from tui.kit.unpack import DOCKER

PROGRAM = Path("/usr/bin/docker")
COPYRIGHT = f"{DOCKER}.copyright"
_GLIBC = re.compile(rb"\0GLIBC_([0-9]+)\.([0-9]+)(?=\0)")


class DockerCommand(Struct, frozen=True):
    """Which Debian package it is of. `glibc` is the oldest C library it runs on, empty where it needs none."""

    package: Package
    glibc: str


def put_docker(parts: Path, program: Path = PROGRAM) -> DockerCommand | None:
    """Put it and its licence among a kit's parts; nothing is done where Debian doesn't say whose it is."""
    owner = _told("dpkg-query", "--search", str(program)).partition(":")[0]
    found = next(packages_in(_told("dpkg-query", "--status", owner)), None) if owner else None
    copyright = Path("/usr/share/doc", owner, "copyright")
    if found is None or not copyright.is_file():
        return None
    (parts / DOCKER).parent.mkdir()
    shutil.copyfile(program, parts / DOCKER)
    shutil.copyfile(copyright, parts / COPYRIGHT)
    return DockerCommand(found, _glibc(program))


def _glibc(program: Path) -> str:
    versions = [(int(major), int(minor)) for major, minor in _GLIBC.findall(program.read_bytes())]
    return ".".join(map(str, max(versions))) if versions else ""


def _told(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
