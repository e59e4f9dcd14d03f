"""The lab sends its terminal less than Textual writes, and the terminal shows the same."""

import sys
import time
from pathlib import Path

import pytest

from tests.bench.outer import Outer
from tests.terminal.outer_lab import RAW
from tests.waiting import DEADLINE, until
from tui.shell.ghostty import GhosttyEmulator

F12 = b"\x1b[24~"
SHOWN = rb"\x1b\[\?25h"
"""The cursor is shown."""


@pytest.fixture
def lab(tmp_path):
    outer = Outer([sys.executable, "-m", "tests.terminal.outer_lab", str(tmp_path)], tmp_path, (100, 30))
    outer.shows("steady")
    outer.shows("[$#] ")
    yield outer
    outer.close()


def screen_after(data: bytes) -> tuple[list[object], tuple[int, int] | None]:
    """What a terminal shows, and where its cursor is."""
    emulator = GhosttyEmulator(100, 30)
    emulator.feed(data)
    rows = emulator.take_changed_rows()
    return [rows.get(y) for y in range(30)], emulator.cursor()


def same_screens(outer: Outer, folder: Path) -> None:
    """What was sent and what Textual wrote look the same, once both are at rest."""
    outer.quiet(0.3)
    end = time.monotonic() + DEADLINE
    while differs := different_rows(bytes(outer.written), (folder / RAW).read_bytes()):
        assert time.monotonic() < end, differs
        outer.quiet(0.3)


def different_rows(sent: bytes, written: bytes) -> list[object]:
    """Rows of two streams that end differently, each as they are."""
    pairs = zip(screen_after(sent)[0], screen_after(written)[0], strict=True)
    return [(y, *pair) for y, pair in enumerate(pairs) if pair[0] != pair[1]]


def test_the_terminal_shows_what_textual_wrote(lab, tmp_path):
    """Pages, dialogs, views, a zoom, the shell with colours and wide characters, vim."""
    steps = [
        b"n", b"n", b"p", b"m", b"\x1b", b"/docker\r", b"\x1b", b"2", b"1", b"z", b"z", b"?", b" ", b"\x1b",
        F12, "printf '\\e[1;31mred\\e[0m 漢字 é┃\\n'; ls -la /\r".encode(), b"for i in $(seq 50); do echo $i; done\r",
        b"vim -u NONE -N /etc/passwd\r", b"\x06", b"ihello\x1b", b":q!\r", b"\x07\x07", F12, b"n", b"\x0c",
    ]  # fmt: skip
    for keys in steps:
        lab.send(keys)
        same_screens(lab, tmp_path)
    assert len(lab.written) < (tmp_path / RAW).stat().st_size / 2


def test_a_key_at_the_prompt_costs_one_byte(lab):
    """The cursor is the terminal's own, and stands where the letter goes."""
    lab.wait(SHOWN, lab.send(F12))
    for letter in (b"e", b"c"):
        lab.quiet(0.5)
        here = lab.send(letter)
        lab.wait(letter, here)
    lab.quiet(0.3)
    assert bytes(lab.written[here:]) == b"c"


def test_the_cursor_is_shown_where_one_types(lab):
    """Not in the lesson, not under a dialog."""
    assert screen_after(bytes(lab.written))[1] is None
    lab.send(F12)
    until(lambda: screen_after(bytes(lab.written))[1] is not None, "a cursor")
    lab.send(b"\x1d?")
    until(lambda: screen_after(bytes(lab.written))[1] is None, "no cursor under the dialog")
    lab.send(b"\x1b")
    until(lambda: screen_after(bytes(lab.written))[1] is not None, "the cursor again")
    lab.send(F12)
    until(lambda: screen_after(bytes(lab.written))[1] is None, "no cursor in the lesson")
