"""Keeps the progress file: read at the start, written atomically after every change."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from pydantic import ValidationError

from tui.errors import ProgressError
from tui.model.progress import Progress
from tui.paths import free_name


class ProgressFile:
    """One learner's progress on disk.

    The first lab to open it may write; a second one at the same time finds it `taken` and is `read_only`. The claim is
    a lock on a file beside it, which the kernel drops with the process, so a killed lab never leaves one behind.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: int | None = None
        self.taken = False
        self.kept_aside = ""
        """What to tell the learner about a file that couldn't be used, or empty."""

    @property
    def read_only(self) -> bool:
        """Whether nothing is written: another lab is open, or the file couldn't be read."""
        return self._lock is None

    def open(self, fresh: Progress) -> Progress:
        """What is on disk for this course, or `fresh` if there is nothing yet.

        A file that makes no sense to this version is kept aside, never overwritten; `kept_aside` says so.
        Raises `ProgressError` if folder or file can't be used; then nothing is written.
        """
        self._claim()
        try:
            return self._read(fresh)
        except OSError as error:
            self.close()
            raise ProgressError(
                f"Can't read {self._path}: {error.strerror}.", "Your progress will not be kept this time."
            ) from error

    def _read(self, fresh: Progress) -> Progress:
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            return fresh
        try:
            kept = Progress.model_validate_json(text)
        except ValidationError:
            if not self.read_only:
                aside = free_name(self._path, "damaged")
                self._path.replace(aside)
                self.kept_aside = (
                    f"Your progress could not be read: damaged, or from a newer lab. It is kept as {aside}."
                )
            return fresh
        return kept.model_copy(update={"course_version": fresh.course_version})

    def save(self, progress: Progress) -> None:
        """Write all of it, or leave the old file as it was.

        Raises `ProgressError` if the disk refuses. Does nothing when read-only.
        """
        if self.read_only:
            return
        new = self._path.with_suffix(".new")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(progress.model_dump_json(indent=1))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise ProgressError(
                f"Can't save your progress: {error.strerror}.", f"Check {self._path.parent}."
            ) from error

    def close(self) -> None:
        """Let another lab write."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _claim(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise ProgressError(
                f"Can't use {self._path.parent}: {error.strerror}.", "Your progress would not be kept."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            self.taken = True
            return
        self._lock = lock
