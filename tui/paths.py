"""Where the lab keeps things: the learner's data, the engine's data, sockets, and the shipped course.

SEALEGS_RUNTIME_DIR, where it is set, is the folder for sockets; the kernel allows 107 bytes for a socket's path.
"""

from __future__ import annotations

import os
import stat
import sys
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


def launcher() -> str:
    """What opens the lab, as it is installed here: the ./lab of a checkout or a kit, else `sealegs` itself."""
    return "./lab" if Path(sys.prefix).with_name("lab").is_file() else "sealegs"


def data() -> Path:
    """The learner's data: progress and history."""
    return _DIRS.user_data_path


def progress(course: str) -> Path:
    """The learner's progress in a course, by the course's id."""
    return data() / f"{course}.json"


def commands(course: str) -> Path:
    """The log of the commands typed in a course."""
    return data() / f"{course}.commands.jsonl"


def pace(course: str) -> Path:
    """The time of the class that was taught with a course last."""
    return data() / f"{course}.pace.json"


def settings() -> Path:
    """The file a learner may write settings into."""
    return _DIRS.user_config_path / "settings.toml"


def engine_choice() -> Path:
    """The file that says which engine was chosen in the lab."""
    return data() / "engine-choice"


ROOTFUL = "rootful"
"""The kind of private engine that was the first."""


def engine_data(kind: str) -> Path:
    """A private engine's own data root and logs; each kind has its own."""
    return _DIRS.user_data_path / ("engine" if kind == ROOTFUL else f"engine-{kind}")


def engine_place(kind: str) -> Path:
    """Where a private engine's own sockets are or would be."""
    return runtime_place() if kind == ROOTFUL else runtime_place() / kind


def engine_runtime(kind: str) -> Path:
    """The same place, in a folder that only this user can enter; raises as `runtime`."""
    runtime()
    return engine_place(kind)


def engine_name() -> str:
    """The private engine's name on this machine, another one for each place its sockets are: 14 characters."""
    return f"sealegs-{zlib.crc32(bytes(runtime_place())) & 0xFFFFFF:06x}"


def image_store() -> Path:
    """The course's images, as an OCI image layout."""
    return _DIRS.user_cache_path / "images"


def course_cache() -> Path:
    """Courses as they were last loaded."""
    return _DIRS.user_cache_path / "courses"


def emulator_cache() -> Path:
    """The emulator's declarations, read."""
    return _DIRS.user_cache_path / "emulator"


def work_place() -> Path:
    """Where the learner's working folder is or would be: not the one a checkout of this program is usually in."""
    return Path.home() / "sealegs-work"


def work_folder() -> Path:
    """The learner's working folder; made if missing. Raises `SealegsError` if something else is in its place."""
    folder = work_place()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SealegsError(
            f"Your working folder {folder} can't be made: {error.strerror}.",
            f"Move what is in its place, make it yourself (mkdir {folder}), or set HOME to a folder of yours.",
        ) from error
    return folder


def place_to_work() -> tuple[Path, str]:
    """The learner's working folder; where that can't be made or written, one that won't last, and a sentence about it.

    Raises `SealegsError` if there is no place for that one either.
    """
    try:
        folder = work_folder()
        why = "" if os.access(folder, os.W_OK | os.X_OK) else f"Your working folder {folder} can't be written."
    except SealegsError as error:
        why = error.what
    if not why:
        return folder, ""
    passing = _own_folder(Path(tempfile.gettempdir()) / f"sealegs-work-{os.getuid()}", "TMPDIR", "the lab's work")
    return passing, f"{why} You work in {passing} for now, which won't last: copy what you want to keep."


def runtime() -> Path:
    """A folder for sockets and pidfiles that only this user can enter; made if missing.

    Raises `SealegsError` if it can't be made, belongs to someone else or is open to others.
    """
    return _own_folder(runtime_place(), "SEALEGS_RUNTIME_DIR", "the lab's sockets")


def _own_folder(folder: Path, variable: str, purpose: str) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise SealegsError(
            f"The folder {folder} for {purpose} can't be made: {error.strerror}.",
            f"Set {variable} to a folder that you can make.",
        ) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        mend = f"run: chmod 700 {folder}" if found.st_uid == os.getuid() else f"set {variable} to another folder"
        raise SealegsError(f"{folder} must be a folder that only you can enter.", f"Remove it, or {mend}")
    return folder


def _is_own(session: Path) -> bool:
    """Whether a session's folder is this user's alone. `su` and `sudo -u` may leave the variable as it was for another
    one, and who can write there can put other sockets in the place of ours."""
    try:
        found = session.stat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and not found.st_mode & 0o022


def runtime_place() -> Path:
    """Where sockets go, be it there or not.

    Root's engine outlives its sessions, and root's XDG_RUNTIME_DIR ends with the last of them.
    """
    said = os.environ.get("SEALEGS_RUNTIME_DIR")
    if said:
        return Path(said).absolute()
    if os.getuid() == 0:
        return Path("/run/sealegs")
    session = os.environ.get("XDG_RUNTIME_DIR")
    if session and _is_own(Path(session)):
        return Path(session) / "sealegs"
    return Path(tempfile.gettempdir()) / f"sealegs-{os.getuid()}"


def free_name(path: Path, word: str) -> Path:
    """A name beside `path` that nothing has, for what is kept aside: notes.txt.yours, notes.txt.yours2 …"""
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.{word}{number if number > 1 else ''}")
        if not (aside.exists() or aside.is_symlink()):
            return aside
        number += 1
