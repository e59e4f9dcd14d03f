"""Nothing at all, while the room is to look elsewhere."""

from __future__ import annotations

from textual import events
from textual.screen import Screen


class BlankScreen(Screen[None], inherit_bindings=False):
    """Dark. Any key, or a click, ends it, and does nothing else."""

    CSS = """
    BlankScreen { background: $blank; }
    BlankScreen Toast { display: none; }
    """

    def on_key(self, event: events.Key) -> None:
        """Whichever it is."""
        event.stop()
        self.dismiss()

    def on_click(self) -> None:
        """A click does, too."""
        self.dismiss()
