"""What the command pane shows, as Textual draws it: rows to strips, and which of them changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tui.shell.emulator import PLAIN, CellStyle, Colour, Run

_STYLES_KEPT = 4096


class Palette:
    """Turns cell styles into Rich styles over the pane's own colours. `base` is the style of a plain cell."""

    def __init__(self, base: Style) -> None:
        self._base = base
        self._styles: dict[CellStyle, Style] = {PLAIN: base}

    def strip(self, runs: list[Run], columns: int) -> Strip:
        """A row, exactly `columns` wide also where Rich counts a character's cells differently."""
        segments = [Segment(text, self._style(style)) for text, style in runs]
        if all(text.isascii() for text, _ in runs):
            return Strip(segments, columns)
        return Strip(segments).adjust_cell_length(columns, self._base)

    def _style(self, look: CellStyle) -> Style:
        style = self._styles.get(look)
        if style is None:
            if len(self._styles) >= _STYLES_KEPT:
                self._styles.clear()
            style = self._styles[look] = self._base + _rich(look)
        return style


def _rich(look: CellStyle) -> Style:
    return Style(
        color=_colour(look.foreground),
        bgcolor=_colour(look.background),
        bold=look.bold or None,
        dim=look.dim or None,
        italic=look.italic or None,
        underline=look.underline or None,
        strike=look.strike or None,
        reverse=look.reverse or None,
        conceal=look.conceal or None,
        overline=look.overline or None,
    )


def _colour(colour: Colour) -> Color | None:
    if colour is None:
        return None
    return Color.from_ansi(colour) if isinstance(colour, int) else Color.from_rgb(*colour)


def _one_cell_each(segments: list[Segment]) -> bool:
    return all(
        segment.text.isascii() or all(cell_len(character) == 1 for character in segment.text) for segment in segments
    )


def with_cursor(strip: Strip, column: int) -> Strip:
    """The row with the cursor on the character at `column`, shown in reverse."""
    start, end = character_at(strip, column)
    width = strip.cell_length
    cell = [
        Segment(text, (style or Style()) + Style(reverse=not (style and style.reverse)))
        for text, style, _ in strip.crop(start, end)
    ]
    return Strip([*strip.crop(0, start), *cell, *strip.crop(end, width)], width)


def character_at(strip: Strip, column: int) -> tuple[int, int]:
    """First column and the one after the last of the character that covers `column`."""
    if _one_cell_each(list(strip)):
        return column, column + 1
    start = 0
    for character in strip.text:
        end = start + cell_len(character)
        if end > column:
            return start, end
        start = end
    return column, column + 1


class Picture:
    """What the pane shows now: one strip a row, and the cursor; both in cells from the top left."""

    def __init__(self, columns: int, rows: int, palette: Palette) -> None:
        self.columns = columns
        self.size = (columns, rows)
        self.cursor: tuple[int, int] | None = None
        self._rows: list[list[Run]] = [[(" " * columns, PLAIN)] for _ in range(rows)]
        self.colour(palette)

    def colour(self, palette: Palette) -> None:
        """Use other colours from now on."""
        self._palette = palette
        self._strips = [palette.strip(runs, self.columns) for runs in self._rows]

    def take(self, changed: dict[int, list[Run]], cursor: tuple[int, int] | None) -> list[Region]:
        """Move on to new rows and cursor; the regions to be painted again, of which `outer` sends what differs."""
        regions = []
        for y, runs in changed.items():
            if y >= len(self._rows) or runs == self._rows[y]:
                continue
            self._rows[y], self._strips[y] = runs, self._palette.strip(runs, self.columns)
            regions.append(Region(0, y, self.columns, 1))
        if cursor != self.cursor:
            regions += [self._cell(at) for at in (self.cursor, cursor) if at is not None]
            self.cursor = cursor
        return regions

    def differences(self, other: Picture) -> list[Region]:
        """The regions to be painted when this one takes the place of another of its size."""
        regions = [
            self._cell(at) for at in (self.cursor, other.cursor) if at is not None and self.cursor != other.cursor
        ]
        for y, (before, after) in enumerate(zip(other._strips, self._strips, strict=False)):
            if before != after:
                regions.append(Region(0, y, self.columns, 1))
        return regions

    def _cell(self, at: tuple[int, int]) -> Region:
        """The character at a cell; a wide one has two."""
        x, y = at
        left, right = character_at(self._strips[y], x) if y < len(self._strips) else (x, x + 1)
        return Region(left, y, right - left, 1)

    @property
    def strips(self) -> Sequence[Strip]:
        """All rows, without the cursor."""
        return self._strips

    def line(self, y: int, *, cursor: bool) -> Strip | None:
        """Row `y`, with the cursor in it if it is there and to be drawn."""
        if y >= len(self._strips):
            return None
        strip = self._strips[y]
        if cursor and self.cursor is not None and self.cursor[1] == y:
            return with_cursor(strip, self.cursor[0])
        return strip
