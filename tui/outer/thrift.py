"""Say to the outer terminal only what it doesn't show already: over SSH every byte is waited for.

Textual sends each changed stretch with where it stands, its whole style and a reset, and whole panes for a new title.
This remembers what the terminal shows, where its cursor stands and which style it writes in, and leaves out the rest.
Rows that only move up or down, the terminal moves itself (`moving`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len

from tui.outer.moving import move
from tui.outer.styles import PLAIN, Style, applied, change

_TOKEN = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|([^\x00-\x1f\x7f-\x9f]+)|\n|(\x1b\[\?25[hl])")
# Modes of mouse, focus, paste and the like, questions, the bell, the clipboard: nothing on the screen changes.
_HARMLESS = re.compile(
    r"(?:\x1b\[\?(?:7|1000|1002|1003|1004|1006|1015|1016|2004|2026|2048)(?:[hl]|\$p)|\x1b\[[<>=?][\d;]*u|\x07"
    r"|\x1b\]52;[^\x07\x1b]*(?:\x07|\x1b\\))+"
)
SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"
_GAP = 8
"""Cells that stay as they are, and are still sent: to jump over fewer would cost as much."""
_BACK_MOST = 3
_MOVED_LEAST = 3
"""Rows an update writes to, before it is worth a look whether they only move."""


class Stretch(NamedTuple):
    """Text of one style, and where it starts."""

    x: int
    y: int
    text: str
    style: Style


class Thrift:
    """What the outer terminal is known to show."""

    def __init__(self) -> None:
        self.cursor_shown = True
        self._columns = self._rows = 0
        self.forget()

    def forget(self) -> None:
        """Nothing is known any more: the next frames are sent as they come."""
        self._text: list[list[str]] = [[""] * self._columns for _ in range(self._rows)]
        self._styles: list[list[Style | None]] = [[None] * self._columns for _ in range(self._rows)]
        self._at: tuple[int, int] | None = None
        # Whether terminals agree on that place: how many cells some characters have, and where the cursor is at the
        # margin, they don't. To go on from there is fine, as Textual would; to step somewhere else is not.
        self._certain = True
        self._style: Style | None = None

    def sized(self, columns: int, rows: int) -> None:
        """The terminal has this size now; at another one its lines have moved."""
        if (columns, rows) != (self._columns, self._rows):
            self._columns, self._rows = columns, rows
            self.forget()

    def update(self, data: str) -> str:
        """What to send in place of `data`, which holds all of one update of the screen."""
        if _HARMLESS.fullmatch(data):
            return data
        before = self._style
        sent = self._update(data)
        if sent is None:
            # Something else: it goes as it is, in the style it expects, and what it does is not known.
            sent = f"{change(before, PLAIN)}{data}"
            self.cursor_shown = HIDE_CURSOR not in data and (SHOW_CURSOR in data or self.cursor_shown)
            self.forget()
        return sent

    def _update(self, data: str) -> str | None:
        parsed = self._parsed(data)
        if parsed is None:
            return None
        stretches, x, y, cursor = parsed
        sent: list[str] = []
        if len({each.y for each in stretches}) >= _MOVED_LEAST:
            stretches = self._move(stretches, sent)
        for each in stretches:
            sent += self._put(*each)
        if not self._certain:
            self._at, self._certain = None, True
        if cursor is not None and cursor is not self.cursor_shown:
            self.cursor_shown = cursor
            sent.append(SHOW_CURSOR if cursor else HIDE_CURSOR)
        if self.cursor_shown and x >= 0:
            sent.append(self._go(x, y))
        return "".join(sent)

    def _parsed(self, data: str) -> tuple[list[Stretch], int, int, bool | None] | None:
        """What is written where, where the cursor is in the end, and whether it is to be shown from now on."""
        stretches: list[Stretch] = []
        x, y, style, position, shown = -1, -1, PLAIN, 0, None
        while position < len(data):
            token = _TOKEN.match(data, position)
            if token is None:
                return None
            position = token.end()
            row, column, codes, text, cursor = token.groups()
            if row:
                x, y = int(column) - 1, int(row) - 1
            elif codes is not None:
                found = applied(style, codes)
                if found is None:
                    return None
                style = found
            elif text:
                if not (0 <= y < self._rows and 0 <= x < x + cell_len(text) <= self._columns):
                    return None
                stretches.append(Stretch(x, y, text, style))
                x += cell_len(text)
            elif cursor:
                shown = cursor == SHOW_CURSOR
        return stretches, x, y, shown

    def _move(self, stretches: list[Stretch], sent: list[str]) -> list[Stretch]:
        """Have the terminal move what only moves; what is still to be written then."""
        wanted, styles = [row[:] for row in self._text], [row[:] for row in self._styles]
        for x, y, text, style in stretches:
            cells = cell_len(text)
            wanted[y][x : x + cells] = text if _narrow(text) else [""] * cells
            styles[y][x : x + cells] = [style] * cells
        found = move(self._text, wanted)
        if found is None:
            return stretches
        sent.append(self._in(PLAIN) + found.sequence)
        self._at, self._certain = None, True
        region = slice(found.top, found.bottom + 1)
        self._text[region], self._styles[region] = found.moved(self._text, ""), found.moved(self._styles, None)
        left = [each for each in stretches if not found.top <= each.y <= found.bottom]
        for y in range(found.top, found.bottom + 1):
            x = 0
            for look, same in groupby(styles[y]):
                end = x + len(list(same))
                if look is not None:
                    left.append(Stretch(x, y, "".join(wanted[y][x:end]), look))
                x = end
        return left

    def _put(self, x: int, y: int, text: str, style: Style) -> Iterator[str]:
        """A stretch of one style, without what stands there already."""
        if not _narrow(text):
            # How many cells such characters have, terminals don't agree on: it is sent whole, and not remembered.
            cells = cell_len(text)
            self._text[y][x : x + cells] = [""] * cells
            yield self._go(x, y) + self._in(style) + text
            self._at, self._certain = (x + cells, y), False
            return
        shown, styles = self._text[y], self._styles[y]
        letters, end = list(text), x + len(text)
        if shown[x:end] == letters and styles[x:end] == [style] * len(text):
            return
        for first, last in _stretches([shown[x + n] != c or styles[x + n] != style for n, c in enumerate(letters)]):
            yield self._go(x + first, y) + self._in(style) + text[first:last]
            self._at, certain = (x + last, y), text[first:last].isascii() and x + last < self._columns
            self._certain = self._certain and certain
        shown[x:end] = letters
        styles[x:end] = [style] * len(text)

    def _in(self, style: Style) -> str:
        before, self._style = self._style, style
        return change(before, style)

    def _go(self, x: int, y: int) -> str:
        """The shortest way there."""
        before, self._at = self._at, (x, y)
        if before == (x, y):
            return ""
        certain, self._certain = self._certain, True
        if certain and before is not None and before[1] == y:
            step = x - before[0]
            if -_BACK_MOST <= step < 0:
                return "\b" * -step
            if x == 0:
                return "\r"
            if step > 0:
                return f"\x1b[{step if step > 1 else ''}C"
        return f"\x1b[{y + 1};{x + 1}H"


def _stretches(differs: list[bool]) -> Iterator[tuple[int, int]]:
    """First cell and the one after the last of each stretch to send, small gaps included."""
    start = end = -1
    for n, different in enumerate(differs):
        if not different:
            continue
        if start >= 0 and n - end > _GAP:
            yield start, end
            start = n
        elif start < 0:
            start = n
        end = n + 1
    if start >= 0:
        yield start, end


@lru_cache(4096)
def _narrow(text: str) -> bool:
    """Whether every character is one cell."""
    return text.isascii() or all(cell_len(character) == 1 for character in text)
