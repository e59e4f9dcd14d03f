"""Keeps the progress file: read at the start, written whole after every change."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from tui.claim import Claim, Taken, take
from tui.errors import ProgressDamaged, ProgressError
from tui.model.progress import FORMAT, Progress
from tui.paths import free_name
from tui.whole_file import write

Kept = TypeVar("Kept", bound=BaseModel)


class ProgressFile:
    """One learner's progress on disk.

    The first lab to open it writes. A second one at the same time reads only, and so does one that can't write there,
    or whose file is from a newer lab: it stays read-only to its end, since what it knows may be old by then.
    """

    def __init__(self, path: Path) -> None:
        # A link to the file stays one, and leads every lab to the same claim.
        self._path = Path(os.path.realpath(path))
        self._claim: Claim | None = None
        self._unsaved: Progress | None = None
        self.unkept = ""
        """Why what the learner does now is not on the disk, in a sentence or two; empty while it is."""
        self.kept_aside = ""
        """What to tell the learner about a file that couldn't be used, or empty."""

    @property
    def read_only(self) -> bool:
        """Whether nothing is written, and won't be."""
        return self._claim is None

    def open(self, fresh: Progress) -> Progress:
        """What is on disk for this course, or `fresh` if that is nothing, or nothing that this lab can read.

        A damaged file is kept aside, never overwritten, and `kept_aside` says so.
        """
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._claim = take(self._path)
        except Taken as taken:
            self.unkept = f"{taken} What you do in this one is not kept."
        except OSError as error:
            why = f"{error.filename or self._path.parent}: {error.strerror}"
            self.unkept = f"Your progress can't be written ({why}). What you do now won't be kept."
        try:
            return self._read(fresh)
        except ProgressError as error:
            self._give_up(f"{error} What you do now won't be kept.")
        except OSError as error:
            self._give_up(f"Can't read {self._path}: {error.strerror}. What you do now won't be kept.")
        return fresh

    def _read(self, fresh: Progress) -> Progress:
        try:
            kept = read(self._path)
        except ProgressDamaged:
            if self.read_only:
                raise
            aside = free_name(self._path, "damaged")
            self._path.replace(aside)
            self.kept_aside = f"Your progress is damaged and could not be read. It is kept as {aside}."
            kept = None
        return fresh if kept is None else kept.model_copy(update={"course_version": fresh.course_version})

    def save(self, progress: Progress) -> None:
        """Write all of it, or leave the old file as it was. Does nothing when read-only.

        Raises `ProgressError` if that fails; but not for the same reason as the last time, which is known by now.
        """
        if self._claim is None:
            return
        known, self._unsaved = self.unkept, progress
        if not self._claim.stands():
            self._give_up("Another lab may have your progress now, so this one doesn't change it any more.")
        else:
            try:
                keep(self._path, progress)
            except OSError as error:
                self.unkept = f"Can't save your progress: {error.strerror}. Check {self._path.parent}."
            else:
                self._unsaved, self.unkept = None, ""
        if self.unkept not in ("", known):
            raise ProgressError(self.unkept)

    def close(self) -> None:
        """Let another lab write, after a last try with what could not be saved; see `unkept`."""
        if self._unsaved is not None:
            with suppress(ProgressError):
                self.save(self._unsaved)
        self._release()

    def _give_up(self, why: str) -> None:
        """From now on only read."""
        self.unkept = f"{self.unkept} {why}".strip()
        self._release()

    def _release(self) -> None:
        if self._claim is not None:
            self._claim.release()
            self._claim = None


def keep(path: Path, progress: Progress) -> None:
    """Have a file hold this progress, whole or not at all; its writer has the claim on it. Raises OSError."""
    write(path, progress.model_dump_json(indent=1).encode())


def read(path: Path) -> Progress | None:
    """The progress in a file, None if there is no file. Raises OSError and what `understood` raises."""
    if path.exists() and not path.is_file():  # to read a pipe would be to wait for ever
        raise ProgressError(f"{path} is no file, and stays as it is.", "Move it away.")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    return understood(Progress, content, path)


def understood(kind: type[Kept], content: bytes, path: Path) -> Kept:
    """What a file of ours says. Raises `ProgressDamaged`, or `ProgressError` if a newer lab wrote it."""
    try:
        return kind.model_validate_json(content)
    except ValidationError:
        pass
    try:
        newer = _Numbered.model_validate_json(content).format_version > FORMAT
    except ValidationError:
        newer = False
    if newer:
        raise ProgressError(f"{path} is from a newer sealegs than this one, and stays as it is.", "Update sealegs.")
    raise ProgressDamaged(f"{path} is damaged, or nothing that sealegs has written.")


class _Numbered(BaseModel):
    """All that every format has."""

    format_version: int
