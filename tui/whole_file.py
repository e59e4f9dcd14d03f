"""Writes a file whole or not at all: whatever happens meanwhile, its name leads to the old bytes or to the new ones."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

_CANT_SYNC = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES, errno.EBADF}
"""What file systems say that know no syncing of folders, and folders that may be written but not read."""


def write(path: Path, content: bytes) -> None:
    """Put `content` into a file that only the learner can read; when this returns, it is on the disk.

    Raises OSError; then the file is as it was.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        # A crash may have left one, and the name may not lead elsewhere by a link.
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        # Half of it would keep a full disk full.
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Have a folder's names on the disk, where that can be done."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _CANT_SYNC:
            raise
