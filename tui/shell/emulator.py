"""The seam between the command pane and the library that emulates its terminal.

One implementation: `ghostty`. All calls come from one thread at a time (the session holds a lock).
"""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

Colour = int | tuple[int, int, int] | None
"""A palette index 0-255, an (r, g, b) triple, or None for the terminal's default."""


class CellStyle(Struct, frozen=True):
    """How a run of cells looks."""

    foreground: Colour = None
    background: Colour = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    reverse: bool = False
    conceal: bool = False
    overline: bool = False


PLAIN = CellStyle()

Run = tuple[str, CellStyle]
"""Text of one style. A row's runs together fill exactly the emulator's columns."""


class Emulator(Protocol):
    """A terminal: bytes from programs in, rows of styled text out."""

    columns: int
    rows: int

    def feed(self, data: bytes) -> None:
        """Take output of the program."""

    def take_replies(self) -> bytes:
        """Answers to the program's queries since the last call; never anything the program chose."""
        ...

    def resize(self, columns: int, rows: int) -> None:
        """Change the grid; lines that were wrapped flow again."""

    def take_changed_rows(self) -> dict[int, list[Run]]:
        """Rows of the viewport that changed since the last call, by number from the top."""
        ...

    def cursor(self) -> tuple[int, int] | None:
        """(column, row) in the viewport, or None when hidden or scrolled away.

        As of the last `take_changed_rows`.
        """
        ...

    def before_cursor(self) -> str | None:
        """What stands before the cursor in its row; None when it is hidden or scrolled away."""
        ...

    def mode(self, number: int) -> bool:
        """Whether a DEC private mode is on (1: application cursor keys, 2004: bracketed paste …)."""
        ...

    def on_alternate_screen(self) -> bool:
        """Whether a full-screen program (vim, less …) has the screen."""
        ...

    def scroll(self, lines: int) -> None:
        """Move the viewport through the scrollback; negative is up."""

    def scroll_to_end(self) -> None:
        """Show the newest lines."""

    def extent(self) -> tuple[int, int]:
        """How many rows there are, scrollback included, and which of them is the viewport's first."""
        ...

    def drawn(self) -> bytes:
        """All rows as bytes that draw them again when fed to another emulator; blank rows at the end may be missing."""
        ...

    def text(self, *, unwrapped: bool) -> str:
        """All rows without their styles, a line each; `unwrapped`, a line that was wrapped is one line again.

        Blank rows at the end may be missing.
        """
        ...

    def take_bell(self) -> bool:
        """Whether the program rang the bell since the last call."""
        ...

    def close(self) -> None:
        """Free what the emulator holds; it must not be used after."""
