"""A table in a page's prose: columns as wide as what is in them, narrower where there is no room."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from textual.content import Content

GAP = 2
"""Cells between two columns."""
NARROWEST = 4
"""Cells a column keeps."""


class Cells(Struct, frozen=True):
    """A table's rows, the first of them its titles; and how each column is aligned: "left", "right", "center", ""."""

    rows: tuple[tuple[Content, ...], ...] = ()
    aligns: tuple[str, ...] = ()


def table_lines(table: Cells, room: int) -> list[Content]:
    """The table's lines; cells that are too long wrap."""
    if not table.rows:
        return []
    widths = _widths(table, room)
    rule = Content.styled("─" * min(room, sum(widths) + GAP * (len(widths) - 1)), "$border-blurred")
    titles, *rows = table.rows
    lines = [*_row(tuple(title.stylize_before("bold") for title in titles), widths, table.aligns), rule]
    for row in rows:
        lines += _row(row, widths, table.aligns)
    return [line if line.cell_length <= room else line.truncate(room) for line in lines]


def _widths(table: Cells, room: int) -> list[int]:
    """The columns' widths: the widest one gives until all fit."""
    columns = len(table.aligns)
    widths = [max((row[at].cell_length for row in table.rows if at < len(row)), default=0) for at in range(columns)]
    room -= GAP * (columns - 1)
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: tuple[Content, ...], widths: list[int], aligns: tuple[str, ...]) -> Iterator[Content]:
    wrapped = [cell.wrap(max(1, width)) for cell, width in zip(cells, widths, strict=False)]
    for number in range(max(len(lines) for lines in wrapped)):
        parts = []
        for lines, width, align in zip(wrapped, widths, aligns, strict=False):
            parts.append(_aligned(lines[number] if number < len(lines) else Content(), width, align))
        yield Content(" " * GAP).join(parts).rstrip()


def _aligned(text: Content, width: int, align: str) -> Content:
    spare = max(0, width - text.cell_length)
    left = {"right": spare, "center": spare // 2}.get(align, 0)
    return text.pad(left, spare - left)
