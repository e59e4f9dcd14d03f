"""The lab as a program in terminals of several kinds: what it draws, which keys arrive, what it leaves behind."""

import json
import re
import shutil
import sys

import pytest

from tests.terminal.leaving import OPEN, environment
from tests.terminal.terminals import InScreen, InTmux, InXterm, OnPty, Size, Terminal
from tests.terminal.witness import BEFORE
from tests.unit.test_console_font import BOTH
from tests.waiting import until
from tui.shell.ghostty import GhosttyEmulator

WIDE, NARROW = (120, 40), (80, 24)
FRAMES = re.compile(r"([┏╔])[^┓╗]*([┓╗])")
"""The upper border of the pane that is in front."""


@pytest.fixture(params=[InTmux, InScreen, OnPty, InXterm], ids=["tmux", "screen", "console", "xterm"])
def kind(request):
    missing = [program for program in request.param.needs if not shutil.which(program)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    return request.param


def shows(terminal: Terminal, size: Size, *texts: str) -> list[str]:
    """Wait until the lab stands there whole: the pane in front has its frame, the last row is the lab's."""
    rows: list[str] = []

    def whole() -> bool:
        rows[:] = terminal.rows()
        return all(any(text in row for row in rows) for text in texts) and framed(rows, size)

    try:
        until(whole, f"{texts}")
    except AssertionError as error:
        raise AssertionError(f"{error} on\n" + "\n".join(rows)) from error
    return rows


def framed(rows: list[str], size: Size) -> bool:
    """Whether a frame in front is whole, and all of the screen is used."""
    if len(rows) < size[1] or "F1 help" not in rows[size[1] - 1] or max(map(len, rows)) != size[0]:
        return False
    for top, row in enumerate(rows):
        found = FRAMES.search(row)
        if found:
            left, right = found.start(1), found.start(2)
            side, corner = ("┃", "┗") if found[1] == "┏" else ("║", "╚")
            below = [each.ljust(size[0]) for each in rows[top + 1 :]]
            height = next((y for y, each in enumerate(below) if each[left] == corner), 0)
            return height > 2 and all(each[left] == each[right] == side for each in below[:height])
    return False


def without_alternate(written: bytes, size: Size) -> list[str]:
    """What of the lab stays on a terminal that has no other screen to go back to."""
    emulator = GhosttyEmulator(*size)
    emulator.feed(re.sub(rb"\x1b\[\?1049[hl]", b"", written))
    rows = ("".join(text for text, _ in runs) for runs in emulator.take_changed_rows().values())
    return [row for row in rows if re.search("F1 help|Welcome|command pane", row)]


def test_it_is_whole_hears_keys_and_leaves_nothing(kind, tmp_path):
    """At two sizes, the second one while it runs; F12 there and back; the terminal as before after q."""
    # Some shells export a width, and don't when it changes.
    told, extra = tmp_path / "told", environment(tmp_path, "terminals") | {"COLUMNS": "80"}
    for name in ("tmp", "run", "sockets"):
        (tmp_path / name).mkdir(mode=0o700)
    command = [sys.executable, "-m", "tests.terminal.witness", str(told), *OPEN]
    # Not the other way round: to make room, xterm and screen drop lines of the screen that is to come back.
    terminal: Terminal = kind(tmp_path, command, NARROW, extra)
    try:
        shows(terminal, NARROW, "Welcome", "command pane", "F12 command pane")
        terminal.resize(WIDE)
        seen = shows(terminal, WIDE, "Welcome", "command pane", "F12 command pane")
        terminal.press("F12")
        shows(terminal, WIDE, "F12 back")
        terminal.press("F12")
        shows(terminal, WIDE, "F12 command pane")
        terminal.press("q")
        until(told.exists, "its end")
        found = json.loads(told.read_text(encoding="ascii"))
        assert found["code"] == 0
        assert found["after"] == found["before"]
        until(
            lambda: [row for row in terminal.rows() if row][:1] == [BEFORE], f"the screen as before: {terminal.rows()}"
        )
        assert not any("F1 help" in row for row in terminal.rows())
        if isinstance(terminal, OnPty):
            assert without_alternate(terminal.written, WIDE) == []
        if kind is OnPty:
            assert {each for row in seen for each in row if not each.isascii()} <= BOTH
            assert not re.search(rb"\x1b\[[\d;]*[34]8;[25];", terminal.written), "more than sixteen colours"
    finally:
        terminal.close()


def test_shift_alone_is_no_key(lab):
    """Terminals with kitty's protocol tell of it too; after Ctrl-] it must not stand in for the key it goes with."""
    lab.outer.send(b"\x1b[24~")
    lab.outer.shows("F12 back")
    lab.outer.send(b"\x1b[57442;5u\x1b[93;5u\x1b[57441;2u\x1b[47;2;63u")
    lab.outer.shows("Show all keys")
