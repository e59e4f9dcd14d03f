"""Rows of toned text to scroll in; repaints only the rows that changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.view.toned import TonedRow

LayOut = Callable[[int], Sequence[TonedRow]]
"""From a width in cells to rows that are no wider."""


class TonedView(ScrollView, can_focus=True):
    """Shows what `show` was given last. With a cursor, it is on a line (the rows of one key), and stays with it."""

    BINDINGS = [
        Binding("up,k", "by(-1)", "up", show=False),
        Binding("down,j", "by(1)", "down", show=False),
        Binding("pageup", "by_pages(-1)", "page up", show=False),
        Binding("pagedown", "by_pages(1)", "page down", show=False),
        Binding("home", "to_top", "top", show=False),
        Binding("end", "to_end", "end", show=False),
    ]
    COMPONENT_CLASSES = {
        "toned--plain",
        "toned--key",
        "toned--quiet",
        "toned--mark",
        "toned--title",
        "toned--cursor",
    }
    DEFAULT_CSS = """
    TonedView {
        scrollbar-size-vertical: 1; overflow-x: hidden;
        & > .toned--plain { color: $foreground; }
        & > .toned--key { color: $primary; }
        & > .toned--quiet { color: $quiet; }
        & > .toned--mark { color: $accent; text-style: bold; }
        & > .toned--title { color: $quiet; text-style: bold; }
        & > .toned--cursor { text-style: reverse; }
    }
    """

    def __init__(self, *, id: str | None = None, with_cursor: bool = False) -> None:
        super().__init__(id=id)
        self._lay_out: LayOut = lambda width: ()
        self._rows: Sequence[TonedRow] = ()
        self._width = 0
        self._painted: list[Strip] = []
        self._with_cursor = with_cursor
        self.cursor: Hashable = None
        """The key of the line the cursor is on."""

    def show(self, lay_out: LayOut) -> None:
        """Show other rows."""
        self._lay_out = lay_out
        self._lay()

    def put_cursor(self, key: Hashable) -> None:
        """Have the cursor on a line, and the line in sight."""
        self.cursor = key
        self._paint()
        places = [place for place, row in enumerate(self._rows) if row.key == key]
        if places:
            region = Region(0, places[0], 1, min(len(places), max(1, self.size.height)))
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    @property
    def at_end(self) -> bool:
        """Whether the last row is in sight."""
        return self.scroll_offset.y >= len(self._rows) - self.size.height

    def go_to_end(self) -> None:
        """Have the last row in sight."""
        self.scroll_to(y=max(0, len(self._rows) - self.size.height), animate=False, force=True, immediate=True)

    def action_by(self, lines: int) -> None:
        """Move the cursor by lines, or else scroll by rows."""
        if not self._with_cursor:
            self.scroll_relative(y=lines, animate=False, immediate=True)
            return
        keys = list(dict.fromkeys(row.key for row in self._rows))
        if keys:
            place = keys.index(self.cursor) if self.cursor in keys else 0
            self.put_cursor(keys[max(0, min(place + lines, len(keys) - 1))])

    def action_by_pages(self, pages: int) -> None:
        """Move by screenfuls, less a row to read on from."""
        self.action_by(pages * max(1, self.size.height - 1))

    def action_to_top(self) -> None:
        """Go to the first line."""
        self.action_by(-len(self._rows))

    def action_to_end(self) -> None:
        """Go to the last line."""
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

    def on_resize(self) -> None:
        """Another width lays everything out anew."""
        self._lay()

    def render_line(self, y: int) -> Strip:
        """The rows from the scroll offset on."""
        return self._painted[y] if y < len(self._painted) else Strip.blank(self.size.width, self.rich_style)

    def _lay(self) -> None:
        if not self.size.width:
            return
        self._width = self.size.width
        self._rows = self._lay_out(self._width)
        if len(self._rows) > self.size.height:
            # The scroll bar takes a cell.
            self._width -= self.styles.scrollbar_size_vertical
            self._rows = self._lay_out(self._width)
        self.virtual_size = Size(self._width, len(self._rows))
        if self._with_cursor and self._rows and self.cursor not in {row.key for row in self._rows}:
            self.cursor = self._rows[0].key
        self._paint()

    def _paint(self) -> None:
        """Draw the rows in sight and repaint those that differ from the last drawing."""
        if not self.is_attached or not self.size.width:
            return
        before, self._painted = self._painted, [self._line(y) for y in range(self.size.height)]
        for y, after in enumerate(self._painted):
            if y >= len(before) or before[y] != after:
                self.refresh(Region(0, y, after.cell_length, 1))

    def _line(self, y: int) -> Strip:
        place = y + self.scroll_offset.y
        if place >= len(self._rows):
            return Strip.blank(self._width, self.rich_style)
        row = self._rows[place]
        segments = [Segment(text, self.get_component_rich_style(f"toned--{tone}")) for text, tone in row.parts]
        strip = Strip(segments).adjust_cell_length(self._width, self.rich_style)
        if self._with_cursor and row.key == self.cursor:
            strip = strip.apply_style(self.get_component_rich_style("toned--cursor", partial=True))
        return strip
