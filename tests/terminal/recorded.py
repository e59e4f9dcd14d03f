"""A real program whose terminal is our emulator; every byte it prints is kept, to be shown to another terminal."""

from __future__ import annotations

import os
import select
import shutil
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.waiting import DEADLINE
from tui.shell import pty
from tui.shell.emulator import PLAIN, CellStyle, Emulator, Run
from tui.shell.ghostty import GhosttyEmulator

SIZE = (80, 24)
# Once what is waited for is there, a silence this long (s) says that the program has drawn all of it, so that no
# escape sequence is cut in two where another terminal is asked for its screen.
_SILENCE = 0.05

_ARROWS = {"up": "A", "down": "B", "right": "C", "left": "D"}

Cell = tuple[str, CellStyle]


@dataclass(frozen=True)
class Screen:
    """What a terminal shows: rows of cells without plain blanks at their ends, and where its cursor is."""

    rows: tuple[tuple[Cell, ...], ...]
    cursor: tuple[int, int] | None

    @property
    def text(self) -> list[str]:
        """The rows without their styles; blanks at their ends don't count."""
        return ["".join(text for text, _ in row).rstrip() for row in self.rows]

    def unlike(self, other: Screen, *, looks: bool = True) -> list[str]:
        """What tmux's screen has otherwise: a line for each row with another text, and with another look only.

        tmux's capture-pane leaves out what was erased at a row's end, whatever its colour: there ours may have one.
        """
        found = []
        for y, (mine, theirs) in enumerate(zip(self.text, other.text, strict=True)):
            if mine != theirs:
                found.append(f"row {y}: {mine!r} and {theirs!r}")
            elif looks and (difference := _first_difference(self.rows[y], other.rows[y])):
                found.append(f"row {y} {mine!r}: {difference}")
        if self.cursor != other.cursor:
            found.append(f"cursor {self.cursor} and {other.cursor}")
        return found


def _first_difference(mine: tuple[Cell, ...], theirs: tuple[Cell, ...]) -> str:
    blank = (" ", PLAIN)
    while len(mine) > len(theirs) and _is_erased(mine[-1]):
        mine = mine[:-1]
    for x in range(max(len(mine), len(theirs))):
        one, two = (row[x] if x < len(row) else blank for row in (mine, theirs))
        if one != two:
            return f"column {x} is {one} and {two}"
    return ""


def _is_erased(cell: Cell) -> bool:
    text, style = cell
    return text == " " and style == CellStyle(background=style.background)


class Watched:
    """An emulator and all of its rows, which it tells only when they change."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.emulator: Emulator = GhosttyEmulator(*size)
        self._rows: dict[int, list[Run]] = {}

    def screen(self) -> Screen:
        """What it shows now."""
        self._rows.update(self.emulator.take_changed_rows())
        rows = (tuple(_cells(self._rows[y])) for y in range(self.emulator.rows))
        return Screen(tuple(rows), self.emulator.cursor())


def _cells(runs: list[Run]) -> list[Cell]:
    cells = [(character, style) for text, style in runs for character in text]
    while cells and cells[-1] == (" ", PLAIN):
        cells.pop()
    return cells


@dataclass(frozen=True)
class Moment:
    """What our emulator showed at one moment of a recording."""

    name: str
    screen: Screen


def need(program: str) -> None:
    """Skip the test where a program is not installed, and say so; in CI, which installs them all, it fails."""
    if shutil.which(program) is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{program} is not installed")


Tape = list[bytes | tuple[int, int] | Moment]
"""In the order they came: what a program printed, new sizes, and moments to compare."""


def at_ten_places(printed: bytes) -> Tape:
    """The tape of something printed, with moments all along it: before escape sequences, so that none is cut in two."""
    watched, tape, start = Watched(SIZE), Tape(), 0
    for tenth in range(1, 11):
        end = printed.find(b"\x1b[", len(printed) * tenth // 10) if tenth < 10 else -1
        end = end if end >= 0 else len(printed)
        watched.emulator.feed(printed[start:end])
        tape += [printed[start:end], Moment(f"{tenth}/10", watched.screen())]
        start = end
    watched.emulator.close()
    return tape


class Recorded:
    """A program on a pty of `size`, its tape, and keys to press. Everything waits for conditions on the screen."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        size: tuple[int, int] = SIZE,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        """`folder` is the program's home and working folder."""
        env = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PS1": "$ ", "LESS": "", "HISTFILE": str(folder / ".history")}
        self.tape: Tape = []
        self.folder = folder
        self._watched = Watched(size)
        self._child = pty.spawn(command, pty.environment(env | dict(extra or {})), folder, *size)

    @property
    def emulator(self) -> Emulator:
        """The program's terminal."""
        return self._watched.emulator

    def screen(self) -> Screen:
        """What it shows now."""
        return self._watched.screen()

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._child.master, keys.encode())

    def press(self, *names: str) -> None:
        """Press arrow keys, which tell themselves as the program has asked."""
        for name in names:
            self.type(("\x1bO" if self.emulator.mode(1) else "\x1b[") + _ARROWS[name])

    def shows(self, *texts: str) -> None:
        """Wait until all these texts stand on the screen."""
        self.until(lambda screen: all(text in "\n".join(screen.text) for text in texts), " and ".join(texts))

    def lacks(self, text: str) -> None:
        """Wait until a text doesn't stand on the screen any more."""
        self.until(lambda screen: text not in "\n".join(screen.text), f"no {text}")

    def answers(self, act: Callable[[], None]) -> None:
        """Do something that the program answers by printing, and wait for that."""
        act()
        assert self._read(DEADLINE), "the program prints nothing"

    def until(self, condition: Callable[[Screen], bool], what: str) -> None:
        """Wait until a condition holds for the screen."""
        end = time.monotonic() + DEADLINE
        while not condition(self.screen()):
            left = end - time.monotonic()
            assert left > 0, f"waited in vain for {what}:\n" + "\n".join(self.screen().text)
            self._read(left)

    def moment(self, name: str, *texts: str) -> None:
        """Wait for texts, then mark the moment as one to compare."""
        self.shows(*texts)
        self.settle()
        self.tape.append(Moment(name, self.screen()))

    def settle(self) -> None:
        """Wait until the program has drawn all of what it draws."""
        while self._read(_SILENCE):
            pass

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size."""
        self.emulator.resize(columns, rows)
        self.tape.append((columns, rows))
        pty.resize(self._child, columns, rows)

    def ended(self) -> None:
        """Wait until the program has closed its terminal, and mark the moment."""
        end = time.monotonic() + DEADLINE
        while (status := pty.status(self._child)) is None:
            assert time.monotonic() < end, "the program doesn't end:\n" + "\n".join(self.screen().text)
            self._read(_SILENCE)
        while self._read(0):
            pass
        self.tape.append(Moment(f"ended with {status}", self.screen()))

    def close(self) -> None:
        """End the program and free everything."""
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        os.close(self._child.master)
        pty.status(self._child, wait=True)
        self.emulator.close()

    def _read(self, seconds: float) -> bool:
        """Wait for output and take it; whether there was any."""
        if not select.select([self._child.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._child.master, 1 << 16)
        except OSError:
            return False
        self.emulator.feed(data)
        if self.tape and isinstance(self.tape[-1], bytes):
            self.tape[-1] += data
        else:
            self.tape.append(data)
        if replies := self.emulator.take_replies():
            os.write(self._child.master, replies)
        return True
