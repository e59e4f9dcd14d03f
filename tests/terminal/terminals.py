"""Terminals that the lab is run in, as a learner would: a command goes in, keys go in, a screen comes out."""

from __future__ import annotations

import os
import shlex
import subprocess
import uuid
from pathlib import Path
from typing import Protocol

from tests.bench.outer import Outer
from tests.e2e.tmux import Tmux
from tests.waiting import DEADLINE, until

PLAIN = {"COLORTERM": "", "TMUX": "", "STY": ""}
"""What says of another terminal than the one that is meant."""
Size = tuple[int, int]


class Terminal(Protocol):
    """One with a window of its own."""

    def press(self, key: str) -> None:
        """Press a key: a letter, or F12."""

    def rows(self) -> list[str]:
        """What stands on it, without blanks at the ends."""

    def resize(self, size: Size) -> None:
        """Give it another size."""

    def close(self) -> None:
        """End it and what runs in it."""


class InTmux:
    """tmux, on a server of its own."""

    needs = ("tmux",)

    def __init__(self, folder: Path, command: list[str], size: Size, extra: dict[str, str]) -> None:
        self._tmux = Tmux(*size)
        self._tmux.start(shlex.join(command), str(folder), PLAIN | extra)

    def press(self, key: str) -> None:
        self._tmux.keys(key)

    def rows(self) -> list[str]:
        return [row.rstrip() for row in self._tmux.screen().split("\n")]

    def resize(self, size: Size) -> None:
        self._tmux.resize(size)

    def close(self) -> None:
        self._tmux.close()


class OnPty:
    """A pty whose other end draws what is written; by its name, a Linux console."""

    needs: tuple[str, ...] = ()
    term = "linux"

    def __init__(self, folder: Path, command: list[str], size: Size, extra: dict[str, str]) -> None:
        self._outer = Outer(command, folder, size, PLAIN | {"TERM": self.term} | extra)

    @property
    def written(self) -> bytes:
        """All that was written to it."""
        return bytes(self._outer.written)

    def press(self, key: str) -> None:
        self._outer.send(b"\x1b[24~" if key == "F12" else key.encode())

    def rows(self) -> list[str]:
        return [row.rstrip() for row in self._outer.screen().split("\n")]

    def resize(self, size: Size) -> None:
        self._outer.resize(*size)

    def close(self) -> None:
        self._outer.close()


class InScreen(OnPty):
    """GNU screen, on such a pty that is no console."""

    needs = ("screen",)
    term = "xterm-256color"

    def __init__(self, folder: Path, command: list[str], size: Size, extra: dict[str, str]) -> None:
        # Without this screen has no alternate screen to give, and what the lab has drawn stays in sight.
        (folder / "screenrc").write_text("startup_message off\naltscreen on\n", encoding="ascii")
        (folder / "screens").mkdir(mode=0o700)
        extra = extra | {"SCREENDIR": str(folder / "screens")}
        self._name, self._extra = f"sealegs-{uuid.uuid4().hex[:8]}", extra
        super().__init__(folder, ["screen", "-U", "-c", "screenrc", "-S", self._name, *command], size, extra)

    def close(self) -> None:
        subprocess.run(["screen", "-S", self._name, "-X", "quit"], env=os.environ | self._extra, capture_output=True)
        super().close()


def _not_ours(path: str, flags: int) -> int:
    """Open a terminal without making it that of the tests."""
    return os.open(path, flags | os.O_NOCTTY)


class InXterm:
    """xterm on an X server that nobody sees. Keys are pressed on its keyboard; asked to, it prints what it shows."""

    needs = ("Xvfb", "xterm", "xdotool")

    def __init__(self, folder: Path, command: list[str], size: Size, extra: dict[str, str]) -> None:
        self._folder, self._printed, self._size = folder, folder / "printed", size
        number, told = os.pipe()
        x = ["Xvfb", "-displayfd", str(told), "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset"]
        self._server = subprocess.Popen(x, pass_fds=[told], stderr=subprocess.DEVNULL)
        os.close(told)
        with os.fdopen(number) as read:
            display = f":{read.readline().strip()}"
        self._env = os.environ | PLAIN | extra | {"DISPLAY": display}
        # A printer that ends while xterm closes it hangs xterm: it then waits for its program's end as well, for good.
        printer = f"cat >{self._printed}.new; mv {self._printed}.new {self._printed}; sleep 0.1"
        resources = (f"printerCommand: {printer}", "printAttributes: 0", "printerAutoClose: true")
        options = [word for each in resources for word in ("-xrm", f"XTerm*{each}")]
        window = ["xterm", "-u8", "-geometry", f"{size[0]}x{size[1]}", *options]
        self._xterm = subprocess.Popen([*window, "-e", *command], cwd=folder, env=self._env)
        until(lambda: self._do("search", "--onlyvisible", "--class", "XTerm"), "its window")
        self._window = self._do("search", "--onlyvisible", "--class", "XTerm").split()[-1]
        self._do("windowfocus", "--sync", self._window)

    def _do(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self._env, capture_output=True, text=True, timeout=DEADLINE)
        return done.stdout

    def press(self, key: str) -> None:
        self._do("key", key)

    def rows(self) -> list[str]:
        self._printed.unlink(missing_ok=True)
        try:
            (tty,) = self._folder.glob("*.tty")
            window = tty.read_text(encoding="ascii")
            self._fit(window)
            # To the window's side of its pty, as if the program had written it.
            Path(window).write_bytes(b"\x1b[i")
        except (ValueError, OSError):
            return []
        until(self._printed.exists, "what it prints")
        until(lambda: self._children() == 1, "its printer's end")
        return self._printed.read_text(encoding="utf-8").split("\n")

    def _children(self) -> int:
        """How many programs run in it, or print for it."""
        pid = self._xterm.pid
        return len(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())

    def resize(self, size: Size) -> None:
        self._size = size

    def _fit(self, window: str) -> None:
        """Give it its size again: with no window manager there, one of its own may still come after ours."""
        with open(window, "rb", buffering=0, opener=_not_ours) as tty:
            if tuple(os.get_terminal_size(tty.fileno())) != self._size:
                self._do("windowsize", "--usehints", self._window, *map(str, self._size))

    def close(self) -> None:
        for each in (self._xterm, self._server):
            each.terminate()
            each.wait(DEADLINE)
