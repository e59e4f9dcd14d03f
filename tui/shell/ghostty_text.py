"""Take whole screens out of libghostty, scrollback included: as text, or as bytes that draw them again."""

from __future__ import annotations

from functools import cache

from tui.shell.cells import CData


@cache
def _types(ffi: CData) -> tuple[CData, CData]:
    """cffi takes 18 ms for each of these, once; types that a function of the library has come for nothing."""
    return ffi.typeof("GhosttyFormatterTerminalOptions*"), ffi.typeof("GhosttyTerminalScrollbar*")


def prepare(ffi: CData) -> None:
    """Have cffi do its part before a terminal is locked."""
    _types(ffi)


def formatted(ffi: CData, lib: CData, terminal: CData, *, styled: bool, unwrapped: bool) -> bytes:
    """All rows of the terminal's screen, oldest first; blank rows at the end may be missing.

    `styled`: with the escape sequences of their styles; `unwrapped`: a line that was wrapped is one line again. The
    GIL is free meanwhile (6 ms for 10,000 rows). Empty if libghostty can't.
    """
    options = ffi.new(_types(ffi)[0])
    options.size = ffi.sizeof(options[0])
    options.extra.size = ffi.sizeof(options.extra)
    options.extra.screen.size = ffi.sizeof(options.extra.screen)
    options.emit = lib.GHOSTTY_FORMATTER_FORMAT_VT if styled else lib.GHOSTTY_FORMATTER_FORMAT_PLAIN
    options.unwrap = unwrapped
    formatter = ffi.new(ffi.typeof(lib.ghostty_formatter_terminal_new).args[1])
    text, length = map(ffi.new, ffi.typeof(lib.ghostty_formatter_format_alloc).args[2:])
    if lib.ghostty_formatter_terminal_new(ffi.NULL, formatter, terminal, options[0]):
        return b""
    try:
        if lib.ghostty_formatter_format_alloc(formatter[0], ffi.NULL, text, length):
            return b""
        try:
            return bytes(ffi.buffer(text[0], length[0]))
        finally:
            lib.ghostty_free(ffi.NULL, text[0], length[0])
    finally:
        lib.ghostty_formatter_free(formatter[0])


def extent(ffi: CData, lib: CData, terminal: CData) -> tuple[int, int]:
    """How many rows there are, scrollback included, and which of them is the viewport's first."""
    bar = ffi.new(_types(ffi)[1])
    lib.ghostty_terminal_get(terminal, lib.GHOSTTY_TERMINAL_DATA_SCROLLBAR, bar)
    return int(bar.total), int(bar.offset)
