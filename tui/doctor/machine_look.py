"""Looks at this machine: memory, disks, folders, the terminal, this Python. Changes nothing, makes no folder."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tui import paths
from tui.doctor.facts import EngineFacts, Folder, Memory, Python, Room, Terminal, Unknown
from tui.errors import SealegsError

MB = 1_000_000
ENGINE_NEEDS, WORK_NEEDS, STORE_NEEDS = 1500 * MB, 400 * MB, 150 * MB
"""What the shipped course needs at most: 1,000 MB of images, layers and contexts were measured in the engine, 257 MB in
the working folder, 52 MB in the image store, which wants room to build in."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def memory() -> Memory:
    """What there is. Where /proc doesn't tell what is available, all counts as such."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
        said = {name: int(value.split()[0]) * 1024 for name, _, value in (line.partition(":") for line in lines)}
        return Memory(said["MemAvailable"], said["MemTotal"])
    except (OSError, KeyError):
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return Memory(total, total)


def rooms(engine: EngineFacts | Unknown) -> tuple[Room, ...]:
    """Free space where data goes. An engine on another machine, or in a virtual one, keeps its own."""
    places = [("your files", paths.work_place(), WORK_NEEDS), ("the course's images", paths.image_store(), STORE_NEEDS)]
    if isinstance(engine, EngineFacts) and engine.data:
        places.append(("the engine", engine.data, ENGINE_NEEDS))
    found = []
    for purpose, path, needed in places:
        there = _nearest(path)
        found.append(Room(purpose, path, there.stat().st_dev, shutil.disk_usage(there).free, needed))
    return tuple(found)


def folders() -> tuple[Folder, ...]:
    """The folders the lab writes to, and whether it can."""
    return tuple(_folders())


def _folders() -> Iterator[Folder]:
    for purpose, path, vital in (
        ("your files", paths.work_place(), True),
        ("your progress", paths.data(), False),
        ("the course's images", paths.image_store(), False),
    ):
        yield Folder(purpose, path, _trouble(path), vital)
    yield Folder("sockets", paths.runtime_place(), _trouble_with_sockets(paths.runtime_place()))


def _trouble(path: Path) -> str:
    """Why nothing can be written to a folder that is there, or could be made; empty if it can."""
    there = _nearest(path)
    if not there.is_dir():
        return f"{there} is no folder"
    if not os.access(there, os.W_OK | os.X_OK):
        readonly = os.statvfs(there).f_flag & os.ST_RDONLY
        return f"{there} is read-only" if readonly else f"you may not write to {there}"
    return ""


def _trouble_with_sockets(path: Path) -> str:
    """The same for the folder that must be this user's alone."""
    if not path.exists():
        return _trouble(path)
    try:
        paths.runtime()
    except SealegsError as error:
        return error.what.rstrip(".")
    return ""


def _nearest(path: Path) -> Path:
    """The path itself, or of the folders it is in the first that is there."""
    return next(each for each in (path, *path.parents) if os.path.lexists(each))


def terminal() -> Terminal:
    """The terminal that this was run in, wherever our output goes."""
    environment = os.environ
    inside = next((name for name, sign in (("tmux", "TMUX"), ("screen", "STY")) if environment.get(sign)), "")
    return Terminal(
        size=_size(),
        term=environment.get("TERM", ""),
        colours=_colours(environment.get("TERM", ""), environment.get("COLORTERM", "")),
        no_color=bool(environment.get("NO_COLOR")),
        inside=inside,
    )


def _size() -> tuple[int, int] | None:
    try:
        descriptor = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return None
    try:
        columns, rows = os.get_terminal_size(descriptor)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return columns, rows


def _colours(term: str, colorterm: str) -> int:
    """How many the lab would use: it goes by the same names."""
    if colorterm in ("truecolor", "24bit"):
        return 1 << 24
    return 256 if term.rpartition("-")[2] in ("256color", "kitty") else 16


def python() -> Python:
    """This one."""
    return Python(sys.version_info[:3], sys.prefix, sys.prefix != sys.base_prefix, tuple(_missing()))


def _missing() -> Iterator[str]:
    """The packages that the lab was installed to have, and that are gone; none where it was not installed at all."""
    try:
        wanted = importlib.metadata.requires("sealegs") or []
    except importlib.metadata.PackageNotFoundError:
        return
    for each in wanted:
        if (name := _NAME.match(each)) and "extra ==" not in each:
            try:
                importlib.metadata.version(name[0])
            except importlib.metadata.PackageNotFoundError:
                yield name[0]
