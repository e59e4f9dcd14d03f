"""What the learner's shell tells the lab about itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct


# These two are dataclasses: a Struct has no field that doesn't count when two are compared.
@dataclass(frozen=True, slots=True)
class AtPrompt:
    """The shell waits for a command. `exit_status` is the last command's, None before the first.

    `at` is the monotonic time at which the lab heard of it.
    """

    directory: str
    exit_status: int | None = None
    at: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class CommandStarted:
    """The learner pressed Enter on `line` (as typed; may hold newlines). `at` as in `AtPrompt`."""

    line: str
    at: float = field(default=0.0, compare=False)


class ShellExited(Struct, frozen=True):
    """The shell has ended; `status` is its exit status (negative: the signal that ended it)."""

    status: int


class Launch(Struct, frozen=True):
    """What to run in the command pane: a command, what it gets on top of the lab's environment, and where; `otherwise`
    is where if that folder is gone."""

    command: Sequence[str]
    env: Mapping[str, str]
    directory: Path
    otherwise: Path | None = None


class ShellUnheard(Struct, frozen=True):
    """The shell runs, and doesn't say what it does: the lab can't see what is typed there."""


ShellNews = AtPrompt | CommandStarted | ShellExited | ShellUnheard
