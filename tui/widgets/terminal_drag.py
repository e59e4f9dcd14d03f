"""Selecting with the mouse in the command pane: drag, two clicks for a word, three for a line; release copies."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset
from textual.timer import Timer

from tui.view.copying import Left, Reading, Taken

if TYPE_CHECKING:
    from tui.widgets.terminal_copy import CopyingView

_AGAIN = 0.4
"""Seconds within which a click at the same cell counts with the one before; what was clicked is copied after them."""
_SCROLL_EVERY = 0.05
_MOST_CLICKS = 3


class Drag:
    """Follows the left button on a view, and puts it into copy mode when something gets selected."""

    def __init__(self, view: CopyingView) -> None:
        self._view = view
        self.held = False
        self._at = self._begun = Offset(-1, -1)
        self._last_press = 0.0
        self._clicks = 0
        self._selects = False
        self._first: int | None = None
        self._scrolling: Timer | None = None
        self._copying: Timer | None = None

    def pressed(self, event: events.MouseDown) -> None:
        """The button went down."""
        at = event.get_content_offset(self._view)
        if event.button != 1 or at is None:
            return
        event.stop()
        self.stop()
        now = time.monotonic()
        again = at == self._begun and now - self._last_press < _AGAIN
        self._clicks = self._clicks % _MOST_CLICKS + 1 if again else 1
        self._at = self._begun = at
        self._last_press, self.held, self._first = now, True, None
        self._selects = self._clicks > 1
        self._view.capture_mouse()
        if self._selects:
            self._select()
        elif self._view.copying:
            self._view.when_still(lambda reading: reading.picked(here := _place(reading, at), here, 1).let_go())

    def moved(self, event: events.MouseMove) -> None:
        """The mouse moved; with the button held, that selects."""
        at = event.get_content_offset_capture(self._view)
        if not self.held or at == self._at:
            return
        event.stop()
        self._at, self._selects = at, True
        self._select()
        outside = not 0 <= at.y < self._view.content_size.height
        if outside and self._scrolling is None:
            self._scrolling = self._view.set_interval(_SCROLL_EVERY, self._scroll)
        elif not outside:
            self._stop_scrolling()

    def released(self, event: events.MouseUp) -> None:
        """The button came up: what was selected is copied; after clicks in a moment, as there may be one more."""
        if not self.held:
            return
        event.stop()
        self.held = False
        self._stop_scrolling()
        self._view.release_mouse()
        if self._selects and self._clicks == 1:
            self._copy()
        elif self._selects:
            self._copying = self._view.set_timer(_AGAIN, self._copy)

    def stop(self) -> None:
        """Forget the button and what was to come of it."""
        if self.held:
            self._view.release_mouse()
        self.held = False
        self._stop_scrolling()
        if self._copying is not None:
            self._copying.stop()
            self._copying = None

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def _scroll(self) -> None:
        rows = -1 if self._at.y < 0 else 1
        self._view.when_still(lambda reading: reading.scrolled(rows))
        self._select()

    def _select(self) -> None:
        self._view.copy_mode()
        at, clicks = self._at, self._clicks

        def select(reading: Reading) -> Reading | Taken | Left:
            if self._first is None:
                self._first = _place(reading, self._begun)
            return reading.picked(self._first, _place(reading, at), clicks)

        self._view.when_still(select)

    def _copy(self) -> None:
        self._copying = None
        self._view.when_still(lambda reading: reading.taken())


def _place(reading: Reading, at: Offset) -> int:
    """The place under a cell of the view."""
    row = reading.top + min(max(at.y, 0), reading.height - 1)
    return reading.text.at(row, at.x)
