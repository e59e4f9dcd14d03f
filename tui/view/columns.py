"""Fit a table's columns into a width: the least needed columns go first, then the widest text is cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from tui.view.tables import Column, Row

GAP = 2
"""Cells between two columns."""
LEAST = 4
"""Cells below which no column shrinks."""


class Fit(Struct, frozen=True):
    """Columns fitted into a width: (column index, cells) of those that are shown, in order.

    `filled` are the columns with text in any row; the others take no room.
    """

    width: int
    filled: frozenset[int]
    cells: tuple[tuple[int, int], ...]


def fit(columns: Sequence[Column], rows: Sequence[Row], width: int, before: Fit | None = None) -> Fit:
    """Fit columns into a width in cells; the fit from `before` stands while it can, as a new one repaints all.

    Columns go by rank until the rest fits, cut to their least, or two are left; then the widest shrink.
    """
    filled = frozenset(i for i in range(len(columns)) if not rows or any(row.cells[i] for row in rows))
    needs = {i: max(cell_len(columns[i].title), *(cell_len(row.cells[i]) for row in rows), 0) for i in filled}
    if before and (before.width, before.filled) == (width, filled) and all(needs[i] <= n for i, n in before.cells):
        return before
    wants = {i: min(columns[i].most, max(columns[i].usual, needs[i])) for i in filled}
    floors = {i: min(wants[i], max(columns[i].usual, min(needs[i], columns[i].least))) for i in filled}
    by_rank = sorted(wants, key=lambda i: -columns[i].rank)
    while len(wants) > 2 and _total([floors[i] for i in wants]) > width:
        del wants[by_rank.pop(0)]
    while wants and _total(wants.values()) > width:
        widest = max(wants, key=lambda i: (wants[i] > floors[i], wants[i]))
        if wants[widest] <= LEAST:
            break
        wants[widest] -= 1
    return Fit(width, filled, tuple(sorted(wants.items())))


def _total(cells: Collection[int]) -> int:
    return sum(cells) + GAP * (len(cells) - 1)


def clip(text: str, cells: int) -> str:
    """Text in exactly `cells` cells, cut with an ellipsis when longer."""
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(text, cells - 1) + "…"


def clip_middle(text: str, cells: int) -> str:
    """Text in at most `cells` cells; of longer text beginning and end stay, which tell names apart."""
    if cell_len(text) <= cells:
        return text
    head = set_cell_size(text, cells // 2).rstrip()
    tail = text[-(cells - 1 - cell_len(head)) :]
    while cell_len(head) + 1 + cell_len(tail) > cells:
        tail = tail[1:]
    return f"{head}…{tail}"
