"""A page of a dialog that scrolls with the keys that scroll a lesson."""

from __future__ import annotations

from textual.binding import Binding
from textual.containers import VerticalScroll


class ScrollPage(VerticalScroll, inherit_bindings=False):
    """Each key has its effect at once: sliding there costs a slow line more than it shows."""

    BINDINGS = [
        Binding("down,j", "by(1)", "down", show=False),
        Binding("up,k", "by(-1)", "up", show=False),
        Binding("pagedown,space", "by_pages(1)", "page down", show=False),
        Binding("pageup", "by_pages(-1)", "page up", show=False),
        Binding("home", "to_top", "top", show=False),
        Binding("end", "to_end", "end", show=False),
    ]

    def action_by(self, rows: int) -> None:
        """Scroll by rows."""
        self.scroll_relative(y=rows, animate=False, immediate=True)

    def action_by_pages(self, pages: int) -> None:
        """Scroll by screenfuls, less a row to read on from."""
        self.action_by(pages * max(1, self.size.height - 1))

    def action_to_top(self) -> None:
        """Scroll to the top."""
        self.scroll_home(animate=False)

    def action_to_end(self) -> None:
        """Scroll to the end."""
        self.scroll_end(animate=False)
