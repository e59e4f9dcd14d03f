"""The browser as it can be shown to a room: frozen while it is talked about, its marks longer to be seen."""

from __future__ import annotations

from collections.abc import Callable

from tui.view.browsing import Seen
from tui.widgets.browser import Browser

LONGER = 3.0
"""How many times as long a mark stays while a room is looking."""


class ShownBrowser(Browser):
    """While it is frozen, time stands still in it: rows, ages and marks."""

    def __init__(self, clock: Callable[[], float], *, id: str | None = None) -> None:
        super().__init__(self._now, id=id)
        self._wall_clock = clock
        self._stands_at: float | None = None
        self._newest: Seen | None = None

    def _now(self) -> float:
        return self._wall_clock() if self._stands_at is None else self._stands_at

    @property
    def frozen(self) -> bool:
        """Whether the rows stand still."""
        return self._stands_at is not None

    def freeze(self, on: bool) -> None:
        """Have the rows stand still, or go on with all that has come meanwhile."""
        if on == self.frozen:
            return
        self._stands_at = self._wall_clock() if on else None
        self.set_class(on, "-frozen")
        if self._newest is not None:
            self.show(self._newest)
        self.let_time_pass()

    def show(self, seen: Seen) -> None:
        """Show what is seen now, or once the rows may move."""
        self._newest = seen
        if not self.frozen:
            super().show(seen)

    def present(self, on: bool, *, anew: bool) -> None:
        """Begin to show it to a room, or end that. Where something else is seen then, `anew`, none of it is news."""
        self.freeze(False)
        self.marks_stay = LONGER if on else 1.0
        self.table.stand_out(on)
        if anew:
            self.start_anew()
