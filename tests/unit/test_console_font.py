"""What the Linux console's fonts lack has something that stands for it."""

import ast
from pathlib import Path

import pytest
from rich.cells import cell_len

from tui.outer.console_font import STAND_INS, few_characters

TUI = Path(__file__).resolve().parents[2] / "tui"
SHOWS = ("view", "widgets", "screens")
KERNELS = set(bytes(range(128, 256)).decode("cp437")) | set("☺☻♥♦♣♠•◘○◙♂♀♪♫☼►▶◄◀↕‼¶§▬↨↑↓→←∟↔▲▼◆×")
"""Those of the font that is in the kernel (its table is drivers/tty/vt/cp437.uni)."""
DEBIANS = set("·…─→”“▸↑✗↓█├░└←•▾▼▲│▶▒–é×»§■♦═║╔╗╚╝╭╮╰╯┏┓┗┛━┃┌┐┘╸╺☑")
"""Of those that are of interest here, the ones in console-setup's Lat15, Uni2 and Uni3 fonts, by `psfgettable`."""
BOTH = KERNELS & DEBIANS
QUARTERS = set("▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")
"""Large letters are made of them, and there are none on the console."""
BORDERS = set("╭╮╰╯┏┓┗┛━┃─│▔▁▊▎▏▕█▀▄▌▐")
"""Of the borders and scroll bars that Textual draws for us."""


def shown() -> set[str]:
    """Every character that is no ASCII, in what the lab says and draws."""
    found = set(BORDERS)
    for room in SHOWS:
        for file in (TUI / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found |= {character for character in node.value if not character.isascii()}
    return found - QUARTERS


def test_nothing_is_shown_that_a_console_can_not_show():
    """Neither on the kernel's font nor on Debian's."""
    drawn = {character.translate(STAND_INS) for character in shown()}
    assert {character for character in drawn if not character.isascii() and character not in BOTH} == set()


def test_a_stand_in_takes_the_same_room():
    """The lab's idea of where the cursor is stays true."""
    assert {key for key, value in STAND_INS.items() if cell_len(chr(key)) != cell_len(value)} == set()


def test_marks_that_say_something_stay_apart():
    """Done, open, wrong, a question; a border that is in front and one that is not."""
    for apart in ("✓○✗?·", "+~-", "━─", "┃│", "▸▾", "▓░"):
        assert len(set(apart.translate(STAND_INS))) == len(apart)


@pytest.mark.parametrize(
    ("term", "few"), [("linux", True), ("linux-16color", True), ("xterm-256color", False), ("", False)]
)
def test_which_terminals(monkeypatch, term, few):
    """By their names: a console says nothing of its font."""
    monkeypatch.setenv("TERM", term)
    assert few_characters() is few
