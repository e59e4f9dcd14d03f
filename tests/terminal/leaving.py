"""A lab on an outer terminal that outlives it, to see what it leaves behind: modes, processes, files."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import uuid
from pathlib import Path

from tests.bench.outer import Outer
from tests.waiting import until
from tui.shell.ghostty import GhosttyEmulator

OPEN = [sys.executable, "-m", "tui", "open", "--engine", "none"]
MODES = (1, 7, 25, 47, 66, 1000, 1002, 1003, 1004, 1006, 1007, 1015, 1016, 1047, 1049, 2004, 2026, 2031, 2048)
"""Private modes that a full-screen program sets: cursor keys, wrap, cursor, screen, keypad, mouse, focus, paste …"""
LEARNER = "A-SECRET-OF-THE-LEARNERS"
"""Stands in the lab's environment, and belongs into no file."""
# The shell stays, so that the terminal isn't hung up, and what the lab leaves behind isn't ended by that.
SCRIPT = 'printf ready; read -r go; "$@"; printf "code=%d." $?; read -r go'


class Leaving:
    """Runs a command as a shell's child, its home and all its folders in `folder`."""

    def __init__(self, folder: Path, command: list[str], size: tuple[int, int] = (100, 30)) -> None:
        self.folder, self._mark = folder, uuid.uuid4().hex
        for name in ("tmp", "run", "sockets"):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        self.outer = Outer(["sh", "-c", SCRIPT, "sh", *command], folder, size, environment(folder, self._mark))
        self.outer.wait(b"ready", 0)
        self.before = self.attributes()
        self.outer.send(b"\n")

    def opened(self, newer: bool = True) -> None:
        """Wait until the lab stands there, with its shell; `newer` terminals tell their size by themselves."""
        self.outer.wait(rb"\x1b\[\?2048\$p", 0)
        if newer:
            self.outer.send(b"\x1b[?2048;2$y")
        self.outer.shows("[#$] ")
        self.outer.quiet()

    @property
    def pid(self) -> int:
        """The lab's process."""
        return next(pid for pid, parent in self.family() if parent == self.outer.pid)

    def family(self) -> list[tuple[int, int]]:
        """All there is of the lab, and what it has started: processes and their parents."""
        return [each for each in marked(self._mark) if each[0] != self.outer.pid]

    def attributes(self) -> list[object]:
        """The terminal's modes in the kernel."""
        return termios.tcgetattr(self.outer.master)

    def code(self) -> int:
        """Wait for the lab's end; its exit code by a shell's rules."""
        self.outer.wait(rb"code=\d+\.", 0)
        return int(re.findall(rb"code=(\d+)\.", self.outer.written)[-1])

    def last_words(self) -> str:
        """What stands on the terminal after the lab has left its screen."""
        return bytes(self.outer.written).rpartition(b"\x1b[?1049l")[2].decode().partition("code=")[0]

    def restored(self) -> None:
        """The terminal is as it was."""
        assert self.attributes() == self.before
        self.outer.quiet()
        assert modes(bytes(self.outer.written)) ^ modes(b"") == set()

    def clean(self) -> None:
        """Nothing is left of it, and the terminal is as it was."""
        self.restored()
        until(lambda: not self.family(), "the end of all it has started")
        for name in ("tmp", "run", "sockets"):
            assert list((self.folder / name).iterdir()) == [], name

    def close(self) -> None:
        """End what is left."""
        for pid, _ in self.family():
            os.kill(pid, signal.SIGKILL)
        self.outer.close()


def environment(folder: Path, mark: str) -> dict[str, str]:
    """Every folder in `folder`; the mark makes what is started known among all processes."""
    return {
        "TMPDIR": str(folder / "tmp"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "SEALEGS_RUNTIME_DIR": str(folder / "sockets"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "SHELL": "/bin/bash",
        "HOME": str(folder),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "TEST_MARK": mark,
        "PASSWORD": LEARNER,
    }


def marked(mark: str) -> list[tuple[int, int]]:
    """Processes with a mark in their environment, and their parents; zombies have none any more."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"TEST_MARK={mark}".encode() in (entry / "environ").read_bytes():
                found.append((int(entry.name), int((entry / "stat").read_text().rpartition(")")[2].split()[1])))
        except OSError:
            continue
    return found


def modes(written: bytes) -> set[bytes]:
    """A terminal's modes and the state of its keyboard, as it tells them itself, after something was written to it."""
    emulator = GhosttyEmulator(100, 30)
    emulator.feed(written)
    emulator.take_replies()
    emulator.feed(b"".join(b"\x1b[?%d$p" % mode for mode in MODES) + b"\x1b[?u")
    return set(emulator.take_replies().split(b"\x1b"))
