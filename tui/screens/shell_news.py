"""What the shells say, taken into the attempt: commands begin and end, folders change, a shell is not heard from."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.model.shell import AtPrompt, CommandStarted, ShellExited, ShellUnheard
from tui.widgets.terminal import Terminal

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

UNHEARD = (
    "This shell does not tell the lab what you type: the lab can't see it, and can't stop a line that could hurt. "
    "Open the lab with: sealegs open --shell bash"
)


async def take_news(lab: LabScreen, message: Terminal.News) -> None:
    """Bring the lab's screen up to date with one piece of news."""
    shell = lab.panes.number(message.pane)
    match message.news:
        case CommandStarted(line, at):
            await lab.become(lab.attempt.command_started(line, at, shell, lab.outside.wall_clock()))
        case AtPrompt(directory, exit_status, at):
            lab.panes.name_terminals()
            await _prompted(lab, exit_status, directory, at, shell)
        case ShellUnheard():
            await _prompted(lab, None, lab.attempt.progress.directory, time.monotonic(), shell, heard=False)
            lab.notify(UNHEARD, severity="warning", timeout=20, markup=False)
        case ShellExited():
            await _prompted(lab, None, lab.attempt.progress.directory, time.monotonic(), shell)


async def _prompted(
    lab: LabScreen, exit_status: int | None, directory: str, at: float, shell: int, *, heard: bool = True
) -> None:
    """A shell is at its prompt (again): whatever ran in it has ended."""
    before = lab.attempt.journal.newest(shell)
    await lab.become(lab.attempt.at_prompt(exit_status, directory, at, shell, heard))
    ended = lab.attempt.journal.newest(shell)
    if ended is not None and ended is not before:
        lab.outside.look_again()
    lab.gather()
