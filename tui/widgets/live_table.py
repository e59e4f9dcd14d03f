"""A table that repaints only the cells that changed, with rows and cursor kept by key.

Textual's DataTable repaints itself whole when one cell changes (15 kB at 120x40); here one row's change costs the
changed columns of that row.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.view.columns import GAP, Fit, clip, fit
from tui.view.tables import Column, Row

HEADER = 1
MARGIN = 2
"""Cells left of the first column: the row's mark and a space."""


class LiveTable(ScrollView, can_focus=True):
    """Rows under a fixed header. `show` gives it new rows; it works out what changed."""

    BINDINGS = [
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("pageup", "move(-10)", "page up", show=False),
        Binding("pagedown", "move(10)", "page down", show=False),
        Binding("home", "move(-100000)", "first", show=False),
        Binding("end", "move(100000)", "last", show=False),
    ]
    COMPONENT_CLASSES = {
        "live-table--header",
        "live-table--cursor",
        "live-table--plain",
        "live-table--good",
        "live-table--bad",
        "live-table--dim",
        "live-table--marked",
    }
    DEFAULT_CSS = """
    LiveTable {
        scrollbar-size-vertical: 1;
        & > .live-table--header { color: $quiet; text-style: bold; }
        & > .live-table--plain { color: $foreground; }
        & > .live-table--good { color: $success; }
        & > .live-table--bad { color: $error; }
        & > .live-table--dim { color: $quiet; text-style: strike; }
        & > .live-table--marked { color: $accent; text-style: bold; }
        & > .live-table--cursor { text-style: reverse; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._fitted: Fit | None = None
        self._nothing = ""
        self._strips: list[Strip] = []
        self.cursor_key: str | None = None

    def show(self, columns: tuple[Column, ...], rows: tuple[Row, ...], nothing: str) -> None:
        """Show rows; the cursor stays on its object, or near where it was when the object is gone."""
        old_place = self._place()
        if columns != self._columns:
            self._fitted = None
        self._columns, self._rows, self._nothing = columns, rows, nothing
        if self._place() is None:
            near = min(old_place or 0, len(rows) - 1)
            self.cursor_key = rows[near].key if rows else None
        self._refresh_changes()

    def watch_has_focus(self, _: bool) -> None:
        """The cursor shows only while this pane has the focus."""
        self._refresh_changes()

    def notify_style_update(self) -> None:
        """Another theme: every strip looks different."""
        super().notify_style_update()
        self._strips = []
        if self.is_attached:
            self._refresh_changes()

    def on_resize(self) -> None:
        """Another width may show other columns."""
        self._refresh_changes()

    def action_move(self, by: int) -> None:
        """Move the cursor, and the view with it."""
        if not self._rows:
            return
        place = max(0, min((self._place() or 0) + by, len(self._rows) - 1))
        self.cursor_key = self._rows[place].key
        self._refresh_changes()
        self.scroll_to_region(Region(0, place, 1, HEADER + 1), animate=False)

    def render_line(self, y: int) -> Strip:
        """The header, then the rows from the scroll offset on."""
        width = self.size.width
        if y < HEADER:
            return self._header().adjust_cell_length(width, self.rich_style)
        index = y - HEADER + self.scroll_offset.y
        if index < len(self._strips):
            return self._strips[index].adjust_cell_length(width, self.rich_style)
        if index == 0 and not self._rows and self._nothing:
            quiet = self.get_component_rich_style("live-table--header")
            return Strip([Segment(f"  ({self._nothing})", quiet)]).adjust_cell_length(width, self.rich_style)
        return Strip.blank(width, self.rich_style)

    def _place(self) -> int | None:
        return next((index for index, row in enumerate(self._rows) if row.key == self.cursor_key), None)

    def _refresh_changes(self) -> None:
        """Draw the rows anew and repaint only what differs from the last drawing."""
        width = self.size.width
        if not width:
            return
        fitted = fit(self._columns, self._rows, width - MARGIN, self._fitted)
        strips = [self._draw(row, fitted).adjust_cell_length(width, self.rich_style) for row in self._rows]
        whole = fitted != self._fitted or not self._strips or not strips
        old, self._strips, self._fitted = self._strips, strips, fitted
        self.virtual_size = Size(width, len(strips) + HEADER)
        if whole:
            self.refresh()
            return
        top = self.scroll_offset.y
        for index in range(max(len(old), len(strips))):
            before = old[index] if index < len(old) else None
            after = strips[index] if index < len(strips) else None
            y = index - top + HEADER
            if before != after and HEADER <= y < self.size.height:
                self.refresh(Region(0, y, width, 1) if not (before and after) else _difference(before, after, y))

    def _header(self) -> Strip:
        style = self.get_component_rich_style("live-table--header")
        if self._fitted is None:
            return Strip([])
        titles = (" " * GAP).join(clip(self._columns[index].title, cells) for index, cells in self._fitted.cells)
        return Strip([Segment(" " * MARGIN + titles, style)])

    def _draw(self, row: Row, fitted: Fit) -> Strip:
        style = self.get_component_rich_style(f"live-table--{row.tone}")
        mark_style = self.get_component_rich_style("live-table--marked")
        if row.mark in "+~":
            style += Style(bold=True)
        if self.has_focus and row.key == self.cursor_key:
            style += self.get_component_rich_style("live-table--cursor", partial=True)
        segments = [Segment(f"{row.mark} ", mark_style)]
        for index, cells in fitted.cells:
            segments.append(Segment(clip(row.cells[index], cells), style))
            segments.append(Segment(" " * GAP, style))
        return Strip(segments)


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
