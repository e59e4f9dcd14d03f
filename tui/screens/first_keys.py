"""Keys that the lab acts on before any pane gets them: the command pane's prefix, the key after it, and what stops
something that types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from tui.commands import BY_PREFIXED

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class FirstKeys:
    """Acts on a screen. Keys that come in the same moment must go where the one before them led."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self.prefixed = False
        """Whether the prefix was pressed, and another key is to follow."""

    async def take(self, event: events.Key) -> bool:
        """Act on a key; whether it was one of these."""
        screen, prefix = self._screen, self._screen.keys.prefix
        if screen.terminal.finish_typing() or (event.key == "escape" and screen.deeds.restoring.stop()):
            return True
        if self.prefixed:
            self.expect(False)
            if event.key == prefix:
                # Twice sends it to the program.
                screen.terminal.type_key(event)
            elif event.key in BY_PREFIXED and screen.check_action("use", (BY_PREFIXED[event.key].id,)):
                await screen.action_use(BY_PREFIXED[event.key].id)
            return True
        if event.key == prefix and screen.focused is screen.terminal:
            self.expect(True)
            return True
        return False

    def expect(self, another: bool) -> None:
        """Have another key follow, or no longer."""
        if another != self.prefixed:
            self.prefixed = another
            self._screen.show_bottom()
