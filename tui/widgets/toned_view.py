"""Rows of toned text to scroll in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.view.toned import TonedRow
from tui.widgets.painted_rows import PaintedRows

LayOut = Callable[[int], Sequence[TonedRow]]
"""From a width in cells to rows that are no wider."""


class TonedView(PaintedRows):
    """Shows what `show` was given last. With a cursor, it is on a line (the rows of one key), and stays with it."""

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

    def action_by(self, rows: int) -> None:
        """Move the cursor by lines, or else scroll by rows."""
        if not self._with_cursor:
            self.scroll_relative(y=rows, animate=False, immediate=True)
            return
        keys = list(dict.fromkeys(row.key for row in self._rows))
        if keys:
            place = keys.index(self.cursor) if self.cursor in keys else 0
            self.put_cursor(keys[max(0, min(place + rows, len(keys) - 1))])

    def on_resize(self) -> None:
        """Another width lays everything out anew."""
        self._lay()

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
