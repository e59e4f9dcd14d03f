"""What the learner's commands do in the browser; a method for each, as in `deeds`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class Browsing:
    """Acts on a screen's browser."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen

    def show_containers(self) -> None:
        """The first view."""
        self._show("containers")

    def show_images(self) -> None:
        """The second view."""
        self._show("images")

    def show_layers(self) -> None:
        """The third view."""
        self._show("layers")

    def open_row(self) -> None:
        """What is behind the row the cursor is on."""
        self._screen.panes.browser.open_row()

    def _show(self, view: str) -> None:
        self._screen.panes.browser.choose(view)
        self._screen.panes.bring_browser()
