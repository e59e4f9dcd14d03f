"""tmux as a second opinion: the bytes a program printed, shown in a pane of the same size."""

from __future__ import annotations

import itertools
import os
import shlex
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from tests.terminal.recorded import Moment, Screen, Tape
from tests.terminal.tmux_looks import Looks
from tests.waiting import DEADLINE

_ABOUT = "#{pane_title} #{cursor_x} #{cursor_y} #{cursor_flag}"


class TmuxServer:
    """A tmux server of one's own, and a pane of it for each recording."""

    def __init__(self) -> None:
        self._tmux = ["tmux", "-u", "-f", "/dev/null", "-L", f"sealegs-{uuid.uuid4().hex[:8]}"]
        self._folder = tempfile.TemporaryDirectory()
        self._number = itertools.count()
        # This session only keeps the server alive.
        self.run("new-session", "-d", "cat", ";", "set", "-g", "status", "off")

    def run(self, *words: str) -> str:
        """Run a tmux command; its output."""
        env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "TMUX")}
        env["LC_ALL"] = "C.UTF-8"
        done = subprocess.run([*self._tmux, *words], env=env, capture_output=True, timeout=DEADLINE)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def differences(self, tape: Tape, size: tuple[int, int], *, looks: bool = True) -> dict[str, list[str]]:
        """For each moment on the tape what tmux shows otherwise than our emulator did, by the moment's name.

        Without `looks` only texts and the cursor are compared.
        """
        pane = TmuxPane(self, size, Path(self._folder.name) / str(next(self._number)))
        try:
            return dict(self._compare(tape, pane, looks))
        finally:
            pane.close()

    def _compare(self, tape: Tape, pane: TmuxPane, looks: bool) -> Iterator[tuple[str, list[str]]]:
        for piece in tape:
            if isinstance(piece, bytes):
                pane.feed(piece)
            elif isinstance(piece, Moment):
                yield piece.name, piece.screen.unlike(self._screen(pane), looks=looks)
            else:
                pane.resize(*piece)

    def _screen(self, pane: TmuxPane) -> Screen:
        lines, cursor = pane.capture()
        looks = Looks()
        return Screen(tuple(looks.cells(line) for line in lines), cursor)

    def close(self) -> None:
        """End the server and all in it."""
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)
        self._folder.cleanup()


class TmuxPane:
    """A window whose program passes bytes on as they are, with no processing by the tty."""

    def __init__(self, server: TmuxServer, size: tuple[int, int], pipe: Path) -> None:
        self._server = server
        self._marks = itertools.count()
        os.mkfifo(pipe)
        command = f"stty raw -echo; exec cat {shlex.quote(str(pipe))}"
        where = ("-x", str(size[0]), "-y", str(size[1]), "-P", "-F", "#{window_id}")
        self._window = server.run("new-session", "-d", *where, command).strip()
        self._pipe = pipe.open("wb", buffering=0)
        self.size = size

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size, once it has taken what it was fed."""
        self.capture()
        self._server.run("resize-window", "-t", self._window, "-x", str(columns), "-y", str(rows))
        self.size = columns, rows

    def feed(self, data: bytes) -> None:
        """Print bytes."""
        view = memoryview(data)
        while view:
            view = view[self._pipe.write(view) :]

    def capture(self) -> tuple[list[str], tuple[int, int] | None]:
        """The rows with escape sequences for their looks, and the cursor, None if hidden.

        A title that only we know is set last; once the pane has it, it has taken all before it.
        """
        mark = f"mark-{next(self._marks)}"
        self.feed(f"\x1b]2;{mark}\x1b\\".encode())
        end = time.monotonic() + DEADLINE
        while True:
            said = self._server.run(
                *("display-message", "-p", "-t", self._window, _ABOUT, ";"),
                *("capture-pane", "-p", "-e", "-N", "-t", self._window),
            )
            about, *lines = said.removesuffix("\n").split("\n")
            title, x, y, visible = about.rsplit(" ", 3)
            if title == mark:
                break
            assert time.monotonic() < end, f"tmux hasn't come to {mark}: {about}"
        # tmux's cursor stands beyond the last column while the next character is to wrap.
        return lines, (min(int(x), self.size[0] - 1), int(y)) if visible == "1" else None

    def close(self) -> None:
        """End its program."""
        self._pipe.close()
