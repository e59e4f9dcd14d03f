"""Where the filter of a table is typed."""

from __future__ import annotations

from textual import events

from tui.widgets.live_table import LiveTable
from tui.widgets.one_line import OneLine


class FilterLine(OneLine):
    """Hidden but while it is typed in; the arrows go through the table's rows meanwhile."""

    def __init__(self, table: LiveTable, *, id: str | None = None) -> None:
        super().__init__(id=id, placeholder="only rows with these words")
        self._table = table

    def on_mount(self) -> None:
        """Nothing is asked yet."""
        self.display = False

    def ask(self, words: str) -> None:
        """Have the filter typed; it has these words now."""
        self._show(True)
        self.value = words
        # Now, not in a moment: the next key is already the filter's.
        self.app.stylesheet.update_nodes([self])
        self.screen.set_focus(self)

    def close(self) -> None:
        """Keep what is in it, and go back to the rows."""
        if self.has_focus:
            self.screen.set_focus(self._table)
        self._show(False)

    def on_blur(self) -> None:
        """Whoever leaves the line keeps what is in it."""
        if self.screen.focused is not self:
            self._show(False)

    def on_key(self, event: events.Key) -> None:
        """The rows can be gone through while the filter is typed."""
        if event.key in ("up", "down"):
            self._table.action_by(1 if event.key == "down" else -1)

    def _show(self, shown: bool) -> None:
        self.display = shown
        self._table.point(shown)
