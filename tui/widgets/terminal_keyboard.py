"""Type lines into the command pane, each when what reads it is waiting: the shell, or a program that it runs."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from tui.shell.integration import ShellState
from tui.widgets.terminal import Terminal

COMMAND_LIMIT = 300.0
"""Seconds a command may take until the shell, or the program it starts, waits for input."""
_POLL = 0.01
_QUIET = 0.3
"""Seconds without a change on the screen after which a program that shows a prompt is taken to wait for input."""
_GIVES_UP = 5.0
_PROMPT = re.compile(r"(?:[#$%>?:]|\.\.\.) ?$")
"""How prompts end: "/ # ", "root@6f1a:/$ ", ">>> ", "Password: "."""
_CTRL_C, _CTRL_D = b"\x03", b"\x04"


class Stuck(Exception):
    """The command pane doesn't come to wait for input; says why not."""


async def until(condition: Callable[[], object], seconds: float) -> bool:
    """Wait for a condition; False if it does not come true in time."""
    end = asyncio.get_running_loop().time() + seconds
    while not condition():
        if asyncio.get_running_loop().time() > end:
            return False
        await asyncio.sleep(_POLL)
    return True


class Keyboard:
    """Types into `terminal`, as a learner does: key by key, never pasted."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    async def type(self, lines: Sequence[str]) -> None:
        """Type lines, with Enter after each; comes back when the last one's command has ended, or waits for input.

        Raises `Stuck`.
        """
        for line in lines:
            # A tab would ask the shell for completion.
            await self._send(line.replace("\t", " ").encode() + b"\r")

    async def enter(self, line: str, seconds: float) -> None:
        """Press Enter on a line that something else puts at the prompt. Raises `Stuck` if it isn't put there."""
        if not await until(lambda: "".join(self._terminal.rows_to_cursor()).endswith(line), seconds):
            raise Stuck(f"the keys did not put this at the prompt: {line}")
        await self._send(b"\r")

    async def recover(self) -> bool:
        """Get back to the shell's prompt, whatever runs; whether that worked."""
        for key in (_CTRL_C, _CTRL_C, _CTRL_D, b"\x1c"):
            with suppress(Stuck):
                await self._send(key, _GIVES_UP)
            if self._terminal.at_prompt:
                return True
        return False

    async def _send(self, data: bytes, seconds: float = COMMAND_LIMIT) -> None:
        state = self._state()
        turns, shown = state.turns, self._terminal.rows()
        self._terminal.write(data)
        if not await until(_Waits(self._terminal, turns, shown), seconds):
            raise Stuck(f"after {seconds:.0f} seconds this still runs: {state.running or data.decode().strip()}")
        self._state()

    def _state(self) -> ShellState:
        state = self._terminal.state
        if state is None:
            raise Stuck("no shell runs in the command pane")
        return state


class _Waits:
    """Whether what reads the terminal waits for a line, `turns` and `shown` being how it was before the last one."""

    def __init__(self, terminal: Terminal, turns: int, shown: list[str]) -> None:
        self._terminal, self._turns, self._before = terminal, turns, shown
        self._shown, self._since = shown, 0.0

    def __call__(self) -> bool:
        state = self._terminal.state
        if state is None:
            return True
        if state.turns > self._turns and (state.at_prompt or state.wants_more):
            return True
        return state.running is not None and self._program_waits()

    def _program_waits(self) -> bool:
        now, shown = asyncio.get_running_loop().time(), self._terminal.rows()
        if shown != self._shown:
            self._shown, self._since = shown, now
        if shown == self._before or now - self._since < _QUIET:
            return False
        rows = self._terminal.rows_to_cursor()
        return bool(rows and _PROMPT.search(rows[-1]))
