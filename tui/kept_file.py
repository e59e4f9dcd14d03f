"""What can be made again, and takes long to make, kept on disk with a digest of all it was made of."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size


def kept_or(make: Callable[[], bytes], file: Path, made_of: bytes) -> bytes:
    """What is kept in `file`, if it was made of the same (a SHA-256 digest); if not, `make` it and keep it.

    What comes back may be run, so a file that somebody else could have written is not even read. Where nothing can be
    kept (a full disk, a read-only home) it is made each time.
    """
    kept = _read(file, made_of)
    if kept is None:
        kept = make()
        _write(file, made_of, kept)
    return kept


def _read(file: Path, made_of: bytes) -> bytes | None:
    """The content of a file of ours that was made of the same; None for any other file, whole or not."""
    try:
        # What is opened is what is looked at: the name may lead elsewhere a moment later.
        with open(file, "rb", opener=_at_once) as kept:
            found = os.fstat(kept.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
                return None
            read = kept.read()
    except OSError:
        return None
    head, digest, content = read[:_DIGEST], read[_DIGEST : 2 * _DIGEST], read[2 * _DIGEST :]
    return content if head == made_of and digest == hashlib.sha256(content).digest() else None


def _at_once(path: str, flags: int) -> int:
    """Opens a file; a pipe without waiting for somebody who writes into it."""
    return os.open(path, flags | os.O_NONBLOCK)


def _write(file: Path, made_of: bytes, content: bytes) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
            new = Path(written.name)
            try:
                written.write(made_of + hashlib.sha256(content).digest() + content)
                written.flush()
                new.replace(file)
            except BaseException:
                new.unlink(missing_ok=True)
                raise
    except OSError:
        return
