"""The mouse over a terminal's view: for the program if it asked, else to select and to scroll."""

from __future__ import annotations

from abc import abstractmethod

from textual import events

from tui.shell import keys
from tui.widgets import terminal_mouse
from tui.widgets.terminal_copy import CopyingView

_WHEEL_LINES = 3


class PointedView(CopyingView):
    """A view with a mouse."""

    @abstractmethod
    def write(self, data: bytes) -> None:
        """Send bytes as if typed."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A button for the program, else to select."""
        if not self._mouse(event):
            self._drag.pressed(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """A button for the program, else what is selected gets copied."""
        if not self._mouse(event):
            self._drag.released(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A move for the program, else to select."""
        if not self._mouse(event):
            self._drag.moved(event)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel: for the program if it asked, else through the output."""
        self._wheel(event, -1, "up")

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel: for the program if it asked, else through the output."""
        self._wheel(event, 1, "down")

    def _wheel(self, event: events.MouseEvent, direction: int, arrow: str) -> None:
        event.stop()
        if self.copying:
            self.when_still(lambda reading: reading.scrolled(direction * _WHEEL_LINES))
        elif not self._mouse(event) and not self._scroll_back(direction * _WHEEL_LINES):
            # less, man and vim without mouse support understand arrows.
            self.write((keys.encode(arrow, None, self._mode(keys.APPLICATION_CURSOR)) or b"") * _WHEEL_LINES)

    def _mouse(self, event: events.MouseEvent) -> bool:
        """Report to the program if it asked; whether it did. With Shift the mouse is the lab's."""
        if event.shift or self.copying or self._drag.held:
            return False
        at = event.get_content_offset(self)
        if self._shell.live is None or at is None:
            return False
        with self._shell.live.screen() as emulator:
            data = terminal_mouse.report(event, *at, emulator)
        if data is not None:
            event.stop()
            self._shell.live.write(data)
        return data is not None
