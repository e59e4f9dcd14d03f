"""Reads the rows that tmux's `capture-pane -e` tells: text, SGR sequences, and SO and SI around line drawing."""

from __future__ import annotations

import re

from msgspec.structs import replace

from tests.terminal.recorded import Cell
from tui.shell.emulator import PLAIN, CellStyle, Colour

_TOKEN = re.compile(r"\x1b\[([0-9;:]*)m|(\x0e)|(\x0f)|(.)", re.DOTALL)
_DRAWN = dict(zip("`abcdefghijklmnopqrstuvwxyz{|}~", "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·", strict=True))
_ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 8: "conceal", 9: "strike", 53: "overline"}


class Looks:
    """What holds from one row to the next: the style, and whether letters stand for lines."""

    def __init__(self) -> None:
        self._style = PLAIN
        self._drawing = False

    def cells(self, row: str) -> tuple[Cell, ...]:
        """The row's characters with their styles, without plain blanks at its end."""
        found: list[Cell] = []
        for sgr, drawing, letters, character in _TOKEN.findall(row):
            if character:
                found.append((_DRAWN.get(character, character) if self._drawing else character, self._style))
            elif drawing or letters:
                self._drawing = bool(drawing)
            else:
                self._style = _after(self._style, sgr)
        while found and found[-1] == (" ", PLAIN):
            found.pop()
        return tuple(found)


def _after(style: CellStyle, sgr: str) -> CellStyle:
    numbers = [int(each or 0) for each in re.split("[;:]", re.sub(r"4:\d", "4", sgr).replace("2::", "2:"))]
    while numbers:
        number = numbers.pop(0)
        if number == 0:
            style = PLAIN
        elif number in _ON:
            style = replace(style, **{_ON[number]: True})
        elif number in (38, 48, 58):
            colour: Colour = numbers.pop(1) if numbers[0] == 5 else (numbers[1], numbers[2], numbers[3])
            del numbers[: 1 if numbers[0] == 5 else 4]
            if number != 58:
                style = replace(style, **{"foreground" if number == 38 else "background": colour})
        elif number in (39, 49):
            style = replace(style, **{"foreground" if number == 39 else "background": None})
        else:
            style = _sixteen(style, number)
    return style


def _sixteen(style: CellStyle, number: int) -> CellStyle:
    for first, part, bright in (
        (30, "foreground", 0),
        (40, "background", 0),
        (90, "foreground", 8),
        (100, "background", 8),
    ):
        if first <= number < first + 8:
            return replace(style, **{part: number - first + bright})
    return style
