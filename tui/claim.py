"""Says which lab may write: one at a time has the claim on a file, and it is over with the process, however that ends.

It is a lock of the kernel's on a file beside it, NAME.lock, which is never stale. Where the file system knows no locks,
as some in a network, it is a symlink NAME.held that leads to "host:process:start". The rule for a stale one: it was
made on this host, and no process of that number and start runs here; then it is taken over. Whether a process of
another host runs, nobody can know: its claim stands until a person removes the symlink, and `Taken` says which.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from tui.errors import ProgressError

_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
"""What file systems say that know none."""
_TRIES = 3
"""How often a stale symlink is taken away; somebody else may be at it too."""


class Taken(Exception):
    """Another process has the claim; the text is a sentence of who it is, as far as is known."""


class Mark(Struct, frozen=True):
    """A process, told from all others; `start` is empty where it can't be known."""

    host: str
    process: str
    start: str

    def __str__(self) -> str:
        return f"{self.host}:{self.process}:{self.start}"

    @property
    def gone(self) -> bool:
        """Whether the process is known to have ended."""
        if self.host != os.uname().nodename or not self.process.isdecimal():
            return False
        try:
            os.kill(int(self.process), 0)
        except (ProcessLookupError, OverflowError):
            return True
        except PermissionError:
            pass
        # Another process may have its number by now.
        return bool(self.start) and _start(self.process) not in ("", self.start)


class Claim:
    """A claim that was taken: a lock, or a symlink `held` that leads to `mark`. `release` ends it."""

    def __init__(self, lock: int | None, held: Path, mark: Mark) -> None:
        self._lock, self._held, self._mark = lock, held, mark

    def stands(self) -> bool:
        """Whether it still is one. It isn't if its file was removed: then another process may have one as well."""
        if self._lock is not None:
            return os.fstat(self._lock).st_nlink > 0
        return _marked(self._held) == self._mark

    def release(self) -> None:
        """Let others have it."""
        if self._lock is not None:
            os.close(self._lock)
        elif self.stands():
            self._held.unlink(missing_ok=True)


def take(path: Path) -> Claim:
    """The claim on a file. Raises `Taken`, or OSError if none can be made there."""
    held, mark = path.with_suffix(".held"), Mark(os.uname().nodename, str(os.getpid()), _start("self"))
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            raise Taken("Another lab is open.") from None
        if error.errno not in _NO_LOCKS:
            raise
        _hold(held, mark)
        return Claim(None, held, mark)
    return Claim(lock, held, mark)


@contextmanager
def claimed(path: Path, remedy: str) -> Iterator[None]:
    """Have the claim on a file meanwhile. Raises `ProgressError` with the remedy if another lab has it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        claim = take(path)
    except Taken as taken:
        raise ProgressError(str(taken), remedy) from None
    try:
        yield
    finally:
        claim.release()


def holder(path: Path) -> str:
    """Who has the claim on a file, as in `Taken`, found out without taking it: empty if nobody is known to."""
    other = _marked(path.with_suffix(".held"))
    if other is not None and not other.gone:
        return f"Another lab is open on {other.host}, process {other.process}."
    process = _locker(path.with_suffix(".lock"))
    return f"Another lab is open, process {process}." if process else ""


def _locker(lock: Path) -> str:
    """The process that has the kernel's lock on a file, as far as the kernel tells (Linux; proc_locks(5))."""
    try:
        found = lock.stat()
        lines = Path("/proc/locks").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    locks = (fields for fields in map(str.split, lines) if fields[1] == "FLOCK" and fields[5] == place)
    return next((fields[4] for fields in locks), "")


def _hold(held: Path, mark: Mark) -> None:
    """Make the symlink, in place of a stale one. Raises `Taken` or OSError."""
    for _ in range(_TRIES):
        try:
            held.symlink_to(str(mark))
        except FileExistsError:
            other = _marked(held)
            if other is not None and not other.gone:
                where = f"on {other.host}, process {other.process}"
                raise Taken(f"Another lab is open {where} (if it is not, remove {held}).") from None
            held.unlink(missing_ok=True)
        else:
            return
    raise Taken("Another lab is being opened.")


def _marked(held: Path) -> Mark | None:
    """Whom the symlink names; None if there is none."""
    try:
        words = str(held.readlink()).rsplit(":", 2)
    except FileNotFoundError:
        return None
    return Mark(*words) if len(words) == 3 else Mark(words[0], "?", "")


def _start(process: str) -> str:
    """When a process was started, in the kernel's ticks; empty where that can't be known."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The program's name stands in brackets, and may have brackets and blanks in it.
    return stat.rpartition(")")[2].split()[19]
