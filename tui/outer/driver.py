"""The lab's driver, which sends the outer terminal no more than it needs (`thrift`)."""

from __future__ import annotations

import os

from textual.app import App

from tui.outer.console_font import STAND_INS, few_characters
from tui.outer.orderly import OrderlyDriver
from tui.outer.thrift import HIDE_CURSOR, SHOW_CURSOR, Thrift

_SYNC_START, _SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
_AT_ONCE = 128
"""Characters that arrive in one piece anyway; more of them are marked as one update, without a cursor that flits."""


class ThriftyDriver(OrderlyDriver):
    """Sends less."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._thrift = Thrift()
        self._few_characters = few_characters()
        self._update: list[str] | None = None
        self._away = self._cursor_shown = False

    def write(self, data: str) -> None:
        """Send one update of the screen, or a piece of one between the marks of its start and end."""
        if self._away:
            # What is closed last would still hide the cursor of whoever has the terminal now.
            return
        if self._few_characters:
            data = data.translate(STAND_INS)
        if data == _SYNC_START:
            self._update = []
        elif data == _SYNC_END:
            pieces, self._update = self._update or [], None
            self._send("".join(pieces), marked=True)
        elif self._update is not None:
            self._update.append(data)
        else:
            self._send(data, marked=False)

    def _send(self, data: str, *, marked: bool) -> None:
        self._thrift.sized(*_size(self.fileno))
        sent = self._thrift.update(data)
        if len(sent) > _AT_ONCE and self._thrift.cursor_shown and sent != data:
            sent = f"{HIDE_CURSOR}{sent}{SHOW_CURSOR}"
        if len(sent) > _AT_ONCE and marked:
            sent = f"{_SYNC_START}{sent}{_SYNC_END}"
        if sent:
            super().write(sent)

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._away = False
        super().start_application_mode()

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was, also from the middle of an update."""
        self._update = None
        super().stop_application_mode()
        self._away = True

    def suspend_application_mode(self) -> None:
        """Give the terminal away for a while."""
        self._cursor_shown = self._thrift.cursor_shown
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take it again."""
        super().resume_application_mode()
        if self._cursor_shown:
            self.write(SHOW_CURSOR)

    def forget(self) -> None:
        """Take nothing for granted of what the terminal shows now."""
        self._thrift.forget()


def _size(descriptor: int) -> tuple[int, int]:
    try:
        return os.get_terminal_size(descriptor)
    except OSError:
        return (0, 0)


def has_own_cursor(app: App[object]) -> bool:
    """Whether the outer terminal shows the cursor itself, so that none need be drawn."""
    return _ours(app) is not None


def show_cursor(app: App[object], shown: bool) -> None:
    """Have the outer terminal show its cursor, at the app's `cursor_position`, or hide it."""
    if (driver := _ours(app)) is not None:
        driver.write(SHOW_CURSOR if shown else HIDE_CURSOR)


def redraw(app: App[object]) -> None:
    """Have the next update sent whole; something else may have written to the terminal."""
    if (driver := _ours(app)) is not None:
        driver.forget()


def _ours(app: App[object]) -> ThriftyDriver | None:
    """The app's driver, if it is ours: a test's has none."""
    return app._driver if isinstance(app._driver, ThriftyDriver) else None
