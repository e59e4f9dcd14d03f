"""Keeps the command log: a JSON line for each command typed at the prompt, added as soon as it has ended."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import ValidationError

from tui.model.log import LoggedCommand


class CommandLog:
    """The log on disk. A crash loses at most the command that runs; a line that makes no sense is passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, command: LoggedCommand) -> None:
        """Write one command down. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(command.model_dump_json() + "\n")

    def read(self) -> tuple[LoggedCommand, ...]:
        """Everything so far, oldest first. Raises OSError."""
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return ()
        return tuple(command for line in lines if (command := _read(line)) is not None)


def _read(line: str) -> LoggedCommand | None:
    try:
        return LoggedCommand.model_validate_json(line)
    except ValidationError:
        return None
