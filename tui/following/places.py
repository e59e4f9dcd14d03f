"""Where the sockets of this user's labs are: each lab has its own, named by its process."""

from __future__ import annotations

import os
from pathlib import Path

from tui import paths


def own_socket() -> Path:
    """This lab's. Raises `SealegsError` if there is no safe place for it."""
    return paths.runtime() / f"notes-{os.getpid()}.sock"


def sockets() -> list[Path]:
    """All that are there, of labs that run and of labs that were killed, the newest first."""
    found = []
    for each in paths.runtime_place().glob("notes-*.sock"):
        try:
            found.append((each.lstat().st_mtime_ns, each))
        except OSError:
            continue
    return [each for _, each in sorted(found, reverse=True)]
