"""What just changed in a view: rows that are new, changed or gone since it was last read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from tui.view.tables import Mark, Row

SHOWN_FOR = 4.0
"""Seconds a mark stays."""


class Marks(Struct, frozen=True):
    """The marks of a view: `until` says when each marked row's mark goes, `gone` keeps rows that left, with the place
    they had.

    A row counts as changed when its state does, not its age: `essence` is what is compared, by the rows' keys.
    """

    essence: Mapping[str, object]
    until: Mapping[str, tuple[Mark, float]] = field(default_factory=dict)
    gone: Mapping[str, tuple[int, Row]] = field(default_factory=dict)

    def next(
        self, essence: Mapping[str, object], now: float, rows_before: Callable[[], Sequence[Row]], stay: float = 1.0
    ) -> Marks:
        """The marks after the view was read again; what its rows were is only asked when one has gone. They `stay` so
        many times as long as usual."""
        ends = now + stay * SHOWN_FOR
        until = {key: mark for key, mark in self.until.items() if mark[1] > now}
        gone = {key: place for key, place in self.gone.items() if key in until and key not in essence}
        for key, state in essence.items():
            if key not in self.essence:
                until[key] = ("+", ends)
            elif self.essence[key] != state and until.get(key, (" ", 0.0))[0] != "+":
                until[key] = ("~", ends)
        left = self.essence.keys() - essence.keys()
        for index, row in enumerate(rows_before() if left else ()):
            if row.key in left:
                until[row.key] = ("-", ends)
                gone[row.key] = (index, row)
        return Marks(essence, until, gone)

    def faded(self, now: float) -> Marks:
        """The same after marks whose time is over have gone."""
        until = {key: mark for key, mark in self.until.items() if mark[1] > now}
        return replace(self, until=until, gone={key: place for key, place in self.gone.items() if key in until})

    @property
    def ends(self) -> float | None:
        """When the next mark goes, or None."""
        return min((end for _, end in self.until.values()), default=None)

    def on(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """A table's rows with their marks; rows that left stand where they were."""
        shown = [replace(row, mark=self.until[row.key][0]) if row.key in self.until else row for row in rows]
        for index, row in sorted(self.gone.values(), key=lambda place: place[0]):
            shown.insert(min(index, len(shown)), replace(row, mark="-"))
        return tuple(shown)
