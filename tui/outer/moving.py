"""Find what only moved up or down on the screen: the terminal can move rows itself, for a few bytes."""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import ne
from typing import TypeVar

from msgspec import Struct

_Cell = TypeVar("_Cell")

_WORTH = 60
"""Cells that have to be saved: to say that rows move costs about 25 bytes, and some places."""
_EDGES = slice(2, -3)
"""Borders and a scroll bar stand beside what moves; they needn't move with it."""


class Move(Struct, frozen=True):
    """Rows `top` to `bottom` go up by `lines`, or down where that is negative."""

    top: int
    bottom: int
    lines: int

    @property
    def sequence(self) -> str:
        """What has any terminal do it (DECSTBM, then LF or RI at the margin); the cursor is anywhere after it."""
        edge, step = (self.bottom, "\n") if self.lines > 0 else (self.top, "\x1bM")
        return f"\x1b[{self.top + 1};{self.bottom + 1}r\x1b[{edge + 1}H{step * abs(self.lines)}\x1b[r"

    def moved(self, rows: list[list[_Cell]], empty: _Cell) -> list[list[_Cell]]:
        """Those rows after it; what comes in is `empty`."""
        rows, fresh = rows[self.top : self.bottom + 1], [[empty] * len(rows[0]) for _ in range(abs(self.lines))]
        return rows[self.lines :] + fresh if self.lines > 0 else fresh + rows[: self.lines]


def move(shown: list[list[str]], wanted: list[list[str]]) -> Move | None:
    """What to move of the rows that are shown to have less to write of those that are wanted.

    A cell that isn't known is empty. Nothing moves that isn't known: it may never be sent again.
    """
    stands: defaultdict[str, list[int]] = defaultdict(list)
    for y, row in enumerate(shown):
        stands["".join(row[_EDGES])].append(y)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for y, row in enumerate(wanted):
        text = "".join(row[_EDGES])
        if len(set(text)) > 1 and y not in stands[text]:
            for was in stands[text]:
                found[was - y].append(y)
    if not found:
        return None
    lines = Counter({lines: len(rows) for lines, rows in found.items()}).most_common(1)[0][0]
    top, bottom = found[lines][0] + min(lines, 0), found[lines][-1] + max(lines, 0)
    best = Move(top, bottom, lines)
    region = wanted[top : bottom + 1]
    if any("" in row for row in region):
        return None
    saved = _differing(shown[top : bottom + 1], region) - _differing(best.moved(shown, ""), region)
    return best if saved > _WORTH else None


def _differing(shown: list[list[str]], wanted: list[list[str]]) -> int:
    return sum(sum(map(ne, a, b)) for a, b in zip(shown, wanted, strict=True))
