"""What the learner's shell tells the lab about itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AtPrompt:
    """The shell waits for a command. `exit_status` is the last command's, None before the first."""

    directory: str
    exit_status: int | None = None


@dataclass(frozen=True, slots=True)
class CommandStarted:
    """The learner pressed Enter on `line` (as typed; may hold newlines)."""

    line: str


@dataclass(frozen=True, slots=True)
class ShellExited:
    """The shell has ended; `status` is its exit status (negative: the signal that ended it)."""

    status: int


ShellNews = AtPrompt | CommandStarted | ShellExited
