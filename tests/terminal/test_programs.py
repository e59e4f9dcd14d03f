"""Real programs look right, and what they print can't reach out of the pane."""

import re
import shutil
import time
from pathlib import Path

import pytest

from tests.terminal.conftest import Shell
from tests.waiting import until
from tui.model.shell import CommandStarted
from tui.shell.emulator import CellStyle
from tui.shell.ghostty import GhosttyEmulator


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@needs("vim")
def test_vim_edits_saves_and_gives_the_screen_back(shell: Shell, home: Path) -> None:
    """The full-screen program has the alternate screen; the prompt is back after it."""
    shell.run("echo before")
    shell.type("vim -u NONE -i NONE note.txt\r")
    until(lambda: shell.is_taken)
    assert "before" not in shell.text()
    shell.type("ihello from vim")
    shell.shows("hello from vim")
    shell.type("\x1b:wq\r")
    shell.at_prompt()
    assert (home / "note.txt").read_text(encoding="utf-8") == "hello from vim\n"
    assert "echo before\nbefore\n" in shell.text()


@needs("less")
def test_less_pages_and_gives_the_screen_back(shell: Shell) -> None:
    """Space turns the page, q leaves."""
    shell.type("seq -f 'line %g' 200 | less\r")
    shell.shows("line 1\n")
    shell.type(" ")
    shell.shows("line 40")
    shell.type("q")
    shell.at_prompt()
    assert "line 40" not in shell.text()


def test_a_killed_program_leaves_a_usable_prompt(shell: Shell) -> None:
    """Alternate screen, mouse and hidden cursor are put back when the prompt comes."""
    shell.run(r"printf '\e[?1049h\e[?1000h\e[?1006h\e[?25l\e(0\016\e]0;never ended'")
    shell.run("echo usable")
    shell.shows("\nusable\n")
    with shell.session.screen() as emulator:
        assert not emulator.on_alternate_screen()
        assert not emulator.mode(1000)
        assert emulator.mode(25)


EVIL = (
    b"\x1b]0;\rtouch owned\r\x07\x1b[21t"  # a title, and the request to type it back
    b"\x1bP$q\rtouch owned\r\x1b\\"  # DECRQSS with a command in it
    b"\x05\x1b[c\x1b[>c\x1b[6n\x1b[5n\x1b[>q"  # queries with fixed answers
    b"\x1b]52;c;?\x07\x1b]52;c;dG91Y2g=\x07"  # the clipboard, read and write
    b"\x1bP+q544e\x1b\\\x1b]4;1;?\x07\x1b]10;?\x07"  # XTGETTCAP, colours
    b"\x1b]7773;P;\x07\x1b]7773;C;forged\x07\x1b]7773;0;P;\x07\x1b]7773;;C;forged\x07"
)


def test_a_printed_file_has_no_effect_on_the_shell(shell: Shell, home: Path) -> None:
    """Nothing of its choice is typed into the shell, no command is told that wasn't typed."""
    (home / "evil").write_bytes(EVIL)
    shell.run("cat evil")
    # The answers the emulator does give stand at the prompt like typed text: Ctrl-U drops them.
    shell.type("\x1b\x15\x15\x0c")
    shell.run("echo still here")
    shell.shows("\nstill here\n")
    assert not (home / "owned").exists()
    lines = [each.line for each in shell.news if isinstance(each, CommandStarted)]
    assert lines[0] == "cat evil"
    assert lines[-1].endswith("echo still here")
    assert len(lines) == 2


def test_a_stolen_nonce_is_not_in_the_environment(shell: Shell) -> None:
    """A program that prints its environment prints no nonce."""
    shell.run("env > env.txt; set > set.txt")
    nonce = re.search(r"__sealegs_nonce=(\w{32})", (shell.home / "set.txt").read_text(encoding="utf-8"))
    assert nonce is not None
    assert nonce[1] not in (shell.home / "env.txt").read_text(encoding="utf-8")


def resident() -> int:
    """Memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * 4096


def test_twenty_megabytes_are_printed_in_bounded_memory(shell: Shell, home: Path) -> None:
    """The scrollback keeps 10,000 lines, not all of it."""
    line = b"all work and no play makes jack a dull boy 0123456789\n"
    (home / "big").write_bytes(line * (20_000_000 // len(line)))
    shell.run("true")
    before = resident()
    shell.run("cat big; echo done", deadline=60)
    shell.shows("done")
    assert resident() - before < 40_000_000


def test_a_flood_leaves_ctrl_c_working(shell: Shell) -> None:
    """The prompt is back soon after."""
    shell.type("yes\r")
    shell.shows("y\ny\ny\ny\ny")
    start = time.monotonic()
    shell.type("\x03")
    shell.at_prompt()
    assert time.monotonic() - start < 10


@pytest.fixture
def emulator() -> GhosttyEmulator:
    """An emulator of 20 by 4 cells."""
    return GhosttyEmulator(20, 4)


def row(emulator: GhosttyEmulator, y: int = 0) -> list[tuple[str, CellStyle]]:
    return emulator.take_changed_rows()[y]


def test_the_librarys_cells_are_laid_out_as_known(emulator: GhosttyEmulator) -> None:
    """Else rows are read cell by cell: right, and ten times slower."""
    assert emulator.reads_in_bulk


def test_both_ways_to_read_agree(emulator: GhosttyEmulator) -> None:
    """In bulk and through the library's getters."""
    emulator.feed("\x1b[1;31mred\x1b[0m é→ \x1b[38;2;1;2;3;48;5;9mx\x1b[0m".encode())
    in_bulk = row(emulator)
    slow = GhosttyEmulator(20, 4)
    slow._reader.layout_trusted = False
    slow.feed("\x1b[1;31mred\x1b[0m é→ \x1b[38;2;1;2;3;48;5;9mx\x1b[0m".encode())
    assert row(slow) == in_bulk
    assert in_bulk[0] == ("red", CellStyle(foreground=1, bold=True))
    assert in_bulk[2] == ("x", CellStyle(foreground=(1, 2, 3), background=9))


def test_an_unknown_layout_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that packs its cells in another way is read through its getters."""
    monkeypatch.setattr("tui.shell.cells._POINT_SHIFT", 3)
    emulator = GhosttyEmulator(20, 4)
    assert not emulator.reads_in_bulk
    emulator.feed(b"hello")
    assert row(emulator)[0][0] == "hello".ljust(20)


def test_wide_combined_and_erased_cells(emulator: GhosttyEmulator) -> None:
    """A wide character is one character; erased cells keep the colour they were erased to."""
    emulator.feed("漢e\u0301\r\n\x1b[44mab\x1b[K\r\n\x1b[48;2;250;128;7m\x1b[K".encode())
    rows = emulator.take_changed_rows()
    assert rows[0] == [("漢e\u0301" + " " * 17, CellStyle())]
    assert rows[1] == [("ab" + " " * 18, CellStyle(background=4))]
    assert rows[2] == [(" " * 20, CellStyle(background=(250, 128, 7)))]


def test_a_program_cant_change_the_width(emulator: GhosttyEmulator) -> None:
    """132 columns (DECCOLM) don't fit the pane."""
    emulator.feed(b"\x1b[?40h\x1b[?3hx")
    assert all(sum(len(text) for text, _ in runs) == 20 for runs in emulator.take_changed_rows().values())


def test_scrollback(emulator: GhosttyEmulator) -> None:
    """10,000 lines are kept; the cursor is away while older ones are shown."""
    emulator.feed(b"".join(b"line %d\r\n" % n for n in range(12_000)))
    emulator.take_changed_rows()
    emulator.scroll(-9_000)
    assert row(emulator)[0][0].strip() == "line 2997"
    assert emulator.cursor() is None
    emulator.scroll_to_end()
    assert row(emulator)[0][0].strip() == "line 11997"
    assert emulator.cursor() == (0, 3)


def test_a_new_size_changes_every_row(emulator: GhosttyEmulator) -> None:
    """Also when only the number of rows is another."""
    emulator.feed(b"x")
    emulator.take_changed_rows()
    emulator.resize(20, 6)
    assert len(emulator.take_changed_rows()) == 6
    assert emulator.take_changed_rows() == {}


def test_the_bell_is_told_once(emulator: GhosttyEmulator) -> None:
    """And what ends a title is none."""
    emulator.feed("\x1b]2;top\u202e\u200b - ".encode() + b"x" * 100 + b"\x07")
    assert not emulator.take_bell()
    emulator.feed(b"\x07")
    assert emulator.take_bell()
    assert not emulator.take_bell()


def test_replies_are_capped(emulator: GhosttyEmulator) -> None:
    """A file of queries doesn't fill the memory with answers."""
    emulator.feed(b"\x1b[6n" * 100_000)
    assert 4000 < len(emulator.take_replies()) <= 4096
    assert emulator.take_replies() == b""
