"""How the learner has a view arranged: sorted by a column, either way, and without what doesn't match a filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tui.model.text import printable
from tui.view.tables import Column, Row, Value


class Arrangement(Struct, frozen=True):
    """`column` is what rows are sorted by, None for the command's own order; `reverse` turns it round.

    Only rows that have `filter` in any of their cells are shown, also in cells that there is no room for.
    """

    column: int | None = None
    reverse: bool = False
    filter: str = ""

    def ordered_by_next(self, shown: Sequence[int]) -> Arrangement:
        """By the next of the columns that are shown; after the last, in the command's order again."""
        after = [None, *shown]
        place = after.index(self.column) + 1 if self.column in after else 1
        return replace(self, column=after[place % len(after)], reverse=False)

    def rows(self, columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Row, ...]:
        """The rows to show; where two are the same, in the order they come in, or in that turned round."""
        sought = self.filter.casefold()
        kept = [row for row in rows if sought in "\n".join(row.cells).casefold()] if sought else list(rows)
        if self.column is not None:
            kept.sort(key=_sort_key(columns, self.column))
        if self.reverse:
            kept.reverse()
        return tuple(kept)


def _sort_key(columns: Sequence[Column], index: int) -> Callable[[Row], Value | str]:
    value = columns[index].value
    if value is None:
        return lambda row: row.cells[index].casefold()
    return lambda row: row.values[value]


def views_named(views: Sequence[tuple[str, str, str]], current: int, width: int) -> list[str]:
    """The views (key, name, short name) as far as there is room: all names, or the current one's whole and the others'
    short, those near it before those further off; the keys always.

    They fit with a space between two.
    """
    whole = [f"{key} {name}" for key, name, _ in views]
    if len(" ".join(whole)) <= width:
        return whole
    parts = [key for key, _, _ in views]
    room = width - len(" ".join(parts))
    for place in sorted(range(len(views)), key=lambda place: abs(place - current)):
        named = whole[place] if place == current else f"{views[place][0]} {views[place][2]}"
        more = len(named) - len(parts[place])
        if more <= room:
            parts[place], room = named, room - more
    return parts


def title_of(
    command: str, sought: str, shown: Sequence[Row], rows: Sequence[Row], notice: str, legend: str = ""
) -> str:
    """What stands above a view: the command it mirrors, what it is filtered by, what has just happened, and what
    its marks mean."""
    filtered = [f"filter: {printable(sought)} ({_held(shown)} of {_held(rows)})"] if sought else []
    return " ── ".join([command, *filtered, *([notice] if notice else []), *([legend] if legend else [])])


def _held(rows: Sequence[Row]) -> int:
    """How many of some rows the engine still has."""
    return sum(row.mark != "-" for row in rows)
