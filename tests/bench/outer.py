"""An outer terminal for benches and budgets: a pty that counts and times what a full-screen program writes."""

from __future__ import annotations

import os
import pty
import re
import signal
import statistics
import termios
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tui.shell.ghostty import GhosttyEmulator


class Outer:
    """An outer terminal: runs a program on a pty, answers what Textual asks, keeps what is written and when."""

    def __init__(
        self, command: list[str], folder: Path, size: tuple[int, int], extra: Mapping[str, str] | None = None
    ) -> None:
        """`folder` is the program's home and working folder, `size` is columns and rows."""
        env = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor", HOME=str(folder), LC_ALL="C.UTF-8")
        env.update(extra or {})
        env["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        # With the last, each start would compile the whole program anew.
        for name in ("TMUX", "COLUMNS", "LINES", "PS1", "PYTHONDONTWRITEBYTECODE"):
            env.pop(name, None)
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            termios.tcsetwinsize(0, (size[1], size[0]))
            # A test run under nohup passes on that it ignores what `close` sends.
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            os.chdir(folder)
            os.execvpe(command[0], command, env)
        self.written = bytearray()
        self._screen = GhosttyEmulator(*size)
        self._rows = [""] * size[1]
        self._seen = 0
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self.master, 1 << 16)
            except OSError:
                return
            if b"\x1b[?2026$p" in data:
                os.write(self.master, b"\x1b[?2026;2$y")
            with self._more:
                self.written += data
                self._more.notify_all()

    def send(self, keys: bytes) -> int:
        """Type; where in `written` what follows begins."""
        here = len(self.written)
        os.write(self.master, keys)
        return here

    def wait(self, pattern: bytes, start: int, seconds: float = 30) -> float:
        """Wait until a pattern has been written after `start`; the time it was seen."""
        end = time.perf_counter() + seconds
        seen = start
        with self._more:
            while not re.search(pattern, memoryview(self.written)[max(start, seen - 100) :]):
                if time.perf_counter() > end:
                    raise TimeoutError(f"{pattern!r} after {bytes(self.written[-300:])!r}")
                seen = len(self.written)
                self._more.wait(0.5)
        return time.perf_counter()

    def shows(self, pattern: str, seconds: float = 30) -> float:
        """Wait until a pattern is to be seen on the screen; the time it was. What is sent need not be whole words."""
        return self.until(lambda screen: re.search(pattern, screen), pattern, seconds)

    def until(self, condition: Callable[[str], object], what: str, seconds: float = 30) -> float:
        """Wait until the screen is as wanted; the time it was."""
        end = time.perf_counter() + seconds
        while not condition(self.screen()):
            with self._more:
                if time.perf_counter() > end:
                    raise TimeoutError(f"{what!r} on\n{self.screen()}")
                if self._seen == len(self.written):
                    self._more.wait(0.5)
        return time.perf_counter()

    def screen(self) -> str:
        """What the terminal shows now, line by line."""
        new = bytes(self.written[self._seen :])
        self._seen += len(new)
        self._screen.feed(new)
        for y, runs in self._screen.take_changed_rows().items():
            self._rows[y] = "".join(text for text, _ in runs)
        return "\n".join(self._rows)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen()
        self._screen.resize(columns, rows)
        self._rows = [""] * rows
        termios.tcsetwinsize(self.master, (rows, columns))

    def quiet(self, pause: float = 0.15, seconds: float = 20) -> None:
        """Wait until nothing has been written for a while."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            before = len(self.written)
            time.sleep(pause)
            if len(self.written) == before:
                return

    def close(self) -> None:
        """End the program and the reader."""
        os.kill(self.pid, signal.SIGHUP)
        os.waitpid(self.pid, 0)
        self._reader.join(2)
        os.close(self.master)


def milliseconds(times: list[float]) -> str:
    """Median and p95."""
    ordered = sorted(times)
    return f"{statistics.median(ordered) * 1e3:.1f} / {ordered[int(len(ordered) * 0.95)] * 1e3:.1f}"
