"""One run of the learner's shell: what it prints goes to its emulator, what it tells of itself to its state.

A `Pump` moves the bytes, and calls from its thread; two threads share the emulator, under a lock.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tui.model.shell import ShellExited, ShellNews
from tui.shell import processes, pty
from tui.shell.emulator import Emulator
from tui.shell.ending import end_command
from tui.shell.ghostty import GhosttyEmulator, prepare_text
from tui.shell.integration import MarkSplitter, ShellState
from tui.shell.launching import launch
from tui.shell.pump import Pump
from tui.shell.readiness import make_ready
from tui.shell.scrollback import Scrollback, moment

HEARD_WITHIN = 10.0
"""Seconds after which a shell that has said nothing is taken for one that never will; start-up files may be slow."""


class ShellSession:
    """Starts `command` in `directory` on a pty of `columns` by `rows`, with `env` on top of the lab's own.

    `notice` stands above everything the shell prints. `on_output` is called when there is something new to see, once
    until `screen` is next asked for; `on_news` for what the shell says and once when it ended. Both come from the
    session's thread, and neither after `close`.

    Loading the emulator may take 0.3 s: make it in a thread. Raises `ShellError`.
    """

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        directory: Path,
        size: tuple[int, int],
        *,
        on_output: Callable[[], None],
        on_news: Callable[[ShellNews], None],
        notice: str = "",
    ) -> None:
        self.state = ShellState()
        self._on_output, self._on_news = on_output, on_news
        self._emulator: Emulator = GhosttyEmulator(*size)
        self._emulator_lock = threading.Lock()
        self._told = False
        self._closing = False
        if notice:
            self._emulator.feed(f"{notice}\r\n".encode())
        self._plain, self._began = len(command) == 1, time.monotonic()
        with ExitStack() as undo:
            undo.callback(self._emulator.close)
            try:
                # A shell takes PWD as it is given: a folder behind a symbolic link keeps the name the lab knows it by.
                start = launch(command, pty.environment({**env, "PWD": str(directory)}))
                self._nonce_pipe = start.nonce_pipe
                undo.callback(self._forget_nonce)
                self._splitter = MarkSplitter(start.nonce) if start.nonce else None
                self._child = pty.spawn(start.command, start.env, directory, *size)
                undo.callback(pty.discard, self._child)
                self._pump = Pump(self._child, self._printed, self._ended)
            except (OSError, RuntimeError) as error:
                raise pty.no_room(error) from error
            undo.pop_all()

    @property
    def pid(self) -> int:
        """The shell's process, which leads its group and session."""
        return self._child.pid

    @property
    def unheard(self) -> bool:
        """Whether this is a shell that doesn't say what it does: none of those the lab knows, or one whose start-up
        files went elsewhere."""
        late = self._splitter is None or time.monotonic() - self._began > HEARD_WITHIN
        return self._plain and late and not self.state.turns

    def has_terminal(self) -> bool:
        """Whether the shell itself has the terminal, as at a prompt: all there is to go by if it is unheard."""
        return self._pump.foreground() == self.pid

    # -- for the one who shows it -------------------------------------------------------------------

    @contextmanager
    def screen(self) -> Iterator[Emulator]:
        """The emulator, to oneself."""
        with self._emulator_lock:
            self._told = False
            yield self._emulator

    def scrollback(self) -> Scrollback:
        """What was shown so far, as it is now. Takes 50 ms for 10,000 lines: to be called in a thread."""
        prepare_text()
        with self.screen() as emulator:
            now = moment(emulator)
        return Scrollback(now, GhosttyEmulator)

    def write(self, data: bytes) -> None:
        """Send what the learner typed; never blocks. Nothing happens once the shell has ended."""
        self._pump.write(data)

    def resize(self, columns: int, rows: int) -> None:
        """Give the screen and the program a new size in cells."""
        with self._emulator_lock:
            self._emulator.resize(columns, rows)
        self._pump.resize(columns, rows)

    def running(self) -> str | None:
        """What runs in the foreground: the line as it was typed, or the program where the shell tells no lines."""
        if not self._pump.open:
            return None
        if self.state.running is not None or self.state.at_prompt:
            return self.state.running
        group = self._foreground()
        return None if group == self.pid else processes.command_line(group) or "a command"

    def interrupt(self) -> None:
        """What Ctrl-C does. A program that has long not read what was typed gets it at once, and that is dropped."""
        if self._pump.drop_unwritten():
            pty.signal_group(self._foreground(), signal.SIGINT)
        else:
            self.write(b"\x03")

    def end_command(self) -> bool:
        """End what runs in the foreground, with all it has started; whether it is gone. Waits, 3 s at most."""
        return end_command(self.pid, self._foreground, lambda: self.running() is not None)

    def _foreground(self) -> int:
        return self._pump.foreground() or self.pid

    def close(self) -> None:
        """End the shell and what runs in it as a closed window does, and wait for it (a second at most, then killed).

        Closing twice is fine.
        """
        self._closing = True
        self._pump.close()
        with self._emulator_lock:
            self._emulator.close()

    # -- in the pump's thread -----------------------------------------------------------------------

    def _printed(self, data: bytes) -> bytes:
        """The shell, or what runs in it, has printed something; what a terminal answers to that."""
        news, now = list[ShellNews](), time.monotonic()
        with self._emulator_lock:
            for piece in self._splitter.feed(data) if self._splitter is not None else (data,):
                if isinstance(piece, bytes):
                    self._emulator.feed(piece)
                    continue
                news += self.state.take(piece, now)
                self._forget_nonce()
                if piece.kind in {"P", "W"}:
                    self.state.prompt = make_ready(self._emulator)
            answers = self._emulator.take_replies()
        self._tell(news)
        return answers

    def _ended(self, status: int) -> None:
        self._forget_nonce()
        if not self._closing:
            self._on_news(ShellExited(status))

    def _forget_nonce(self) -> None:
        pipe, self._nonce_pipe = self._nonce_pipe, -1
        if pipe >= 0:
            os.close(pipe)

    def _tell(self, news: list[ShellNews]) -> None:
        for said in news:
            if not self._closing:
                self._on_news(said)
        if not self._told and not self._closing:
            self._told = True
            self._on_output()
