"""The screen of a shell session as a widget: what it shows, its size, its life. Keys are `terminal`'s.

The session's thread says that there is something new, the widget takes the changed rows when its pace allows and
has them painted. While nothing changes it does nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.errors import ShellError
from tui.model.shell import Launch, ShellExited, ShellNews, ShellUnheard
from tui.outer.driver import has_own_cursor, show_cursor
from tui.shell.session import HEARD_WITHIN
from tui.widgets.terminal_pace import Pace
from tui.widgets.terminal_shell import LiveShell
from tui.widgets.terminal_strips import Palette, Picture

# A window being dragged sends dozens of sizes; each would make the shell draw its prompt again.
_RESIZE_PAUSE = 0.05
_BELL_PAUSE = 1.0
_BELL_SHOWN = 0.15
_SMALLEST = 2
_NEVER_SHOWN = (80, 24)


class TerminalView(Widget, can_focus=True):
    """Shows what runs in `_shell`, which is there from the mount on; `_launch` is what to run in it."""

    DEFAULT_CSS = "TerminalView { width: 1fr; height: 1fr; background: $background; color: $foreground; }"

    @dataclass
    class News(Message, namespace="terminal"):
        """The shell of a pane said something."""

        news: ShellNews
        pane: TerminalView

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._launch: Launch | None = None
        self._notice = ""
        self._picture: Picture | None = None
        self._last_grid = _NEVER_SHOWN
        self._resize_timer: Timer | None = None
        self._last_bell = 0.0
        self._belled_row: int | None = None
        self.on_drawn: Callable[[], None] | None = None
        """Called when something else is to be seen in the pane."""

    def on_mount(self) -> None:
        """Prepare on the app's loop; nothing runs before `start`."""
        self._pace = Pace(self.app, self._draw)
        self._shell = LiveShell(
            on_opened=self._opened,
            on_failed=self._failed,
            on_output=self._pace.request,
            on_news=self._take_news,
        )

    async def on_unmount(self) -> None:
        """End the shell and wait for it."""
        self._pace.cancel()
        await self._shell.close()

    def on_resize(self) -> None:
        """Start a shell that waited for a size; else follow once the size has settled."""
        if self._shell.session is None and not self._shell.ended:
            self._open()
        elif self._resize_timer is None:
            self._resize_timer = self.set_timer(_RESIZE_PAUSE, self._follow_size)

    def _open(self) -> None:
        # What is hidden, while another pane has all the room, can be heard and typed to all the same.
        if self._launch is not None and (self.content_size.area or not self.display):
            self._shell.open(self._launch, *self._grid())

    def _grid(self) -> tuple[int, int]:
        if self.content_size.area:
            self._last_grid = max(self.content_size.width, _SMALLEST), max(self.content_size.height, _SMALLEST)
        return self._last_grid

    def _follow_size(self) -> None:
        self._resize_timer = None
        # A hidden pane keeps the size it had. At the same size the emulator has nothing new to tell, and a new picture
        # would stay empty.
        if self._shell.session is not None and (self._picture is None or self._picture.size != self._grid()):
            self._shell.session.resize(*self._grid())
            self._begin_picture()

    def _opened(self) -> None:
        self._notice = ""
        self._picture = None
        self._follow_size()
        self.set_timer(HEARD_WITHIN, self._tell_unheard)

    def _tell_unheard(self) -> None:
        if self._shell.live is not None and self._shell.live.unheard:
            self.post_message(self.News(ShellUnheard(), self))

    def _failed(self, error: ShellError) -> None:
        self._notice = f"{error} [press Enter to try again]"
        self._picture = None
        self.refresh()

    def _take_news(self, news: ShellNews) -> None:
        if isinstance(news, ShellExited):
            self._show_end(news.status)
        self.post_message(self.News(news, self))

    def _show_end(self, status: int) -> None:
        if self._shell.session is None:
            return
        how = f"was killed by signal {-status}" if status < 0 else f"ended with {status}"
        how += "" if self._shell.session.state.turns else " before its first prompt"
        text = f"\r\n[the shell {how}: press Enter to start it again]\r\n"
        with self._shell.session.screen() as emulator:
            if emulator.on_alternate_screen():
                emulator.feed(b"\x1b[?1049l")
            emulator.feed(b"\x1b[m" + text.encode())
        self._pace.request()

    # -- output -------------------------------------------------------------------------------------

    def _begin_picture(self) -> None:
        self._picture = Picture(*self._grid(), Palette(self.rich_style))
        self._draw()
        self.refresh()

    def _draw(self) -> None:
        """Take what changed and have its regions painted."""
        if self._shell.session is None or self._picture is None:
            return
        with self._shell.session.screen() as emulator:
            changed, cursor = emulator.take_changed_rows(), emulator.cursor()
            rang = emulator.take_bell()
        regions = self._picture.take(changed, cursor)
        if regions:
            self.place_cursor()
            self.refresh(*regions)
            if self.on_drawn is not None:
                self.on_drawn()
        if rang and time.monotonic() - self._last_bell > _BELL_PAUSE:
            self._last_bell = time.monotonic()
            self._show_bell(self._picture.cursor[1] if self._picture.cursor else 0)

    def _mode(self, number: int) -> bool:
        """Whether a program has a DEC private mode on."""
        if self._shell.live is None:
            return False
        with self._shell.live.screen() as emulator:
            return emulator.mode(number)

    @property
    def _shown(self) -> Picture | None:
        """What is to be seen."""
        return self._picture

    def _show_bell(self, row: int) -> None:
        """Draw a row in reverse for a moment; nothing in the pane may ring the learner's own terminal."""
        self._belled_row = row
        whole = Region(0, row, self.content_size.width, 1)
        self.refresh(whole)

        def over() -> None:
            self._belled_row = None
            self.refresh(whole)

        self.set_timer(_BELL_SHOWN, over)

    def place_cursor(self) -> None:
        """Put the outer terminal's own cursor there, for input methods and screen readers as well."""
        cursor = self._shown.cursor if self._shown is not None and self._has_cursor else None
        if cursor is not None:
            self.app.cursor_position = self.content_region.offset + Offset(*cursor)
        show_cursor(self.app, cursor is not None)

    @property
    def _has_cursor(self) -> bool:
        """Whether keys go here, and something is there to take them."""
        alive = self._shell.live is not None or self._shown is not self._picture
        return self.has_focus and self.app.screen is self.screen and alive

    def rows(self) -> list[str]:
        """What stands in the pane, row by row, each as wide as the pane."""
        lines = [self._picture.line(y, cursor=False) for y in range(self._grid()[1])] if self._picture else []
        return [line.text for line in lines if line is not None]

    def rows_to_cursor(self) -> list[str]:
        """The same up to the cursor; nothing where none is to be seen."""
        if self._picture is None or self._picture.cursor is None:
            return []
        column, row = self._picture.cursor
        rows = self.rows()[: row + 1]
        return [*rows[:-1], rows[-1][:column]] if rows else []

    def notify_style_update(self) -> None:
        """The theme or the style sheet changed."""
        super().notify_style_update()
        if self._picture is not None:
            self._picture.colour(Palette(self.rich_style))
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the pane."""
        width = self.content_size.width
        if self._shown is not None:
            line = self._shown.line(y, cursor=self._has_cursor and not has_own_cursor(self.app))
            if line is not None:
                if y == self._belled_row:
                    line = line.apply_style(Style(reverse=True))
                return line.adjust_cell_length(width, self.rich_style)
        text = self._notice[y * width : (y + 1) * width]
        return Strip([Segment(text, self.rich_style)]).adjust_cell_length(width, self.rich_style)

    def _scroll_back(self, lines: int) -> bool:
        """Show older (negative) or newer lines; False where a full-screen program has the screen."""
        if self._shell.session is None:
            return False
        with self._shell.session.screen() as emulator:
            if emulator.on_alternate_screen():
                return False
            emulator.scroll(lines)
        self._pace.request()
        return True
