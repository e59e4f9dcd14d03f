"""Dialogs about something of the engine's: they are told how it was last seen."""

from __future__ import annotations

from collections.abc import Iterable

from textual.screen import ModalScreen, Screen, ScreenResultType

from tui.model.journal import Journal


class InformedScreen(ModalScreen[ScreenResultType]):
    """A dialog that follows what happens in the engine while it is open."""

    def show(self, journal: Journal) -> None:
        """Show it as it is now."""
        raise NotImplementedError


def inform(screens: Iterable[Screen[object]], journal: Journal) -> None:
    """Tell those among some screens that want to know."""
    for screen in screens:
        if isinstance(screen, InformedScreen):
            screen.show(journal)
