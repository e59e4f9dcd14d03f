"""The outer terminal is told less, and shows the same."""

import random

import pytest
from rich.cells import cell_len

from tui.outer.styles import PLAIN, applied, change
from tui.outer.thrift import HIDE_CURSOR, SHOW_CURSOR, Thrift
from tui.shell.ghostty import GhosttyEmulator

COLUMNS, ROWS = 40, 8
STYLES = ("1", "2", "7", "1;31", "38;5;200", "38;2;1;2;3;48;2;4;5;6", "4;9", "48;5;3", "97;104", "3;53")
WORDS = ("abc", " ", "    ", "┏━━┓", "é", "漢字", "x" * 12, "e\u0301", "Ж→")


class Screen:
    """A terminal that is written to."""

    def __init__(self):
        self.emulator = GhosttyEmulator(COLUMNS, ROWS)
        self.emulator.feed(b"\x1b[?7l")
        self.rows = {}

    def feed(self, data):
        self.emulator.feed(data.encode())
        self.rows.update(self.emulator.take_changed_rows())
        return [self.rows.get(y) for y in range(ROWS)]


def frame(chance):
    """An update as Textual writes it."""
    pieces = []
    for _ in range(chance.randint(1, 6)):
        column = chance.randint(1, COLUMNS)
        pieces.append(f"\x1b[{chance.randint(1, ROWS)};{column}H")
        for word in chance.choices(WORDS, k=4):
            column += cell_len(word)
            if column > COLUMNS + 1:
                break
            pieces.append(f"\x1b[{chance.choice(STYLES)}m{word}\x1b[0m" if chance.random() < 0.8 else word)
    return "".join(pieces) + f"\x1b[{chance.randint(1, ROWS)};{chance.randint(1, COLUMNS)}H"


@pytest.mark.parametrize("seed", range(40))
def test_the_screen_is_the_same(seed):
    """After each of many updates, with fewer bytes in all."""
    chance = random.Random(seed)
    as_it_comes, told_less, thrift = Screen(), Screen(), Thrift()
    thrift.sized(COLUMNS, ROWS)
    sizes = [0, 0]
    for _ in range(60):
        data = frame(chance)
        sent = thrift.update(data)
        sizes = [sizes[0] + len(data), sizes[1] + len(sent)]
        assert as_it_comes.feed(data) == told_less.feed(sent)
        assert as_it_comes.emulator.cursor() == told_less.emulator.cursor()
    assert sizes[1] < sizes[0]


def thrifty():
    thrift = Thrift()
    thrift.sized(COLUMNS, ROWS)
    return thrift


def test_what_stands_there_is_not_sent_again():
    """Not even the cursor's place."""
    thrift = thrifty()
    data = "\x1b[2;3H\x1b[1mabc\x1b[0m\x1b[2;3H"
    assert thrift.update(data) == "\x1b[2;3H\x1b[0;1mabc\b\b\b"
    assert thrift.update(data) == ""


def test_a_letter_after_another_is_one_byte():
    """The place and the style are as they were."""
    thrift = thrifty()
    thrift.update("\x1b[2;3H\x1b[1ma\x1b[0m\x1b[2;4H")
    assert thrift.update("\x1b[2;4H\x1b[1mb\x1b[0m\x1b[2;5H") == "b"


def test_a_hidden_cursor_is_not_moved_for_its_own_sake():
    """It goes where something is written."""
    thrift = thrifty()
    assert thrift.update(HIDE_CURSOR) == HIDE_CURSOR
    assert thrift.update(HIDE_CURSOR) == ""
    assert thrift.update("\x1b[5;5H") == ""
    assert thrift.update(SHOW_CURSOR) == SHOW_CURSOR


def test_only_what_differs_in_a_line_is_sent():
    """Small gaps are sent with it."""
    thrift = thrifty()
    thrift.update(HIDE_CURSOR)
    thrift.update("\x1b[1;1Hone two three four five six\x1b[1;1H")
    assert thrift.update("\x1b[1;1Hone 2wo threE four five siX\x1b[1;1H") == "\x1b[1;5H2wo threE\x1b[13CX"


@pytest.mark.parametrize("unknown", ["\x1b[?1049h", "\x1b[2J", "\x1b[10;3r", "tab\t", "\x1b[1;1Habc\x1b[58;5;1m"])
def test_after_something_unknown_everything_is_sent(unknown):
    """It goes through as it is, in the terminal's own style."""
    thrift = thrifty()
    data = "\x1b[2;3H\x1b[1mabc\x1b[0m\x1b[2;3H"
    thrift.update(data)
    assert thrift.update(unknown) == f"\x1b[m{unknown}"
    assert thrift.update(data).startswith("\x1b[2;3H\x1b[0;1mabc")


@pytest.mark.parametrize("harmless", ["\x07", "\x1b[?1004h", "\x1b[?2026$p", "\x1b[>29u", "\x1b]52;c;YWJj\x07"])
def test_what_draws_nothing_changes_nothing(harmless):
    """It goes through, and what is known stays so."""
    thrift = thrifty()
    data = "\x1b[2;3H\x1b[1mabc\x1b[0m\x1b[2;3H"
    thrift.update(data)
    assert thrift.update(harmless) == harmless
    assert thrift.update(data) == ""


def test_another_size_is_another_screen():
    """Its lines have moved."""
    thrift = thrifty()
    data = "\x1b[2;3Habc\x1b[2;3H"
    thrift.update(data)
    thrift.sized(COLUMNS, ROWS)
    assert thrift.update(data) == ""
    thrift.sized(COLUMNS - 1, ROWS)
    assert "abc" in thrift.update(data)


@pytest.mark.parametrize(
    ("before", "after", "sequence"),
    [
        ("", "", ""),
        ("", "1", "\x1b[1m"),
        ("1", "", "\x1b[m"),
        ("1;31", "31", "\x1b[22m"),
        ("1;2;31", "2;31", "\x1b[22;2m"),
        ("38;2;1;2;3;48;2;4;5;6", "7;38;2;1;2;3;48;2;4;5;6", "\x1b[7m"),
        ("7;38;2;1;2;3;48;2;4;5;6", "38;2;1;2;3;48;2;4;5;6", "\x1b[27m"),
        ("31", "32", "\x1b[32m"),
        ("31;42", "42", "\x1b[39m"),
        (None, "4", "\x1b[0;4m"),
        (None, "", "\x1b[m"),
    ],
)
def test_the_shortest_way_to_a_style(before, after, sequence):
    """What it leaves is the style that was wanted."""
    start = None if before is None else applied(PLAIN, before)
    end = applied(PLAIN, after)
    assert change(start, end) == sequence
    if sequence:
        assert applied(start or PLAIN, sequence[2:-1]) == end


@pytest.mark.parametrize("codes", ["58;5;1", "38;2;1", "38", "1:2", "107;108"])
def test_codes_that_are_not_known_are_told(codes):
    """The stream then goes through as it is."""
    assert applied(PLAIN, codes) is None


def page(lines, first):
    """A pane of lines as Textual writes it, with borders and a thumb of a scroll bar that stays where it is."""
    rows = [f"\x1b[{y + 1};1H┃ {lines[first + y]:<35} {'#' if y == 3 else ' '}┃" for y in range(ROWS)]
    return "".join(rows)


@pytest.mark.parametrize("step", [1, 2, -1, -3])
def test_rows_that_only_move_are_moved(step):
    """The terminal does it; what comes in is written, and what doesn't go along is put back."""
    lines = [random.Random(n).randbytes(16).hex() for n in range(30)]
    thrift, screen, whole = thrifty(), Screen(), Screen()
    screen.feed(thrift.update(HIDE_CURSOR + page(lines, 10)))
    sent = thrift.update(page(lines, 10 + step))
    assert len(sent) < 30 + abs(step) * 60
    whole.feed(HIDE_CURSOR + page(lines, 10))
    assert screen.feed(sent) == whole.feed(page(lines, 10 + step))
    assert thrift.update(page(lines, 10 + step)) == ""


def test_rows_that_are_not_known_do_not_move():
    """What was never sent can't be put back."""
    lines = [random.Random(n).randbytes(16).hex() for n in range(30)]
    thrift = thrifty()
    thrift.update(HIDE_CURSOR + page(lines, 10))
    lines[14] = "漢字"
    assert "r" not in thrift.update(page(lines, 11))


@pytest.mark.parametrize("seed", range(20))
def test_the_screen_is_the_same_after_moves(seed):
    """Of a text that is scrolled about in, while something is written elsewhere, and of which rows are the same."""
    chance = random.Random(seed)
    lines = ["".join(chance.choices(WORDS[:5], k=5))[:35] if chance.random() < 0.6 else "same" for _ in range(40)]
    thrift, screen, whole, first = thrifty(), Screen(), Screen(), 10
    for _ in range(60):
        first = max(0, min(30, first + chance.randint(-4, 4)))
        # Without marks that stand on another character: at the margin they land where terminals don't agree.
        data = page(lines, first) + (frame(chance).replace("\u0301", "") if chance.random() < 0.5 else "")
        if chance.random() < 0.3:
            data = data[data.index("\x1b[4") :]
        assert screen.feed(thrift.update(data)) == whole.feed(data)
        assert screen.emulator.cursor() == whole.emulator.cursor()
