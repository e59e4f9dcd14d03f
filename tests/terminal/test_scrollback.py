"""What a session has shown, taken out of the emulator: the same rows, while the session goes on."""

import random
import time

import pytest

from tui.shell.ghostty import GhosttyEmulator
from tui.shell.scrollback import Scrollback, moment
from tui.view.copy_text import CopyText, copy_text
from tui.view.copying import Reading, Typing, pressed

PROGRAM = (
    "plain \x1b[1;31mbold red\x1b[0m \x1b[38;5;200;4mpalette\x1b[0m \x1b[38;2;1;2;3;7mtrue\x1b[0m\r\n"
    "漢字 wide, e\u0301 combined\r\n" + "x" * 40 + "\r\nfull then\r\n" + "y" * 39 + "漢 wrapped wide\r\n"
    "\x1b[44mto the edge\x1b[K\x1b[0m\r\n\r\n   indented   \r\n" + "long words " * 20 + "\r\n$ "
)
CASES = {
    "short": PROGRAM,
    "scrolled": PROGRAM * 9,
    "cleared": PROGRAM * 4 + "\x1b[H\x1b[2Jtop",
    "written over": PROGRAM * 4 + "\x1b[3;5Hover\x1b[5;1H\x1b[2Kgone",
    "alternate": PROGRAM * 4 + "\x1b[?1049h\x1b[4;7Hvim",
    "empty": "",
}


def emulator(output: str, columns: int = 40, rows: int = 12) -> GhosttyEmulator:
    made = GhosttyEmulator(columns, rows)
    made.feed(output.encode())
    return made


def kept(of: GhosttyEmulator) -> tuple[Scrollback, CopyText]:
    scrollback = Scrollback(moment(of), GhosttyEmulator)
    return scrollback, copy_text(scrollback.lines, scrollback.rows)


@pytest.mark.parametrize("output", CASES.values(), ids=CASES.keys())
def test_every_row_looks_as_it_did(output):
    """With styles, at every place of the scrollback; and the text's rows are those rows."""
    live = emulator(output)
    shown = live.take_changed_rows()
    total, end = live.extent()
    scrollback, text = kept(live)
    assert scrollback.total == total == len(text.starts)
    assert scrollback.moment.cursor == live.cursor()
    live.scroll(-total)
    shown |= live.take_changed_rows()
    for top in range(end + 1):
        live.scroll(top - live.extent()[1])
        shown |= live.take_changed_rows()
        assert scrollback.seen_from(top) == [shown[y] for y in range(12)]
        rows = ["".join(part for part, _ in shown[y]).rstrip() for y in range(12)]
        assert [text.row(top + y).rstrip() for y in range(12)] == rows
    scrollback.close()
    live.close()


def test_what_was_wrapped_is_one_line():
    """Full rows that were not wrapped are lines of their own."""
    scrollback, text = kept(emulator(PROGRAM))
    lines = text.text.split("\n")
    assert lines[2:5] == ["x" * 40, "full then", "y" * 39 + "漢 wrapped wide"]
    assert ("long words " * 20).rstrip() in [line.rstrip() for line in lines]
    scrollback.resize(90, 5)
    again = copy_text(scrollback.lines, scrollback.rows)
    assert [line.rstrip() for line in again.text.rstrip().split("\n")] == [
        line.rstrip() for line in text.text.rstrip().split("\n")
    ]
    scrollback.close()


def test_an_emulator_that_was_closed_has_nothing():
    """The one who reads is in another thread, and may come late."""
    live = emulator("text")
    live.close()
    assert (live.drawn(), live.text(unwrapped=True)) == (b"", "")


@pytest.mark.parametrize("words", ["nowhere to be found", "ab", "a", "Z"])
def test_a_search_in_10_000_lines_takes_no_frame(words):
    """16 ms is one; in processor time, as others use the machine too."""
    chance = random.Random(4)
    lines = ("".join(chance.choices("abcdefghij klmnop", k=70)) for _ in range(12_000))
    scrollback, text = kept(emulator("\r\n".join(lines), columns=80, rows=24))
    assert len(text.starts) > 9_000
    at = Reading(text, 24, typing=Typing(words, backwards=True))
    took = []
    for _ in range(5):
        start = time.thread_time()
        pressed(at, "enter", None)
        took.append(time.thread_time() - start)
    assert min(took) < 0.016
    scrollback.close()
