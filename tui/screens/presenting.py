"""The lab as it is shown to a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

PRESENTING = "-presenting"
"""The screen's class while it presents."""


class Presenting:
    """Acts on a screen; a method for each command, as in `deeds`."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen

    @property
    def on(self) -> bool:
        """Whether the lab presents."""
        return self._screen.has_class(PRESENTING)

    def present(self) -> None:
        """Begin to present, or end it."""
        self._screen.toggle_class(PRESENTING)
