"""Keeps the command log: a JSON line for each command typed at the prompt, added as soon as it has ended, and once
more with its effects if the lab has heard of them since."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from tui.model.log import LoggedCommand
from tui.whole_file import write

_PASSWORD = re.compile(r"\b(docker|podman|skopeo|buildah)\b.*\blogin\b.*\s(-p|--password)", re.DOTALL)
"""What logs in to a registry with a password, also one that `echo` hands on to --password-stdin."""


class CommandLog:
    """The log on disk. A crash loses at most the command that runs; a line that makes no sense is passed over.

    A command line that begins with a space is not kept: shells take that for a wish to leave it out of a history. Nor
    is one that logs in with a password on it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, command: LoggedCommand) -> None:
        """Write one command down, for good. Raises OSError."""
        if command.line.startswith(" ") or _PASSWORD.search(command.line):
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "rb+", buffering=0) as file:
            # A crash may have left half a line, which is not to spoil this one.
            size = file.seek(0, os.SEEK_END)
            half = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            line = b"\n" * half + _line(command)
            if file.write(line) < len(line):
                # It fills the disk, and half a command is none.
                file.truncate(size)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
            os.fsync(descriptor)

    def replace(self, commands: Iterable[LoggedCommand]) -> None:
        """Write other commands down in place of all there are. Raises OSError."""
        write(self._path, b"".join(map(_line, commands)))

    def read(self) -> tuple[LoggedCommand, ...]:
        """Everything so far, oldest first; of a command that is there several times, what was known last of its
        effects. Raises OSError."""
        try:
            # Not splitlines: JSON may have a separator of Unicode's in a string.
            lines = self._path.read_text(encoding="utf-8", errors="replace").split("\n")
        except FileNotFoundError:
            return ()
        kept: dict[tuple[float, str], LoggedCommand] = {}
        for command in filter(None, map(_read, lines)):
            first = kept.setdefault((command.at, command.line), command)
            kept[command.at, command.line] = first.model_copy(update={"effects": command.effects})
        return tuple(kept.values())


def _line(command: LoggedCommand) -> bytes:
    return command.model_dump_json().encode() + b"\n"


def _read(line: str) -> LoggedCommand | None:
    try:
        return LoggedCommand.model_validate_json(line)
    except ValidationError:
        return None
