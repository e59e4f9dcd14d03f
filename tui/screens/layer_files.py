"""The files of one layer of an image: what it brings, replaces and hides."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.view.layers import LayerLine
from tui.widgets.scroll_page import ScrollPage

MOST = 500
"""Lines shown; a base system has thousands, and what is looked for is in small layers."""


class LayerFilesScreen(ModalScreen[None]):
    """Shows the lines once they are known: reading an image's layers takes a second for 100 MB."""

    BINDINGS = [Binding("escape,q,enter", "dismiss", "close")]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._lines: Sequence[LayerLine] | None = None

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with ScrollPage(id="dialog") as page:
            page.border_title = Content(self._title)
            page.border_subtitle = "Esc closes"
            yield Static(id="files")

    def on_mount(self) -> None:
        """Show what is known by now."""
        self._update()

    def show(self, lines: Sequence[LayerLine]) -> None:
        """Show what the layer holds."""
        self._lines = lines
        self._update()

    def _update(self) -> None:
        # Lines may come before the widget does.
        for files in self.query("#files").results(Static):
            files.update(self._content())

    def _content(self) -> Content:
        if self._lines is None:
            return Content("Reading the image's layers …")
        if not self._lines:
            return Content("This layer changes no files.")
        shown = [_line(line) for line in self._lines[:MOST]]
        if more := len(self._lines) - MOST:
            shown += [Content.styled(f"… and {more} more", "$quiet")] if more > 0 else []
        return Content("\n").join(shown)


def _line(line: LayerLine) -> Content:
    style = {"-": "$error bold", "~": "$accent bold"}.get(line.sign, "$success bold")
    gap = " " * max(1, 40 - cell_len(line.path))
    told = "  ".join(part for part in (line.size, line.note) if part)
    parts = [Content.styled(f"{line.sign} ", style), Content(line.path), Content.styled(f"{gap}{told}", "$quiet")]
    if line.preview:
        parts.append(Content.styled(f"\n    {line.preview}", "$accent"))
    return Content.assemble(*parts)
