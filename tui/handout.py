"""Puts files of the course into the learner's working folder. What the learner has there is never lost."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from tui.paths import free_name


class HandedOut(Struct, frozen=True):
    """What came into the folder, and what the learner's own files of those names are called now; paths from there."""

    new: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """What to tell the learner, in a short line or two; empty for nothing."""
        lines = []
        if self.new:
            lines.append(f"{len(self.new)} new file{'s' if len(self.new) > 1 else ''} in {_folder_of(self.new)}")
        if len(self.set_aside) == 1:
            lines.append(f"Yours is kept as {PurePosixPath(self.set_aside[0]).name}")
        elif self.set_aside:
            lines.append(f"Yours are kept as {', '.join(PurePosixPath(each).name for each in self.set_aside)}")
        return "\n".join(lines)


def hand_out(paths: Sequence[str], source: Path, folder: Path, *, replace: bool) -> HandedOut:
    """Copy files and whole folders from `source` to the same places in `folder`.

    A file that is there stays as it is; or, to `replace` it, is renamed unless it is the same. Raises OSError, also
    where a link of the learner's would have it written elsewhere.
    """
    new, set_aside = [], []
    for path in files_in(paths, source):
        there = folder / path
        if not there.parent.resolve().is_relative_to(folder.resolve()):
            raise PermissionError(errno.EPERM, "a symlink leads out of your folder", str(there))
        if there.exists() or there.is_symlink():
            if not replace or (there.is_file() and filecmp.cmp(source / path, there, shallow=False)):
                continue
            aside = free_name(there, "yours")
            there.rename(aside)
            set_aside.append(aside.relative_to(folder).as_posix())
        there.parent.mkdir(parents=True, exist_ok=True)
        _copy(source / path, there)
        new.append(path)
    return HandedOut(tuple(new), tuple(set_aside))


def _copy(file: Path, there: Path) -> None:
    """Whole or not at all: half a file would be taken for the learner's own."""
    new = there.with_name(f".{there.name}.new")
    # A kill may have left one, and the name may not lead elsewhere by a link.
    new.unlink(missing_ok=True)
    shutil.copy(file, new)
    new.replace(there)


def files_in(paths: Sequence[str], source: Path) -> Iterator[str]:
    """Every file that is meant, by its path from `source`, folders opened up."""
    for path in paths:
        if (source / path).is_dir():
            inside = sorted(each for each in (source / path).rglob("*") if each.is_file())
            yield from (each.relative_to(source).as_posix() for each in inside)
        else:
            yield path


def _folder_of(paths: Sequence[str]) -> str:
    """The folder that all of them are in."""
    folder = os.path.commonpath([PurePosixPath(path).parent for path in paths]).removeprefix(".")
    return f"{folder}/" if folder else "your folder"
