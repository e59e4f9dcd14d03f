"""Fit a table's columns into a width: the least needed columns go first, then the widest text is cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len, set_cell_size

from tui.view.tables import Column, Row

GAP = 2
"""Cells between two columns."""
LEAST = 4
"""Cells below which no column shrinks."""


def fit(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[tuple[int, int]]:
    """(column index, cells) of the columns that are shown, in order, for a width in cells.

    Columns go by rank until the rest fits, cut to their least, or two are left; then the widest shrink. A column
    with no text in any row takes no room.
    """
    wants = {
        index: min(column.most, max([cell_len(column.title), *(cell_len(row.cells[index]) for row in rows)]))
        for index, column in enumerate(columns)
        if not rows or any(row.cells[index] for row in rows)
    }
    by_rank = sorted(wants, key=lambda index: -columns[index].rank)
    while len(wants) > 2 and _total([min(cells, columns[index].least) for index, cells in wants.items()]) > width:
        del wants[by_rank.pop(0)]
    while wants and _total(wants.values()) > width:
        widest = max(wants, key=lambda index: (wants[index] > columns[index].least, wants[index]))
        if wants[widest] <= LEAST:
            break
        wants[widest] -= 1
    return sorted(wants.items())


def _total(cells: Collection[int]) -> int:
    return sum(cells) + GAP * (len(cells) - 1)


def clip(text: str, cells: int) -> str:
    """Text in exactly `cells` cells, cut with an ellipsis when longer."""
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(text, cells - 1) + "…"
