"""Copy mode on the command pane: a view of all output that stands still, while the shell goes on underneath.

What the keys do in it is `view.copying`'s. The output is taken, and laid out anew, in a thread: keys wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from msgspec.structs import replace
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message

from tui.shell.emulator import Run
from tui.shell.scrollback import Scrollback
from tui.view.copy_text import CopyText, copy_text
from tui.view.copying import Left, Reading, Taken, headline, pressed
from tui.widgets.copy_marks import marked_rows
from tui.widgets.terminal_drag import Drag
from tui.widgets.terminal_strips import Palette, Picture
from tui.widgets.terminal_view import TerminalView

FRAME = 4
"""Cells of the frame beside what it says, inside its corners."""
_NOTHING = "There is nothing to copy here."
_NO_OUTPUT = "There is no output in the command pane yet."
_FAILED = "The output can't be shown for copying now."


@dataclass
class _Copying:
    """What there is while copy mode is on."""

    scrollback: Scrollback
    reading: Reading
    picture: Picture
    rows: list[list[Run]]
    top: int


class CopyingView(TerminalView):
    """A terminal's view with copy mode, and selection by mouse."""

    ALLOW_SELECT = False

    @dataclass
    class Copied(Message, namespace="terminal"):
        """The learner copied something."""

        text: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._copy: _Copying | None = None
        self._work: asyncio.Task[None] | None = None
        self._waiting: list[Callable[[], None]] = []
        self._drag = Drag(self)

    async def on_unmount(self) -> None:
        """Wait for the thread, and free what is held."""
        if self._work is not None:
            with suppress(asyncio.CancelledError):
                await self._work
        self._drag.stop()
        if self._copy is not None:
            self._copy.scrollback.close()
            self._copy = None

    # -- in and out ---------------------------------------------------------------------------------

    @property
    def copying(self) -> bool:
        """Whether copy mode is on, or about to be."""
        return self._copy is not None or self._work is not None

    def copy_mode(self) -> None:
        """Let the view stand still, with a cursor in it; nothing if it does so already."""
        if self._shell.session is None or self._picture is None:
            self.notify(_NO_OUTPUT, markup=False)
        elif not self.copying:
            self._work = asyncio.create_task(self._begin(self._shell.session.scrollback))

    def leave_copy_mode(self) -> None:
        """Show what the shell shows now."""
        self._waiting.clear()
        copy, self._copy = self._copy, None
        if copy is not None:
            self._drag.stop()
            copy.scrollback.close()
            self._draw()
            self._tell("")
            self._exchange(copy.picture, self._picture)

    async def _begin(self, take: Callable[[], Scrollback]) -> None:
        def taken() -> tuple[Scrollback, CopyText]:
            scrollback = take()
            return scrollback, copy_text(scrollback.lines, scrollback.rows)

        try:
            scrollback, text = await asyncio.to_thread(taken)
        except Exception:  # the emulator's library
            self._waiting.clear()
            self.notify(_FAILED, severity="warning", markup=False)
            return
        finally:
            self._work = None
        then, top = scrollback.moment, min(scrollback.moment.top, scrollback.total - scrollback.size[1])
        column, row = then.cursor or (0, scrollback.size[1] - 1)
        reading = Reading(text, scrollback.size[1], text.at(top + row, column), max(top, 0))
        self._copy = self._laid(scrollback, reading)
        self._go_on()

    def _laid(self, scrollback: Scrollback, reading: Reading) -> _Copying:
        return _Copying(scrollback, reading, Picture(*scrollback.size, Palette(self.rich_style)), [], -1)

    def _go_on(self) -> None:
        """The thread is done: show what it made, and do what waited for it."""
        if self._copy is not None and self._copy.scrollback.size != self._grid():
            self._flow_again()
            return
        if self._copy is not None:
            self._compose_copy(self._copy)
            self._tell_copying(self._copy.reading)
            self._exchange(self._picture, self._copy.picture)
        waiting, self._waiting = self._waiting, []
        for do in waiting:
            do()

    def _opened(self) -> None:
        self.leave_copy_mode()
        super()._opened()

    # -- another size -------------------------------------------------------------------------------

    def _begin_picture(self) -> None:
        super()._begin_picture()
        if self._copy is not None and self._work is None and self._copy.scrollback.size != self._grid():
            self._flow_again()

    def _flow_again(self) -> None:
        if self._copy is not None:
            self._work = asyncio.create_task(self._flow(self._copy, self._grid()))

    async def _flow(self, copy: _Copying, size: tuple[int, int]) -> None:
        def flown() -> CopyText:
            copy.scrollback.resize(*size)
            return copy_text(copy.scrollback.lines, copy.scrollback.rows)

        try:
            text = await asyncio.to_thread(flown)
        finally:
            self._work = None
        if self._copy is copy:
            self._copy = self._laid(copy.scrollback, copy.reading.resized(text, size[1]))
            self._go_on()

    # -- keys and mouse -----------------------------------------------------------------------------

    def when_still(self, do: Callable[[Reading], Reading | Left | Taken]) -> None:
        """Take a step in copy mode, once the view stands still; nothing if it is left before."""

        def step() -> None:
            if self._copy is not None:
                self._take(do(self._copy.reading))

        if self._work is not None:
            self._waiting.append(step)
        else:
            step()

    def _take(self, outcome: Reading | Left | Taken) -> None:
        if self._copy is None:
            return
        if isinstance(outcome, Taken) and not outcome.text:
            outcome = replace(self._copy.reading, said=_NOTHING)
        if isinstance(outcome, Reading):
            self._copy.reading = outcome
            self._show_copy()
            return
        if isinstance(outcome, Taken):
            self.post_message(self.Copied(outcome.text))
        self.leave_copy_mode()

    def _copy_key(self, event: events.Key) -> bool:
        """Whether a key was for copy mode."""
        if not self.copying:
            return False
        key, character = event.key, event.character
        self.when_still(lambda reading: pressed(reading, key, character))
        return True

    def _copy_paste(self, text: str) -> bool:
        """Whether pasted text was for copy mode: words to search for. Else it is left, and the text goes on."""
        if self._copy is not None and self._copy.reading.typing is not None:
            self._take(self._copy.reading.typed(" ".join(text.split())))
            return True
        self.leave_copy_mode()
        return False

    # -- what is shown ------------------------------------------------------------------------------

    @property
    def _shown(self) -> Picture | None:
        return self._copy.picture if self._copy is not None else self._picture

    def _draw(self) -> None:
        if self._copy is None:
            super()._draw()

    def _show_copy(self) -> None:
        """Paint what differs from what was shown before."""
        if self._copy is None:
            return
        regions = self._compose_copy(self._copy)
        if regions:
            self.place_cursor()
            self.refresh(*regions)
        self._tell_copying(self._copy.reading)

    def _compose_copy(self, copy: _Copying) -> list[Region]:
        reading = copy.reading
        if reading.top != copy.top:
            copy.rows, copy.top = copy.scrollback.seen_from(reading.top), reading.top
        rows = marked_rows(reading, copy.rows, copy.picture.columns)
        column = min(reading.text.column_of(reading.cursor), copy.picture.columns - 1)
        row = reading.text.row_of(reading.cursor) - reading.top
        return copy.picture.take(dict(enumerate(rows)), (column, row) if 0 <= row < reading.height else None)

    def _exchange(self, before: Picture | None, after: Picture | None) -> None:
        """Show one picture in place of another: mostly they are the same."""
        self.place_cursor()
        if before is None or after is None or before.size != after.size:
            self.refresh()
        elif regions := after.differences(before):
            self.refresh(*regions)

    def _tell_copying(self, reading: Reading) -> None:
        self._tell(headline(reading, self.size.width - FRAME))

    def _tell(self, text: str) -> None:
        """Say something in the frame."""
        self.border_subtitle = Content(text) if text else None

    def notify_style_update(self) -> None:
        """The theme or the style sheet changed."""
        super().notify_style_update()
        if self._copy is not None:
            self._copy.picture.colour(Palette(self.rich_style))
