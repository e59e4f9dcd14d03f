"""Where news for a moment stand."""

from __future__ import annotations

from textual.screen import Screen
from textual.widget import Widget


def put_toasts_on(pane: Widget, screen: Screen[None]) -> None:
    """On a pane's upper border, the older ones above: nothing that stands in the pane is covered."""
    below = screen.size.height - pane.region.y - 1
    for rack in screen.query("ToastRack"):
        if rack.styles.margin.bottom != below:
            rack.styles.margin = (0, 0, below, 0)
