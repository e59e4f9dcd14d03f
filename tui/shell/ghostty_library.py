"""libghostty-vt as pyghostty brings it, loaded in milliseconds once its declarations have been read.

Reading C declarations takes cffi 0.3 s of a processor, and pyghostty has it done at each start. So the outcome is kept,
as the module that cffi makes of declarations for its "out-of-line ABI mode".
"""

from __future__ import annotations

import hashlib
import marshal
import platform
from functools import cache
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from tui import paths
from tui.kept_file import kept_or
from tui.shell.cells import CData

_NAME = "sealegs_ghostty"
# cffi's ABI mode can't pass a struct that holds a union by value; a twin of the same layout can go.
_TWINS = "typedef struct { int tag; int64_t value[2]; } SealegsScroll;"


class Library(NamedTuple):
    """cffi's part and the library's functions; their names are those of libghostty's headers."""

    ffi: CData
    lib: CData

    def scroll_function(self) -> CData:
        """`ghostty_terminal_scroll_viewport`, typed so that cffi can call it."""
        twin = "void(*)(GhosttyTerminal, SealegsScroll)"
        return self.ffi.cast(twin, self.ffi.addressof(self.lib, "ghostty_terminal_scroll_viewport"))


@cache
def library() -> Library:
    """The library. Raises `OSError` or `ImportError` on a machine it wasn't made for."""
    import _cffi_backend

    declared = hashlib.sha256(_part("_cdef.py").read_bytes()).hexdigest()
    about = (declared, _TWINS, _cffi_backend.__version__, platform.python_version())
    made_of = hashlib.sha256(repr(about).encode()).digest()
    module: dict[str, CData] = {}
    exec(marshal.loads(kept_or(_read_declarations, paths.emulator_cache(), made_of)), module)
    return Library(module["ffi"], module["ffi"].dlopen(str(_part("_lib/libghostty-vt.so"))))


def check(result: int, what: str) -> None:
    """Raises `RuntimeError` if a call failed."""
    if result:
        raise RuntimeError(f"libghostty: {what} failed ({result})")


def free(lib: CData, cells: CData, iterator: CData, screen: CData, terminal: CData) -> None:
    """Free all that an emulator holds."""
    lib.ghostty_render_state_row_cells_free(cells)
    lib.ghostty_render_state_row_iterator_free(iterator)
    lib.ghostty_render_state_free(screen)
    lib.ghostty_terminal_free(terminal)


def _read_declarations() -> bytes:
    """The code of a module that has the declarations, read."""
    from cffi.recompiler import make_py_source
    from pyghostty._ffi import ffi

    ffi.cdef(_TWINS)
    source = StringIO()
    make_py_source(ffi, _NAME, source)
    return marshal.dumps(compile(source.getvalue(), _NAME, "exec"))


def _part(name: str) -> Path:
    """A file of pyghostty's, which is not imported: that takes as long as reading the declarations."""
    found = find_spec("pyghostty")
    if found is None or found.origin is None:
        raise ImportError("pyghostty is not installed", name="pyghostty")
    return Path(found.origin).parent / name
