"""Any bytes in the command pane, in pieces of any size: rows of whole cells, answers of a fixed kind, cells outside."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.hostile.odd import NASTY, corpus, in_pieces, unfit
from tests.terminal.hostile import HOSTILE, SHOWN
from tests.terminal.test_containment import ANSWERED
from tui.outer.thrift import Thrift
from tui.shell.ghostty import GhosttyEmulator
from tui.shell.integration import Mark, MarkSplitter, ShellState

COLUMNS, ROWS = 20, 6
NONCE = "abcdef0123456789"
numbers = st.sampled_from(
    ["", "0", "1", "5", "20", "21", "6", "7", "65535", "65536", "99999999999999999999", "-1", "1:2", "?25"]
)
controls = st.builds(
    lambda start, parts, end: start + ";".join(parts) + end,
    st.sampled_from(["\x1b[", "\x1b[?", "\x1b[>", "\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1b", "\x9b"]),
    st.lists(numbers, max_size=4),
    st.sampled_from([*"ABCDEFGHJKLMPSTXZ@`abcdefghilmnpqrstux", "\x07", "\x1b\\", "$p", " q", "!p", "\x18", ""]),
)
printed = st.one_of(
    controls,
    st.sampled_from(
        ["漢字", "e\u0301", "👩\u200d👩\u200d👧", "\t", "\r\n", "\n", "\b", "\x0e", "\x0f", "\x00", "\x7f", "x" * 25]
    ),
    st.sampled_from(NASTY[:16]).map(lambda text: text.encode("utf-8", "replace").decode()),
    st.text(max_size=8),
).map(lambda text: text.encode("utf-8", "surrogatepass"))
outputs = st.lists(st.one_of(printed, st.binary(max_size=8), st.sampled_from(list(HOSTILE.values()))), max_size=10).map(
    b"".join
)
sizes = st.tuples(st.integers(1, 60), st.integers(1, 30))


def assert_whole(emulator: GhosttyEmulator, rows: dict) -> None:
    """Rows of cells that can be sent to any terminal, and a cursor among them."""
    for number, runs in rows.items():
        text = "".join(text for text, _ in runs)
        assert 0 <= number < emulator.rows
        assert cell_len(text) == emulator.columns
        assert unfit(text) == []
    cursor = emulator.cursor()
    assert cursor is None or (0 <= cursor[0] < emulator.columns and 0 <= cursor[1] < emulator.rows)
    assert emulator.before_cursor() is None or unfit(emulator.before_cursor()) == []


def fed(data: bytes, places: list[int], size: tuple[int, int] | None = None) -> dict:
    """What an emulator shows in the end."""
    emulator = GhosttyEmulator(COLUMNS, ROWS)
    shown = {}
    replies = b""
    try:
        for piece in in_pieces(data, places):
            emulator.feed(piece)
            replies += emulator.take_replies()
            rows = emulator.take_changed_rows()
            assert_whole(emulator, rows)
            shown |= rows
        assert len(replies) <= 4096 * (len(places) + 1)
        assert not re.search(rb"[\r\n]", replies)
        if size:
            emulator.resize(*size)
            assert_whole(emulator, emulator.take_changed_rows())
    finally:
        emulator.close()
    return shown


places = st.lists(st.integers(0, 10**6), max_size=5)


@given(outputs, places, sizes)
@example(b"\x1b[?3h\x1b[99999;99999H\xff", [3], (1, 1))
def test_any_output(data, at, size):
    fed(data, at, size)


@given(printed, st.integers(0, 40))
def test_a_sequence_cut_anywhere_is_the_same(data, at):
    """Pieces are the kernel's business."""
    assert fed(b"a" + data + b"b\r\nc", [at]) == fed(b"a" + data + b"b\r\nc", [])


@pytest.mark.parametrize("name", [*HOSTILE, *SHOWN])
def test_what_is_known_to_be_hostile_cut_anywhere(name):
    data = HOSTILE.get(name) or SHOWN[name][0]
    emulator = GhosttyEmulator(COLUMNS, ROWS)
    for byte in data[:3000]:
        emulator.feed(bytes([byte]))
    assert_whole(emulator, emulator.take_changed_rows())
    assert ANSWERED.fullmatch(emulator.take_replies())
    emulator.close()


@pytest.mark.parametrize("file", corpus("output"), ids=lambda file: file.name)
def test_output_that_was_kept(file):
    fed(file.read_bytes(), [1, 2, 3, 7, 15])


@pytest.mark.parametrize(
    "piece", [b"\x1b]0;", b"x", b"\x1bP", b"\xff", b"\x1b[", b"\x1b[1;", "e\u0301".encode()[1:], b"\n"]
)
def test_megabytes_of_the_same(piece):
    emulator = GhosttyEmulator(COLUMNS, ROWS)
    begun = time.monotonic()
    emulator.feed(piece * (10_000_000 // len(piece)))
    assert_whole(emulator, emulator.take_changed_rows())
    assert time.monotonic() - begun < 10
    emulator.close()


marks = st.sampled_from(
    [
        b"\x1b]7773;",
        NONCE.encode(),
        b";",
        b"D",
        b"P",
        b"W",
        b"C",
        b"0",
        b"9" * 5000,
        b"/tmp",
        b"\x07",
        b"\x1b\\",
        b"\x1b",
        b"%",
        b"%zz",
        b"%00",
        b"%ff",
        b"\x1b]7773;" + NONCE.encode() + b";",
        "٣".encode(),
        b"docker ps",
        b"x" * 70_000,
    ]
)


@given(st.lists(st.one_of(marks, st.binary(max_size=6)), max_size=10).map(b"".join), places)
@example(
    b"\x1b]7773;" + NONCE.encode() + b";C;0;x\x07\x1b]7773;" + NONCE.encode() + b";P;" + b"9" * 5000 + b";x\x07", []
)
def test_marks_of_any_shape(data, at):
    """Nothing is lost or held back for ever, and the state stands."""
    splitter, state, output = MarkSplitter(NONCE), ShellState(), b""
    for piece in [*in_pieces(data, at), b"." * 70_000]:
        for each in splitter.feed(piece):
            if isinstance(each, Mark):
                state.take(each, 1.0)
            else:
                output += each
    assert output.endswith(b".")
    if NONCE.encode() not in data:
        assert output == data + b"." * 70_000


drawn = st.one_of(
    st.tuples(st.integers(-1, 9), st.integers(-1, 25)).map(lambda at: f"\x1b[{at[0]};{at[1]}H"),
    st.sampled_from(
        [
            "\x1b[1m",
            "\x1b[m",
            "\x1b[38;2;1;2;3m",
            "\x1b[38;5m",
            "\x1b[1:2m",
            "\x1b[;;m",
            "\x1b[" + "1;" * 300 + "m",
            "\n",
            "\x1b[?25h",
            "\x1b[?25l",
            "漢",
            "e\u0301",
            "\x1b[2J",
            "\x1b[999999999999H",
            "x" * 30,
            "\x1b",
            "\x1b[",
            "\x07",
            "\x1b]52;c;aGk=\x07",
        ]
    ),
    st.text(max_size=6),
)


@given(
    st.lists(st.lists(drawn, max_size=8).map("".join), max_size=6),
    st.lists(st.tuples(st.integers(0, 6), sizes), max_size=2),
)
def test_the_stream_to_the_outer_terminal(updates, resizes):
    """Whatever is drawn: what is known of the screen has its size, and nothing is made up."""
    thrift = Thrift()
    thrift.sized(COLUMNS, ROWS)
    columns, rows = COLUMNS, ROWS
    changes = dict(resizes)
    for number, update in enumerate(updates):
        if number in changes:
            columns, rows = changes[number]
            thrift.sized(columns, rows)
        sent = thrift.update(update)
        assert {len(row) for row in thrift._text} <= {columns}
        assert len(thrift._text) == rows
        made_up = set(re.sub(r"\x1b\[[\d;?]*[A-Za-z]|\x1bM|[\b\r\n]", "", sent)) - set(update)
        assert made_up == set()
