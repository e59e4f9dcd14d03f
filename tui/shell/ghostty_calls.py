"""Calls into libghostty that need more than their name."""

from __future__ import annotations

from functools import cache

from tui.shell.cells import CData


@cache
def scroll_function() -> CData:
    """`ghostty_terminal_scroll_viewport`, typed so that cffi can call it.

    cffi's ABI mode can't pass a struct that holds a union by value; a twin of the same layout can go.
    """
    from pyghostty._ffi import ffi, union_fn

    ffi.cdef("typedef struct { int tag; int64_t value[2]; } SealegsScroll;")
    return union_fn("ghostty_terminal_scroll_viewport", "void(*)(GhosttyTerminal, SealegsScroll)")


def free(lib: CData, cells: CData, iterator: CData, screen: CData, terminal: CData) -> None:
    """Free all that an emulator holds."""
    lib.ghostty_render_state_row_cells_free(cells)
    lib.ghostty_render_state_row_iterator_free(iterator)
    lib.ghostty_render_state_free(screen)
    lib.ghostty_terminal_free(terminal)
