"""Keys as an xterm sends them."""

import pytest

from tui.shell.keys import encode
from tui.shell.mouse import LEFT, WHEEL_UP, report

# key, the character it prints, what a program reads
KEYS = [
    ("a", "a", b"a"),
    ("A", "A", b"A"),
    ("é", "é", "é".encode()),
    ("漢", "漢", "漢".encode()),
    ("exclamation_mark", "!", b"!"),
    ("plus", "+", b"+"),
    ("space", " ", b" "),
    ("enter", "\r", b"\r"),
    ("shift+enter", None, b"\r"),
    ("tab", "\t", b"\t"),
    ("shift+tab", None, b"\x1b[Z"),
    ("escape", "\x1b", b"\x1b"),
    ("backspace", "\x7f", b"\x7f"),
    ("backspace", "\x08", b"\x08"),
    ("ctrl+backspace", None, b"\x08"),
    ("ctrl+h", None, b"\x08"),
    ("ctrl+at", "\x00", b"\x00"),
    ("ctrl+space", None, b"\x00"),
    ("ctrl+a", "\x01", b"\x01"),
    ("ctrl+c", "\x03", b"\x03"),
    ("ctrl+i", None, b"\t"),
    ("ctrl+j", "\n", b"\n"),
    ("ctrl+p", "\x10", b"\x10"),
    ("ctrl+q", "\x11", b"\x11"),
    ("ctrl+z", "\x1a", b"\x1a"),
    ("ctrl+left_square_bracket", None, b"\x1b"),
    ("ctrl+backslash", "\x1c", b"\x1c"),
    ("ctrl+right_square_bracket", "\x1d", b"\x1d"),
    ("ctrl+circumflex_accent", "\x1e", b"\x1e"),
    ("ctrl+underscore", "\x1f", b"\x1f"),
    ("ctrl+slash", None, b"\x1f"),
    ("ctrl+question_mark", None, b"\x7f"),
    ("up", None, b"\x1b[A"),
    ("home", None, b"\x1b[H"),
    ("end", None, b"\x1b[F"),
    ("shift+left", None, b"\x1b[1;2D"),
    ("alt+left", None, b"\x1b[1;3D"),
    ("ctrl+left", None, b"\x1b[1;5D"),
    ("ctrl+shift+right", None, b"\x1b[1;6C"),
    ("insert", None, b"\x1b[2~"),
    ("delete", None, b"\x1b[3~"),
    ("alt+delete", None, b"\x1b[3;3~"),
    ("ctrl+pageup", None, b"\x1b[5;5~"),
    ("f1", None, b"\x1bOP"),
    ("f4", None, b"\x1bOS"),
    ("alt+f4", None, b"\x1b[1;3S"),
    ("f5", None, b"\x1b[15~"),
    ("ctrl+f5", None, b"\x1b[15;5~"),
    ("f12", None, b"\x1b[24~"),
    ("f17", None, b"\x1b[15;2~"),
    ("alt+a", None, b"\x1ba"),
    ("alt+shift+a", None, b"\x1bA"),
    ("alt+é", "é", b"\x1b" + "é".encode()),
    ("alt+1", None, b"\x1b1"),
    ("alt+full_stop", None, b"\x1b."),
    ("alt+less_than_sign", None, b"\x1b<"),
    ("alt+underscore", None, b"\x1b_"),
    ("alt+minus", None, b"\x1b-"),
    ("alt+enter", None, b"\x1b\r"),
    ("alt+backspace", None, b"\x1b\x7f"),
    ("alt+space", None, b"\x1b "),
    ("alt+ctrl+a", None, b"\x1b\x01"),
    ("super+a", None, None),
    ("left_shift", None, None),
    ("f30", None, None),
]


@pytest.mark.parametrize(("key", "character", "data"), KEYS, ids=[f"{k}-{c!r}" for k, c, _ in KEYS])
def test_a_key_is_what_an_xterm_sends(key: str, character: str | None, data: bytes | None) -> None:
    """One key, with the cursor keys in their normal mode."""
    assert encode(key, character, application_cursor=False) == data


@pytest.mark.parametrize(
    ("key", "data"), [("up", b"\x1bOA"), ("end", b"\x1bOF"), ("ctrl+up", b"\x1b[1;5A"), ("delete", b"\x1b[3~")]
)
def test_application_cursor_keys(key: str, data: bytes) -> None:
    """DEC mode 1 changes arrows, Home and End, but not with Ctrl or Alt held."""
    assert encode(key, None, application_cursor=True) == data


def test_mouse_reports() -> None:
    """SGR reports say which button was let go; the old format can't, and ends at column 223."""
    assert report(LEFT, 0, 4, pressed=True, sgr=True) == b"\x1b[<0;1;5M"
    assert report(LEFT, 0, 4, pressed=False, sgr=True, control=True) == b"\x1b[<16;1;5m"
    assert report(WHEEL_UP, 2, 1, pressed=True, sgr=False) == b'\x1b[M`#"'
    assert report(LEFT, 2, 1, pressed=False, sgr=False) == b'\x1b[M##"'
    assert report(LEFT, 223, 1, pressed=True, sgr=False) is None
