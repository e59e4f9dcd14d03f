"""Who listens on a port of this machine, as far as the kernel tells it to this user (Linux's /proc; proc(5))."""

from __future__ import annotations

import pwd
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
_LISTENS = "0A"


def holder(port: int) -> str:
    """The program that listens on a TCP port, or whose it is; empty if nobody seems to, or nothing is told."""
    for inode, user in _listening(port):
        return _program(inode) or f"a program of {_name(user)}"
    return ""


def _listening(port: int) -> Iterator[tuple[str, int]]:
    """The inode and the user of each socket."""
    for table in ("tcp", "tcp6"):
        try:
            lines = (PROC / "net" / table).read_text(encoding="utf-8").splitlines()[1:]
        except OSError:
            continue
        for fields in map(str.split, lines):
            if fields[3] == _LISTENS and int(fields[1].rpartition(":")[2], 16) == port:
                yield fields[9], int(fields[7])


def _program(inode: str) -> str:
    """The process that has a socket; of others' processes nothing is told but to root."""
    for process in PROC.iterdir():
        if process.name.isdecimal():
            with suppress(OSError):
                if any(str(each.readlink()) == f"socket:[{inode}]" for each in (process / "fd").iterdir()):
                    name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
                    return f"{name}, process {process.name}"
    return ""


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"the user {user}"
