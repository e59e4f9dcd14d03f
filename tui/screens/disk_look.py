"""A look at the engine's disk: has it measured when the learner wants to see it, and only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.messages import DiskMeasured
from tui.view.disk import Disk

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class DiskLook:
    """Of a screen's browser. Who goes to another view need not wait; what was found by then is there on coming back."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self._disk = Disk()

    def measure(self) -> None:
        """Have it measured, if it is the disk that the browser shows."""
        browser = self._screen.panes.browser
        if browser.view == "disk" and browser.seen is not None:
            self._show(replace(self._disk, measuring=True, why_not=""))
            self._screen.outside.measure_disk()

    def take(self, message: DiskMeasured) -> None:
        """It has been measured, or could not be."""
        if message.usage is None:
            self._show(replace(self._disk, measuring=False, why_not=message.why_not))
        else:
            self._show(Disk(message.usage, self._screen.attempt.journal.now))

    def _show(self, disk: Disk) -> None:
        self._disk = disk
        self._screen.panes.browser.show_disk(disk)
