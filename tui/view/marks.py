"""What just changed in a table: rows that are new, changed or gone since it was last shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tui.view.tables import Mark, Row, Table

SHOWN_FOR = 4.0
"""Seconds a mark stays."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A table with marks: `until` says when each marked row's mark goes, `gone` keeps rows that left.

    A row counts as changed when its state does, not its age: `essence` is what is compared.
    """

    table: Table
    essence: Mapping[str, object]
    until: Mapping[str, tuple[Mark, float]] = field(default_factory=dict)
    gone: Mapping[str, tuple[int, Row]] = field(default_factory=dict)

    def next(self, table: Table, essence: Mapping[str, object], now: float) -> Marked:
        """The marks after the table was read again."""
        until = {key: mark for key, mark in self.until.items() if mark[1] > now}
        gone = {key: place for key, place in self.gone.items() if key in until and key not in essence}
        for key, state in essence.items():
            if key not in self.essence:
                until[key] = ("+", now + SHOWN_FOR)
            elif self.essence[key] != state and until.get(key, (" ", 0.0))[0] != "+":
                until[key] = ("~", now + SHOWN_FOR)
        for index, row in enumerate(self.table.rows):
            if row.key not in essence:
                until[row.key] = ("-", now + SHOWN_FOR)
                gone[row.key] = (index, row)
        return Marked(table, essence, until, gone)

    def faded(self, now: float) -> Marked:
        """The same after marks whose time is over have gone."""
        until = {key: mark for key, mark in self.until.items() if mark[1] > now}
        return replace(self, until=until, gone={key: place for key, place in self.gone.items() if key in until})

    @property
    def ends(self) -> float | None:
        """When the next mark goes, or None."""
        return min((end for _, end in self.until.values()), default=None)

    def rows(self) -> tuple[Row, ...]:
        """The table's rows with their marks; rows that left stand dimmed where they were."""
        shown = [replace(row, mark=self.until.get(row.key, (" ", 0.0))[0]) for row in self.table.rows]
        for index, row in sorted(self.gone.values(), key=lambda place: place[0]):
            shown.insert(min(index, len(shown)), replace(row, mark="-", tone="dim"))
        return tuple(shown)
