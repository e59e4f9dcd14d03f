"""What is at a path in the working folder; nothing outside of it is ever looked at."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from tui.model.facts import HostFile

TEXT = 64 * 1024
"""Bytes of a file that are read, at most."""


def host_file(folder: Path, path: str) -> HostFile | None:
    """What is at `path` in `folder`, or None if nothing is. Raises `OSError` if that can't be found out.

    A link counts as what it leads to, unless that is outside of the folder, or nothing.
    """
    place = inside(folder, path, follow=False)
    if place is None:
        return None
    try:
        found = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(found.st_mode):
        target = inside(folder, path)
        if target is None or not target.exists():
            return HostFile("other", owner=found.st_uid)
        place, found = target, target.lstat()
    if stat.S_ISDIR(found.st_mode):
        return HostFile("folder", owner=found.st_uid)
    if not stat.S_ISREG(found.st_mode):
        return HostFile("other", owner=found.st_uid)
    return HostFile("file", found.st_size, found.st_uid, _text(beginning(place, TEXT), cut=found.st_size > TEXT))


def inside(folder: Path, path: str, follow: bool = True) -> Path | None:
    """Where `path` in `folder` leads, or None if that is outside of the folder; `follow` its last part, too."""
    if ".." in Path(path).parts:
        return None
    root = os.path.realpath(folder)
    whole = Path(root, path)
    place = Path(os.path.realpath(whole)) if follow else Path(os.path.realpath(whole.parent), whole.name)
    return place if place.is_relative_to(root) else None


def beginning(place: Path, size: int) -> bytes:
    """The first bytes of a file, by a path without links; none if it may not be read, or is no file any more."""
    try:
        # A pipe put there meanwhile would hold us for ever, and a link would lead anywhere.
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    with open(handle, "rb") as file:  # noqa: PTH123
        return file.read(size) if stat.S_ISREG(os.fstat(handle).st_mode) else b""


def _text(data: bytes, cut: bool) -> str:
    """The bytes as text, or none if they aren't; a character that the cut goes through is left out."""
    if b"\0" in data:
        return ""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
    except UnicodeDecodeError:
        return ""
