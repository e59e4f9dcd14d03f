"""Where the lab keeps things: the learner's data, the engine's data, sockets, and the shipped course."""

from __future__ import annotations

import os
import stat
import tempfile
import zlib
from pathlib import Path

from platformdirs import PlatformDirs

from tui.errors import SealegsError

_DIRS = PlatformDirs("sealegs", appauthor=False)
_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """A folder that comes with the program: "content" or "dockerfiles" (beside `tui` in a checkout)."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def data() -> Path:
    """The learner's data: progress and history."""
    return _DIRS.user_data_path


def engine_data() -> Path:
    """The private engine's own data root and logs."""
    return _DIRS.user_data_path / "engine"


def engine_name() -> str:
    """The private engine's name on this machine, another one for each place its sockets are: 14 characters."""
    return f"sealegs-{zlib.crc32(bytes(runtime())) & 0xFFFFFF:06x}"


def image_store() -> Path:
    """The course's images, as an OCI image layout."""
    return _DIRS.user_cache_path / "images"


def work_folder() -> Path:
    """The learner's working folder."""
    return Path.home() / "sealegs"


def runtime() -> Path:
    """A folder for sockets and pidfiles that only this user can enter; made if missing.

    Raises `SealegsError` if it exists and belongs to someone else or is open to others.
    """
    base = os.environ.get("XDG_RUNTIME_DIR")
    if base:
        folder = Path(base) / "sealegs"
    elif os.getuid() == 0:
        folder = Path("/run/sealegs")
    else:
        folder = Path(tempfile.gettempdir()) / f"sealegs-{os.getuid()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise SealegsError(
            f"{folder} must be a folder that only you can enter.",
            f"Remove it, or run: chmod 700 {folder}",
        )
    return folder
