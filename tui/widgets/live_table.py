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
        self._places: dict[str, int] = {}
        self._fitted: Fit | None = None
        self._nothing = ""
        self._painted: list[Strip] = []
        self.cursor_key: str | None = None
        """The object the cursor is on; while there are no rows, the one it was on last."""

    def show(self, columns: tuple[Column, ...], rows: tuple[Row, ...], nothing: str) -> None:
        """Show rows; the cursor stays on its object, or near where it was when the object is gone."""
        old_place = self._places.get(self.cursor_key or "")
        if columns != self._columns:
            self._fitted = None
        self._columns, self._rows, self._nothing = columns, rows, nothing
        self._places = {row.key: place for place, row in enumerate(rows)}
        if self.cursor_key not in self._places and rows:
            self.cursor_key = rows[min(old_place or 0, len(rows) - 1)].key
        self._fit()

    def put_cursor(self, key: str | None) -> None:
        """Have the cursor on this key's row among those that are shown next, or else on the first."""
        self.cursor_key = key
        self._places = {}

    def follow_cursor(self) -> None:
        """Scroll so that the cursor is in sight."""
        place = self._places.get(self.cursor_key or "", 0)
        self.scroll_to_region(Region(0, place, 1, HEADER + 1), animate=False, force=True)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor shows only while this pane has the focus."""
        super().watch_has_focus(has_focus)
        self._paint()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows come into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._paint()

    def notify_style_update(self) -> None:
        """Another theme: everything looks different."""
        super().notify_style_update()
        if self.is_attached and self._fitted is not None:
            self._paint()

    def on_resize(self) -> None:
        """Another width may show other columns."""
        self._fit()

    @property
    def chosen(self) -> str | None:
        """The key of the row the cursor is on; None while there are no rows."""
        return self.cursor_key if self.cursor_key in self._places else None

    def action_move(self, by: int) -> None:
        """Move the cursor, and the view with it."""
        if not self._rows:
            return
        place = max(0, min(self._places.get(self.cursor_key or "", 0) + by, len(self._rows) - 1))
        self.cursor_key = self._rows[place].key
        self._paint()
        self.follow_cursor()

    def render_line(self, y: int) -> Strip:
        """The header, then the rows from the scroll offset on."""
        width = self.size.width
        return self._painted[y] if y < len(self._painted) else Strip.blank(width, self.rich_style)

    def _fit(self) -> None:
        """Lay the columns out anew if they must be, then paint."""
        if not self.size.width:
            return
        self._fitted = fit(self._columns, self._rows, self.size.width - MARGIN, self._fitted)
        self.virtual_size = Size(self.size.width, len(self._rows) + HEADER)
        self._paint()

    def _paint(self) -> None:
        """Draw the lines in sight and repaint only what differs from the last drawing."""
        if self._fitted is None:
            return
        before, self._painted = self._painted, [self._line(y) for y in range(self.size.height)]
        for y, after in enumerate(self._painted):
            if y >= len(before):
                self.refresh(Region(0, y, after.cell_length, 1))
            elif before[y] != after:
                self.refresh(_difference(before[y], after, y))

    def _line(self, y: int) -> Strip:
        assert self._fitted is not None
        place = y - HEADER + self.scroll_offset.y
        header = self.get_component_rich_style("live-table--header")
        if y < HEADER:
            titles = (" " * GAP).join(clip(self._columns[index].title, cells) for index, cells in self._fitted.cells)
            strip = Strip([Segment(" " * MARGIN + titles, header)])
        elif place < len(self._rows):
            strip = self._draw(self._rows[place], self._fitted)
        elif place == 0:
            strip = Strip([Segment(f"{' ' * MARGIN}({self._nothing})", header)])
        else:
            strip = Strip([])
        return strip.adjust_cell_length(self.size.width, self.rich_style)

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
