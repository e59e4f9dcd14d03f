"""Mouse reports as an xterm sends them to a program that asked (xterm's ctlseqs, "Mouse Tracking")."""

from __future__ import annotations

CLICKS, DRAGS, MOVES = 1000, 1002, 1003
"""DEC modes by which a program asks for buttons, for moves with a button held, for all moves."""
SGR = 1006
"""DEC mode of the report format without limits."""

LEFT, MIDDLE, RIGHT, NONE, WHEEL_UP, WHEEL_DOWN = 0, 1, 2, 3, 64, 65
_MOVED = 32
# The old format has one byte for a coordinate, offset by 32.
_OLD_FORMAT_END = 223


def report(
    button: int,
    column: int,
    row: int,
    *,
    pressed: bool,
    sgr: bool,
    moved: bool = False,
    shift: bool = False,
    alt: bool = False,
    control: bool = False,
) -> bytes | None:
    """The report of one event at a cell counted from 0, or None where the old format has no way to say it."""
    code = button + 4 * shift + 8 * alt + 16 * control + (_MOVED if moved else 0)
    x, y = column + 1, row + 1
    if sgr:
        return f"\x1b[<{code};{x};{y}{'M' if pressed else 'm'}".encode()
    if max(x, y) > _OLD_FORMAT_END:
        return None
    if not pressed:
        code = code - button + NONE
    return b"\x1b[M" + bytes((32 + code, 32 + x, 32 + y))
