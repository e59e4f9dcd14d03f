"""A table that repaints only the cells that changed, with rows and cursor kept by key.

Textual's DataTable repaints itself whole when one cell changes (15 kB at 120x40); here one row's change costs the
changed columns of that row.
"""

from __future__ import annotations

import time

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.view.columns import GAP, Fit, clip, fit
from tui.view.tables import Column, Row
from tui.widgets.painted_rows import PaintedRows

HEADER = 1
MARGIN = 2
"""Cells left of the first column: the row's mark, and the cursor's."""
PAGE = 10
"""Rows that PgUp and PgDn go."""
HELD = 0.5
"""Seconds in which nothing is chosen after the cursor's object went, so that no key meant for it hits another."""


class LiveTable(PaintedRows):
    """Rows under a fixed header. `show` gives it new rows; it works out what changed."""

    COMPONENT_CLASSES = {
        "live-table--header",
        "live-table--cursor",
        "live-table--plain",
        "live-table--good",
        "live-table--bad",
        "live-table--dim",
        "live-table--gone",
        "live-table--marked",
        "live-table--news",
        "live-table--unlit",
    }
    DEFAULT_CSS = """
    LiveTable {
        scrollbar-size-vertical: 1;
        & > .live-table--header { color: $quiet; text-style: bold; }
        & > .live-table--plain { color: $foreground; }
        & > .live-table--good { color: $success; }
        & > .live-table--bad { color: $error; }
        & > .live-table--dim { color: $quiet; }
        & > .live-table--gone { color: $quiet; text-style: strike; }
        & > .live-table--unlit { color: $quiet; text-style: dim; }
        & > .live-table--marked { color: $accent; text-style: bold; }
        & > .live-table--news { color: $accent; text-style: bold; }
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
        self._sorted_by: int | None = None
        self._arrow = ""
        self._held_until = 0.0
        self._pointed = self._stands_out = self._spotlit = False
        self._follows = False
        self.cursor_key: str | None = None
        """The object the cursor is on; while there are no rows, the one it was on last. None until the pane had the
        focus: what is new comes first then."""

    def show(
        self, columns: tuple[Column, ...], rows: tuple[Row, ...], nothing: str, sorted_by: int | None = None,
        arrow: str = "",
    ) -> None:  # fmt: skip
        """Show rows; the cursor stays on its object, or near where it was when the object is gone.

        `arrow` stands behind the title of the column that they are `sorted_by`, or before all others.
        """
        old_place = self._places.get(self.cursor_key or "")
        if columns != self._columns:
            self._fitted = None
        self._columns, self._rows, self._nothing = columns, rows, nothing
        self._sorted_by, self._arrow = sorted_by, arrow
        self._places = {row.key: place for place, row in enumerate(rows) if row.mark != "-"}
        self._keep_cursor(old_place)
        self._fit()
        self._keep_in_sight(old_place)

    def _keep_in_sight(self, old_place: int | None) -> None:
        """When rows come or go above the cursor, what is in sight stays where it is; the top shows what is new."""
        place = self._places.get(self.cursor_key or "")
        if old_place is None or place is None or place == old_place:
            return
        if self.scroll_offset.y:
            self.scroll_relative(y=place - old_place, animate=False, force=True, immediate=True)
        elif self.has_focus:
            self.follow_cursor()

    def _keep_cursor(self, old_place: int | None) -> None:
        """Have the cursor on a row, if it is one's choice at all: where it was, or the nearest that is left."""
        lost = self.cursor_key is not None and self.cursor_key not in self._places
        if self._places and (lost or (self.cursor_key is None and self.has_focus)):
            near = old_place or 0
            self.cursor_key = min(self._places, key=lambda key: abs(self._places[key] - near))

    def hold(self) -> None:
        """Have nothing chosen for a moment."""
        self._held_until = time.monotonic() + HELD

    def point(self, pointed: bool) -> None:
        """Show the cursor also without the focus, while it is moved from elsewhere, or no longer."""
        self._pointed = pointed
        self._paint()

    def stand_out(self, on: bool) -> None:
        """Always show the cursor, once it was anywhere."""
        self._stands_out = on
        self._paint()

    def spotlight(self, on: bool) -> None:
        """Dim all rows but the one the cursor is on, or no longer."""
        self._spotlit = on
        self._paint()

    def put_cursor(self, key: str | None) -> None:
        """Have the cursor on this key's row among those that are shown next, or else on the first."""
        self.cursor_key = key
        self._places = {}

    @property
    def shown(self) -> list[int]:
        """The columns in sight that have a title, by their index."""
        return [index for index, _ in self._fitted.cells if self._columns[index].title] if self._fitted else []

    def follow_cursor(self) -> None:
        """Scroll so that the cursor is in sight; what is hidden does so when it is shown."""
        self._follows = not self.size.height
        if not self._follows:
            place = self._places.get(self.cursor_key or "", 0)
            self.scroll_to_region(Region(0, place, 1, HEADER + 1), animate=False, force=True)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor shows only while this pane has the focus."""
        super().watch_has_focus(has_focus)
        if has_focus:
            self._keep_cursor(None)
            self.follow_cursor()
        self._paint()

    def on_resize(self) -> None:
        """Another width may show other columns."""
        self._fit()
        if self._follows:
            self.follow_cursor()

    def on_click(self, event: events.Click) -> None:
        """The cursor goes to the row that was clicked."""
        place = event.y - HEADER + self.scroll_offset.y
        if event.y >= HEADER and place < len(self._rows) and self._rows[place].key in self._places:
            self._go_to(self._rows[place].key)

    @property
    def chosen(self) -> str | None:
        """The key of the row the cursor is on; None while there are no rows, and a moment after it went."""
        row = self.chosen_row
        return row.key if row else None

    @property
    def chosen_row(self) -> Row | None:
        """The row the cursor is on, on the same terms."""
        place = self._places.get(self.cursor_key or "")
        return None if place is None or time.monotonic() < self._held_until else self._rows[place]

    def action_by(self, rows: int) -> None:
        """Move the cursor, and the view with it; rows that are gone are passed over."""
        keys = list(self._places)
        if keys:
            place = keys.index(self.cursor_key) if self.cursor_key in self._places else 0
            self._go_to(keys[max(0, min(place + rows, len(keys) - 1))])

    def action_by_pages(self, pages: int) -> None:
        """Move the cursor further."""
        self.action_by(pages * PAGE)

    def _go_to(self, key: str) -> None:
        self.cursor_key = key
        self._paint()
        self.follow_cursor()

    @property
    def _width(self) -> int:
        """Cells of a row: where there are more rows than fit, the scroll bar takes one."""
        more = len(self._rows) + HEADER > self.size.height
        return self.size.width - (self.styles.scrollbar_size_vertical if more else 0)

    def _fit(self) -> None:
        """Lay the columns out anew if they must be, then paint."""
        if not self.size.width:
            return
        self._fitted = fit(self._columns, self._rows, self._width - MARGIN, self._fitted)
        self.virtual_size = Size(self._width, len(self._rows) + HEADER)
        self._paint()

    def _line(self, y: int) -> Strip:
        if self._fitted is None:
            return Strip.blank(self._width, self.rich_style)
        place = y - HEADER + self.scroll_offset.y
        header = self.get_component_rich_style("live-table--header")
        if y < HEADER:
            strip = Strip([Segment(self._titles(self._fitted), header)])
        elif place < len(self._rows):
            strip = self._draw(self._rows[place], self._fitted)
        elif place == 0 and self._nothing:
            strip = Strip([Segment(f"{' ' * MARGIN}({self._nothing})", header)])
        else:
            strip = Strip([])
        return strip.adjust_cell_length(self._width, self.rich_style)

    def _titles(self, fitted: Fit) -> str:
        """The columns' titles; the arrow takes a cell of the gap, if it must."""
        titles = (self._arrow if self._sorted_by is None else "").ljust(MARGIN)
        for index, cells in fitted.cells:
            arrow = self._arrow if index == self._sorted_by else ""
            title = self._columns[index].title
            titles += clip(clip(title, min(cells, len(title))) + arrow, cells + GAP)
        return titles

    def _draw(self, row: Row, fitted: Fit) -> Strip:
        tone = "gone" if row.mark == "-" else row.tone
        style = self.get_component_rich_style(f"live-table--{tone}")
        marked = "dim" if row.mark == "·" else "news" if row.mark in "+~-" else "marked"
        mark_style = self.get_component_rich_style(f"live-table--{marked}")
        if row.mark in "+~":
            style += Style(bold=True)
        here = (self.has_focus or self._pointed or self._stands_out) and row.key == self.cursor_key
        if here:
            style += self.get_component_rich_style("live-table--cursor", partial=True)
        elif self._spotlit:
            style = mark_style = self.get_component_rich_style("live-table--unlit")
        segments = [Segment(f"{row.mark}{'>' if here else ' '}", mark_style)]
        for index, cells in fitted.cells:
            segments.append(Segment(clip(row.cells[index], cells), style))
            segments.append(Segment(" " * GAP, style))
        return Strip(segments)
