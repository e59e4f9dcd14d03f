"""One run of the learner's shell: its pty, its emulator, and the thread that moves bytes between them.

The thread owns the pty's file descriptor and closes it: closed from elsewhere, its number could be given to another
file while the thread still reads. It feeds the emulator as it reads and queues nothing, so a program that prints
faster than that waits for the kernel, as on any terminal.
"""

from __future__ import annotations

import os
import select
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
from tui.shell.readiness import make_ready
from tui.shell.scrollback import Scrollback, moment

_CHUNK = 1 << 16
# Answers to queries wait while the program doesn't read; beyond this they are dropped, not piled up.
_REPLIES_WAITING = 1 << 16
# Once the shell has ended, how long (s) what it left behind may go on printing before the pty is closed, and what
# silence (ms) says that everything was read.
_LAST_WORDS = 0.15
_LAST_WORDS_PAUSE = 20
_GRACE = 0.7
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
        self._io_lock = threading.Lock()
        self._unwritten = bytearray()
        self._told = False
        self._closing = False
        if notice:
            self._emulator.feed(f"{notice}\r\n".encode())
        self._plain, self._began = len(command) == 1, time.monotonic()
        self._open = True
        self._thread = threading.Thread(target=self._run, name="shell", daemon=True)
        with ExitStack() as undo:
            undo.callback(self._emulator.close)
            try:
                # A shell takes PWD as it is given: a folder behind a symbolic link keeps the name the lab knows it by.
                start = launch(command, pty.environment({**env, "PWD": str(directory)}))
                self._nonce_pipe = start.nonce_pipe
                undo.callback(self._forget_nonce)
                self._wake_read, self._wake_write = os.pipe()
                undo.callback(os.close, self._wake_read)
                undo.callback(os.close, self._wake_write)
                self._splitter = MarkSplitter(start.nonce) if start.nonce else None
                self._child = pty.spawn(start.command, start.env, directory, *size)
                undo.callback(pty.discard, self._child)
                self._thread.start()
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
        with self._io_lock:
            return self._open and pty.foreground(self._child) == self._child.pid

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
        with self._io_lock:
            if not self._open:
                return
            self._unwritten += data
            self._write_some()
            if self._unwritten:
                os.write(self._wake_write, b"w")

    def resize(self, columns: int, rows: int) -> None:
        """Give the screen and the program a new size in cells."""
        with self._emulator_lock:
            self._emulator.resize(columns, rows)
        with self._io_lock:
            if self._open:
                pty.resize(self._child, columns, rows)

    def running(self) -> str | None:
        """What runs in the foreground: the line as it was typed, or the program where the shell tells no lines."""
        if not self._open:
            return None
        if self.state.running is not None or self.state.at_prompt:
            return self.state.running
        group = self._foreground()
        return None if group == self.pid else processes.command_line(group) or "a command"

    def interrupt(self) -> None:
        """What Ctrl-C does. A program that has long not read what was typed gets it at once, and that is dropped."""
        with self._io_lock:
            waiting = bool(self._unwritten)
            self._unwritten.clear()
        if waiting:
            pty.signal_group(self._foreground(), signal.SIGINT)
        else:
            self.write(b"\x03")

    def end_command(self) -> bool:
        """End what runs in the foreground, with all it has started; whether it is gone. Waits, 3 s at most."""
        return end_command(self.pid, self._foreground, lambda: self.running() is not None)

    def _foreground(self) -> int:
        with self._io_lock:
            return pty.foreground(self._child) if self._open else self.pid

    def close(self) -> None:
        """End the shell and what runs in it as a closed window does, and wait for it (0.7 s at most, then killed).

        Closing twice is fine.
        """
        self._closing = True
        with self._io_lock:
            if self._open:
                os.write(self._wake_write, b"c")
        self._thread.join()
        with self._emulator_lock:
            self._emulator.close()

    # -- the thread ---------------------------------------------------------------------------------

    def _run(self) -> None:
        ended = pty.watch(self._child)
        try:
            self._pump(ended)
        finally:
            self._hang_up()
            if ended is not None:
                os.close(ended)
        status = self._wait()
        if not self._closing:
            self._on_news(ShellExited(status))

    def _pump(self, ended: int | None) -> None:
        """Move bytes until the shell has ended or `close` is called."""
        master, wake = self._child.master, self._wake_read
        poll = select.poll()
        poll.register(wake, select.POLLIN)
        if ended is not None:
            poll.register(ended, select.POLLIN)
        deadline = None
        while not self._closing:
            poll.register(master, select.POLLIN | (select.POLLOUT if self._unwritten else 0))
            ready = dict(poll.poll(_LAST_WORDS_PAUSE if deadline else None))
            if wake in ready:
                os.read(wake, _CHUNK)
            if ended in ready:
                poll.unregister(ended)
                deadline = time.monotonic() + _LAST_WORDS
            elif deadline and (not ready or time.monotonic() > deadline):
                return
            happened = ready.get(master, 0)
            if happened & select.POLLOUT:
                with self._io_lock:
                    self._write_some()
            if happened & ~select.POLLOUT and not self._read_some():
                return

    def _read_some(self) -> bool:
        """Feed what the program has printed; False at the end of it."""
        try:
            data = os.read(self._child.master, _CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            # EIO: nobody has the other side open any more.
            return False
        self._tell(self._take(data, time.monotonic()))
        return bool(data)

    def _take(self, data: bytes, now: float) -> list[ShellNews]:
        news: list[ShellNews] = []
        with self._emulator_lock:
            for piece in self._splitter.feed(data) if self._splitter is not None else (data,):
                if isinstance(piece, bytes):
                    self._emulator.feed(piece)
                    continue
                news += self.state.take(piece, now)
                self._forget_nonce()
                if piece.kind in {"P", "W"}:
                    self.state.prompt = make_ready(self._emulator)
            replies = self._emulator.take_replies()
        if replies:
            with self._io_lock:
                if len(self._unwritten) < _REPLIES_WAITING:
                    self._unwritten += replies
                    self._write_some()
        return news

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

    def _write_some(self) -> None:
        """Write what the pty takes now; to be called with `_io_lock` held."""
        try:
            while self._unwritten:
                del self._unwritten[: os.write(self._child.master, self._unwritten[:4096])]
        except BlockingIOError:
            pass
        except OSError:
            self._unwritten.clear()

    def _hang_up(self) -> None:
        """As a closed window does, to all that runs on this terminal: bash alone may forget its background jobs."""
        self._groups = {self._child.pid, pty.foreground(self._child)}
        for group in self._groups | processes.session_groups(self._child.pid):
            pty.signal_group(group, signal.SIGHUP)
        self._forget_nonce()
        with self._io_lock:
            self._open = False
            # The kernel now hangs up on whatever still has the terminal.
            for descriptor in (self._child.master, self._wake_read, self._wake_write):
                os.close(descriptor)

    def _wait(self) -> int:
        """The shell's exit status; what ignores the hang-up, as `docker run -it` does, is killed."""
        deadline = time.monotonic() + _GRACE
        status = None
        while time.monotonic() < deadline:
            status = pty.status(self._child) if status is None else status
            if status is not None and not any(map(pty.group_lives, self._groups)):
                return status
            time.sleep(0.005)
        for group in self._groups:
            pty.signal_group(group, signal.SIGKILL)
        return status if status is not None else pty.status(self._child, wait=True) or 0
