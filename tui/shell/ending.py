"""End what runs in the command pane, and only that: the shell lives on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

from tui.shell import processes, pty

_MERCY = 1.0
"""Seconds a command has to end by itself."""
_GIVES_UP = 2.0
"""Seconds after which one that was killed and is still there won't go: the kernel holds it."""
_POLL = 0.02


def end_command(shell: int, foreground: Callable[[], int], busy: Callable[[], bool]) -> bool:
    """Ask the command that a `shell` runs to end, kill it if it hasn't after a second; whether it is gone.

    `foreground` gives the process group that has the terminal, `busy` says whether the shell runs something. Waits.
    """
    if not busy():
        return True
    _ask(shell, foreground())
    if _gone(busy, _MERCY):
        return True
    end = time.monotonic() + _GIVES_UP
    while time.monotonic() < end:
        # The shell first: in a loop, or a list of commands, it would go on with the next one.
        with suppress(ProcessLookupError, PermissionError):
            os.kill(shell, signal.SIGINT)
        for group in processes.job(shell, foreground()):
            pty.signal_group(group, signal.SIGKILL)
        if _gone(busy, _MERCY / 4):
            return True
    return False


def _ask(shell: int, group: int) -> None:
    if group == shell:
        # A loop of the shell itself, which ends with what Ctrl-C sends; or it has just come back to its prompt.
        pty.signal_group(shell, signal.SIGINT)
        return
    for each in processes.job(shell, group):
        pty.signal_group(each, signal.SIGTERM)
        # One that is stopped hears nothing before it goes on.
        pty.signal_group(each, signal.SIGCONT)


def _gone(busy: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while busy():
        if time.monotonic() > end:
            return False
        time.sleep(_POLL)
    return True
