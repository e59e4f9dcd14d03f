"""The command line strip: what is typed in the command pane, for those who sit far away."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.outer.console_font import few_characters
from tui.view.strip import LOW, Part, Said, height_of, strip_rows


class CommandStrip(Widget):
    """Repaints when what it says has changed; as high as the screen has room for."""

    COMPONENT_CLASSES = {"strip--typed", "strip--good", "strip--bad", "strip--quiet"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said = Said()
        self._rows: list[list[Part]] = []

    def show(self, said: Said) -> None:
        """Say something else."""
        if said != self._said:
            self._said = said
            self._lay_out()

    def fit(self, screen_rows: int) -> None:
        """Be as high as a screen of so many rows lets it; a Linux console has nothing to draw large letters with."""
        self.styles.height = (LOW if few_characters() else height_of(screen_rows)) + self.gutter.height

    def on_resize(self) -> None:
        """Another width has room for larger letters, or not."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One of its rows."""
        row = self._rows[y] if y < len(self._rows) else []
        segments = [Segment(text, self.get_component_rich_style(f"strip--{tone}")) for text, tone in row]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _lay_out(self) -> None:
        rows = strip_rows(self._said, *self.size) if self.size.area else []
        if rows != self._rows:
            self._rows = rows
            self.refresh()
