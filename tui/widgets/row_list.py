"""A list to choose from: rows that lay themselves out in its width, and a cursor that is more than a colour."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.view.laid import Laid, LayOut

CURSOR, NO_CURSOR = "▶ ", "  "


class RowList(OptionList, inherit_bindings=False):
    """Rows by key. Enter or a click on one posts `OptionList.OptionSelected` with the key as `option_id`."""

    BINDINGS = [
        Binding("down,j", "cursor_down", "down", show=False),
        Binding("up,k", "cursor_up", "up", show=False),
        Binding("pagedown", "page_down", "page down", show=False),
        Binding("pageup", "page_up", "page up", show=False),
        Binding("home", "first", "first", show=False),
        Binding("end", "last", "last", show=False),
        Binding("enter", "select", "choose", show=False),
    ]

    def show(self, rows: Iterable[tuple[str, LayOut]], cursor: str = "") -> None:
        """Show rows, with the cursor on one of them, or else on the first."""
        keyed = list(rows)
        self.set_options(Option(Laid(lay_out), id=key) for key, lay_out in keyed)
        if keyed:
            places = {key: place for place, (key, _) in enumerate(keyed)}
            self.highlighted = places.get(cursor, 0)

    @property
    def cursor(self) -> str:
        """The key of the row the cursor is on, or empty."""
        option = self.highlighted_option
        return (option.id or "") if option is not None else ""

    def bring_into_sight(self, keys: Collection[str]) -> None:
        """Have these rows, which follow each other, in sight; the first ones if there are more than fit."""
        self.call_after_refresh(self._bring_into_sight, frozenset(keys))

    def _bring_into_sight(self, keys: frozenset[str]) -> None:
        rows = [y for y, (place, _) in enumerate(self._lines) if self.get_option_at_index(place).id in keys]
        if rows:
            shown = Region(0, rows[0], 1, min(len(rows), self.size.height))
            self.scroll_to_region(shown, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Another width wraps the rows anew; keep the cursor in sight."""
        self.call_after_refresh(self.scroll_to_highlight)

    def _get_left_gutter_width(self) -> int:
        return len(CURSOR)

    def render_line(self, y: int) -> Strip:
        """The row, and before it the cursor or its room."""
        row = super().render_line(y)
        style = next((segment.style for segment in row), None) or self.rich_style
        place, line = self._at(y)
        mark = CURSOR if place == self.highlighted and place is not None and not line else NO_CURSOR
        return Strip([Segment(mark, style), *row])

    def _at(self, y: int) -> tuple[int | None, int]:
        """Which row is drawn on a line, and which line of it."""
        number = self.scroll_offset.y + y
        return self._lines[number] if number < len(self._lines) else (None, 0)
