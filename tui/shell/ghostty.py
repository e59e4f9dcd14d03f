"""The terminal emulator behind the command pane: libghostty-vt through pyghostty.

pyghostty's own `Terminal` class reads text only, so this uses its `ffi` and `lib`, whose names are those of
Ghostty's C headers (include/ghostty/vt.h).
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator

from rich.cells import set_cell_size

from tui.shell.answers import may_answer
from tui.shell.cells import CData, CellReader
from tui.shell.emulator import Run
from tui.shell.ghostty_library import check, free, library
from tui.shell.ghostty_text import extent, formatted, prepare

_SCROLLBACK_LINES = 10_000
# Ghostty keeps 10 kB unless told: 10,000 lines of 100 columns need about 8 MB.
_SCROLLBACK_BYTES = 64 << 20
_REPLIES_KEPT = 4096
# Pixels of a cell, for size reports; nothing else uses them.
_CELL_WIDTH, _CELL_HEIGHT = 8, 16
_ROWS_ALL = 2

# What the library doesn't do as we want it: the switch between 80 and 132 columns (DECCOLM), and mode 40, without which
# neither xterm nor Ghostty obeys it; the soft reset (DECSTR), which it doesn't know.
_OURS = re.compile(rb"\x1b\[(?:\?3[hl]|\?40(?P<allow>[hl])|(?P<reset>!p))")
_WIDTH_MODE, _ORIGIN_MODE = 40, 6
# Insert mode, looks, character sets, margins (setting them moves the cursor: it is kept), cursor, keypad, wrap.
_SOFT_RESET = b"\x1b[4l\x1b[0m\x1b(B\x1b)B\x0f\x1b7\x1b[r\x1b8\x1b[?25h\x1b[?1l\x1b>\x1b[?7h"

_LAYOUT_PROBE = (
    "plain ~|\\ text\r\n"
    "\x1b[1mbold\x1b[0m \x1b[2;3;4mdim italic\x1b[0m \x1b[7;9mreverse\x1b[0m \x1b[8;53mhidden\x1b[0m\r\n"
    "\x1b[31mred \x1b[38;5;200mpalette \x1b[38;2;1;2;3mtruecolour\x1b[48;2;250;128;7m on colour\x1b[0m\r\n"
    "é Ж → ░ \U0001d11e narrow\r\n"
    "漢字 wide, e\u0301 combined\r\n"
    "\x1b[44merased\x1b[K\x1b[0m"
).encode()


class GhosttyEmulator:
    """An `Emulator` of `columns` by `rows` cells. Loading the library may take 0.3 s the first time."""

    def __init__(self, columns: int, rows: int) -> None:
        loaded = library()
        ffi, lib = self._ffi, self._lib = loaded
        self.columns, self.rows = columns, rows
        self._replies = bytearray()
        self._rang = False
        self._width_allowed = False
        self._reader = CellReader(ffi, lib)
        self._numbers()
        self._scroll_viewport = loaded.scroll_function()
        self._terminal = self._make_terminal()
        self._screen = self._new("GhosttyRenderState", lib.ghostty_render_state_new)
        self._iterator = self._new("GhosttyRenderStateRowIterator", lib.ghostty_render_state_row_iterator_new)
        self._cells = self._new("GhosttyRenderStateRowCells", lib.ghostty_render_state_row_cells_new)
        self.close = weakref.finalize(
            self, free, lib, self._cells[0], self._iterator[0], self._screen[0], self._terminal
        )
        self._test_layout()

    # -- construction -------------------------------------------------------------------------------

    def _new(self, kind: str, make: CData) -> CData:
        handle = self._ffi.new(f"{kind}*")
        check(make(self._ffi.NULL, handle), kind)
        return handle

    def _numbers(self) -> None:
        """Cells of memory that libghostty writes its answers to."""
        new = self._ffi.new
        self._int, self._short = new("int*"), new("uint16_t*")
        self._mode = new("GhosttyTerminalModeConfig*")
        self._width_mode = new("GhosttyTerminalModeConfig*", {"mode": _WIDTH_MODE, "value": False})
        self._cursor = new("GhosttyRenderStateCursor*")
        self._cursor.size = self._ffi.sizeof("GhosttyRenderStateCursor")

    def _make_terminal(self) -> CData:
        """A terminal that answers queries into `_replies` and otherwise keeps to itself.

        Callbacks for the clipboard, title reports, enquiries and the terminal's name stay unset: each would let
        a printed file have text of its choice typed into the shell, or reach outside the pane.
        """
        ffi, lib = self._ffi, self._lib
        terminal = ffi.new("GhosttyTerminal*")
        check(lib.ghostty_terminal_new(ffi.NULL, terminal, self.columns, self.rows), "terminal")
        # A callback that held `self` would keep the emulator, and so its memory, alive for ever.
        me = weakref.ref(self)

        def reply(_terminal: CData, _data: CData, text: CData, length: int) -> None:
            answer = bytes(ffi.buffer(text, length))
            if (emulator := me()) and len(emulator._replies) + length <= _REPLIES_KEPT and may_answer(answer):
                emulator._replies += answer

        def bell(_terminal: CData, _data: CData) -> None:
            if emulator := me():
                emulator._rang = True

        self._callbacks = (
            ffi.callback("GhosttyTerminalWritePtyFn", reply),
            ffi.callback("GhosttyTerminalBellFn", bell),
        )
        for option, value in (
            (lib.GHOSTTY_TERMINAL_OPT_SCROLLBACK_MAX_LINES, ffi.new("size_t*", _SCROLLBACK_LINES)),
            (lib.GHOSTTY_TERMINAL_OPT_SCROLLBACK_MAX_BYTES, ffi.new("size_t*", _SCROLLBACK_BYTES)),
            (lib.GHOSTTY_TERMINAL_OPT_KITTY_IMAGE_STORAGE_LIMIT, ffi.new("uint64_t*", 0)),
            (lib.GHOSTTY_TERMINAL_OPT_WRITE_PTY, self._callbacks[0]),
            (lib.GHOSTTY_TERMINAL_OPT_BELL, self._callbacks[1]),
        ):
            check(lib.ghostty_terminal_set(terminal[0], option, value), "terminal option")
        return terminal[0]

    def _test_layout(self) -> None:
        """Let the reader see whether the bulk layout is the one it knows, then wipe the screen."""
        self.feed(_LAYOUT_PROBE)
        self._snapshot()
        self._reader.trust_layout([self._reader.both_ways(*row) for _, row in self._dirty_rows()])
        self._lib.ghostty_terminal_reset(self._terminal)
        self.take_replies()

    @property
    def reads_in_bulk(self) -> bool:
        """Whether the library's cell layout is the known one (else rows are read cell by cell)."""
        return self._reader.layout_trusted

    # -- the program's side -------------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        """Take output of the program. The GIL is free meanwhile (70 MB/s)."""
        # DEL does nothing on any terminal; Ghostty would show it, and the outer terminal would be sent it.
        data = data.replace(b"\x7f", b"")
        start = 0
        for asked in _OURS.finditer(data):
            self._write(data[start : asked.end()])
            self._obey(asked)
            start = asked.end()
        self._write(data[start:] if start else data)

    def _write(self, data: bytes) -> None:
        self._lib.ghostty_terminal_vt_write(self._terminal, data, len(data))

    def _obey(self, asked: re.Match[bytes]) -> None:
        """Reset softly; let a switch of the width do all it does on a VT100 but that: the pane's width decides."""
        if asked["reset"]:
            # Leaving origin mode moves the cursor, so only where it is on.
            self._write((b"\x1b[?6l" if self.mode(_ORIGIN_MODE) else b"") + _SOFT_RESET)
        elif asked["allow"]:
            self._lib.ghostty_terminal_set(self._terminal, self._lib.GHOSTTY_TERMINAL_OPT_MODE, self._width_mode)
            self._width_allowed = asked["allow"] == b"h"
        elif self._width_allowed:
            self._write(b"\x1b[r\x1b[2J\x1b[H")

    def take_replies(self) -> bytes:
        """Answers to the program's queries since the last call, at most 4 kB of them."""
        replies = bytes(self._replies)
        self._replies.clear()
        return replies

    def resize(self, columns: int, rows: int) -> None:
        """Change the grid; lines that were wrapped flow again."""
        self.columns, self.rows = columns, rows
        result = self._lib.ghostty_terminal_resize(self._terminal, columns, rows, _CELL_WIDTH, _CELL_HEIGHT)
        check(result, "resize")

    # -- the viewer's side --------------------------------------------------------------------------

    def take_changed_rows(self) -> dict[int, list[Run]]:
        """Rows of the viewport that changed since the last call, by number from the top."""
        self._snapshot()
        changed = {y: self._reader.read(*row) for y, row in self._dirty_rows()}
        self._lib.ghostty_render_state_clean(self._screen[0])
        return changed

    def _snapshot(self) -> None:
        lib, screen = self._lib, self._screen[0]
        check(lib.ghostty_render_state_update(screen, self._terminal), "update")
        lib.ghostty_render_state_get(screen, lib.GHOSTTY_RENDER_STATE_DATA_COLS, self._short)
        if self._short[0] != self.columns:
            # The program switched to 132 columns (DECCOLM, `CSI ?40h CSI ?3h`): the pane's width decides.
            self.resize(self.columns, self.rows)
            check(lib.ghostty_render_state_update(screen, self._terminal), "update")

    def _dirty_rows(self) -> Iterator[tuple[int, tuple[CData, CData]]]:
        """(row number, (iterator, cells)) of each row to read; the handles are good until the next one."""
        lib, screen, iterator = self._lib, self._screen[0], self._iterator[0]
        lib.ghostty_render_state_get(screen, lib.GHOSTTY_RENDER_STATE_DATA_DIRTY, self._int)
        if not self._int[0]:
            return
        everything = self._int[0] == _ROWS_ALL
        lib.ghostty_render_state_get(screen, lib.GHOSTTY_RENDER_STATE_DATA_ROW_ITERATOR, self._iterator)
        y = -1
        while True:
            if everything:
                y += 1
                more = lib.ghostty_render_state_row_iterator_next(iterator)
            else:
                more = lib.ghostty_render_state_row_iterator_next_dirty(iterator, self._short)
                y = self._short[0]
            if not more:
                return
            yield y, self._row()

    def _row(self) -> tuple[CData, CData]:
        """What the iterator stands on."""
        lib, iterator = self._lib, self._iterator[0]
        lib.ghostty_render_state_row_get(iterator, lib.GHOSTTY_RENDER_STATE_ROW_DATA_CELLS, self._cells)
        return iterator, self._cells[0]

    def before_cursor(self) -> str | None:
        """What stands before the cursor in its row; None when it is not to be seen. What changed stays to be taken."""
        self._snapshot()
        cursor = self.cursor()
        if cursor is None:
            return None
        lib = self._lib
        lib.ghostty_render_state_get(self._screen[0], lib.GHOSTTY_RENDER_STATE_DATA_ROW_ITERATOR, self._iterator)
        for _ in range(cursor[1] + 1):
            lib.ghostty_render_state_row_iterator_next(self._iterator[0])
        return set_cell_size("".join(text for text, _ in self._reader.read(*self._row())), cursor[0])

    def cursor(self) -> tuple[int, int] | None:
        """(column, row) in the viewport as of the last `take_changed_rows`, or None when not to be seen."""
        lib, cursor = self._lib, self._cursor
        lib.ghostty_render_state_get(self._screen[0], lib.GHOSTTY_RENDER_STATE_DATA_CURSOR, cursor)
        if not (cursor.visible and cursor.viewport_has_value):
            return None
        return cursor.viewport_x, cursor.viewport_y

    def mode(self, number: int) -> bool:
        """Whether a DEC private mode is on; unknown modes are off."""
        self._mode.mode, self._mode.value = number, False
        self._get(self._lib.GHOSTTY_TERMINAL_DATA_MODE, self._mode)
        return bool(self._mode.value)

    def on_alternate_screen(self) -> bool:
        """Whether a full-screen program (vim, less …) has the screen."""
        self._get(self._lib.GHOSTTY_TERMINAL_DATA_ACTIVE_SCREEN, self._int)
        return bool(self._int[0] == self._lib.GHOSTTY_TERMINAL_SCREEN_ALTERNATE)

    def extent(self) -> tuple[int, int]:
        """How many rows there are, scrollback included, and which of them is the viewport's first."""
        return extent(self._ffi, self._lib, self._terminal) if self.close.alive else (self.rows, 0)

    def drawn(self) -> bytes:
        """All rows as bytes that draw them again; lines that were wrapped are one line in them."""
        return self._formatted(styled=True, unwrapped=True)

    def text(self, *, unwrapped: bool) -> str:
        """All rows without their styles, a line each; `unwrapped`, a line that was wrapped is one line again."""
        return self._formatted(styled=False, unwrapped=unwrapped).decode("utf-8", "replace")

    def _formatted(self, *, styled: bool, unwrapped: bool) -> bytes:
        # The one who reads may come, in a thread of its own, when the session has just been closed.
        if not self.close.alive:
            return b""
        return formatted(self._ffi, self._lib, self._terminal, styled=styled, unwrapped=unwrapped)

    def take_bell(self) -> bool:
        """Whether the program rang the bell since the last call."""
        rang, self._rang = self._rang, False
        return rang

    def _get(self, key: int, out: CData) -> None:
        self._lib.ghostty_terminal_get(self._terminal, key, out)

    def scroll(self, lines: int) -> None:
        """Move the viewport through the scrollback; negative is up."""
        self._scroll(self._lib.GHOSTTY_SCROLL_VIEWPORT_DELTA, lines)

    def scroll_to_end(self) -> None:
        """Show the newest lines."""
        self._scroll(self._lib.GHOSTTY_SCROLL_VIEWPORT_BOTTOM, 0)

    def _scroll(self, tag: int, lines: int) -> None:
        where = self._ffi.new("SealegsScroll*", {"tag": tag, "value": [lines, 0]})
        self._scroll_viewport(self._terminal, where[0])


def prepare_text() -> None:
    """Make the first `drawn`, `text` and `extent` as fast as later ones."""
    prepare(library().ffi)
