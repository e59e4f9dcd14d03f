"""Mouse events in the command pane, for the program in it: only if it asked, and only what it asked for."""

from __future__ import annotations

from textual import events

from tui.shell import mouse
from tui.shell.emulator import Emulator

_BUTTONS = {0: mouse.NONE, 1: mouse.LEFT, 2: mouse.MIDDLE, 3: mouse.RIGHT}


def wanted(emulator: Emulator) -> bool:
    """Whether the program listens to the mouse at all."""
    return any(emulator.mode(mode) for mode in (mouse.CLICKS, mouse.DRAGS, mouse.MOVES))


def report(event: events.MouseEvent, column: int, row: int, emulator: Emulator) -> bytes | None:
    """What the program gets to read of an event at a cell of the pane, or None."""
    moved = isinstance(event, events.MouseMove)
    if moved and not _wants_move(event, emulator):
        return None
    if not wanted(emulator):
        return None
    return mouse.report(
        _button(event),
        column,
        row,
        pressed=not isinstance(event, events.MouseUp),
        moved=moved,
        sgr=emulator.mode(mouse.SGR),
        shift=event.shift,
        alt=event.meta,
        control=event.ctrl,
    )


def _wants_move(event: events.MouseEvent, emulator: Emulator) -> bool:
    return emulator.mode(mouse.MOVES) or (bool(event.button) and emulator.mode(mouse.DRAGS))


def _button(event: events.MouseEvent) -> int:
    match event:
        case events.MouseScrollUp():
            return mouse.WHEEL_UP
        case events.MouseScrollDown():
            return mouse.WHEEL_DOWN
        case _:
            return _BUTTONS.get(event.button, mouse.NONE)
