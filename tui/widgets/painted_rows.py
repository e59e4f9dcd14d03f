"""Rows to scroll in, of which only the cells that changed are repainted."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip


class PaintedRows(ScrollView, can_focus=True):
    """What has `_rows` says how a line of the screen looks (`_line`) and what moving by rows is (`action_by`), and
    calls `_paint` when something changed."""

    BINDINGS = [
        Binding("up,k", "by(-1)", "up", show=False),
        Binding("down,j", "by(1)", "down", show=False),
        Binding("pageup", "by_pages(-1)", "page up", show=False),
        Binding("pagedown", "by_pages(1)", "page down", show=False),
        Binding("home", "to_top", "top", show=False),
        Binding("end", "to_end", "end", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[object] = ()
        self._painted: list[Strip] = []

    def action_by(self, rows: int) -> None:
        """Move by rows."""
        raise NotImplementedError

    def action_by_pages(self, pages: int) -> None:
        """Move by screenfuls, less a row to read on from."""
        self.action_by(pages * max(1, self.size.height - 1))

    def action_to_top(self) -> None:
        """Go to the first row."""
        self.action_by(-len(self._rows))

    def action_to_end(self) -> None:
        """Go to the last row."""
        self.action_by(len(self._rows))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows come into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._paint()

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """One that has just come doesn't know yet where it is."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y

    def notify_style_update(self) -> None:
        """Another theme: everything looks different."""
        super().notify_style_update()
        self._paint()

    def render_line(self, y: int) -> Strip:
        """As it was painted."""
        return self._painted[y] if y < len(self._painted) else Strip.blank(self.size.width, self.rich_style)

    def _paint(self) -> None:
        """Draw the lines in sight and repaint only what differs from the last drawing."""
        if not self.is_attached or not self.size.width:
            return
        before, self._painted = self._painted, [self._line(y) for y in range(self.size.height)]
        for y, after in enumerate(self._painted):
            if y >= len(before):
                self.refresh(Region(0, y, after.cell_length, 1))
            elif before[y] != after:
                self.refresh(_difference(before[y], after, y))

    def _line(self, y: int) -> Strip:
        """How a line of the screen looks now."""
        raise NotImplementedError


def _difference(before: Strip, after: Strip, y: int) -> Region:
    """The cells of a line in which two strips of the same length differ."""
    left = 0
    width = after.cell_length
    for old, new in zip(before, after, strict=False):
        if old != new:
            break
        left += new.cell_length
    right = 0
    for old, new in zip(reversed(list(before)), reversed(list(after)), strict=False):
        if old != new or right + new.cell_length > width - left:
            break
        right += new.cell_length
    return Region(left, y, max(1, width - left - right), 1)
