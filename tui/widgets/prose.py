"""Prose of a page in one widget: Textual's Markdown mounts a widget for each paragraph and list item, 60 ms a page."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.widget import Widget

from tui.messages import LinkPressed
from tui.view.prose import Piece, lay_out


class ProseText(Widget):
    """Shows pieces of Markdown text, wrapped to its width. Where they stand by themselves, the cursor stops at them."""

    def __init__(self, pieces: Sequence[Piece], *, stops: bool = False) -> None:
        super().__init__()
        self.can_focus = stops
        self._pieces = pieces
        self._width = 0
        self._lines: list[Content] = []

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines at that width."""
        return len(self._lines_at(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._lines_at(self.content_size.width))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What of it is selected, without the spaces that fill a block of code."""
        text = "\n".join(line.plain for line in self._lines_at(self.content_size.width))
        return "\n".join(line.rstrip() for line in selection.extract(text).split("\n")), "\n"

    def action_link(self, address: str) -> None:
        """A link was clicked."""
        self.post_message(LinkPressed(address))

    def _lines_at(self, width: int) -> list[Content]:
        if width != self._width:
            self._width, self._lines = width, lay_out(self._pieces, width)
        return self._lines
