"""What is typed in the command pane, to be read from afar: the line at the prompt, or the last one and how it ended."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct
from rich.cells import cell_len, chop_cells

from tui.model.journal import CommandRun
from tui.model.text import printable
from tui.view.big_type import ROWS, can_be_drawn, cells, drawn

Tone = Literal["typed", "good", "bad", "quiet"]
Part = tuple[str, Tone]

PROMPT = "$ "
MARGIN = 2
"""Cells left and right of it."""
LOW, HIGH = 3, ROWS + 1
"""Rows in the strip: those of plain letters, and of large ones."""
HIGH_FROM = 34
"""Rows of the screen from which there is room for large letters."""
_CONTINUED = re.compile(r"\s\\[ \t]*\n")


class Said(Struct, frozen=True):
    """A line, and how it ended: `mark` is empty while it is typed."""

    line: str = ""
    mark: str = ""
    tone: Tone = "typed"


def said(typed: str, newest: CommandRun | None) -> Said:
    """What to say: what is `typed` at the prompt, if there is anything, or else of the newest command."""
    if typed.strip():
        return Said(_one_line(typed))
    if newest is None:
        return Said()
    line, status = _one_line(newest.line), newest.exit_status
    if newest.ended is None:
        return Said(line, "…", "quiet")
    if status is None:
        return Said(line)
    return Said(line, f"✗ {status}", "bad") if status else Said(line, "✓", "good")


def strip_rows(what: Said, width: int, height: int) -> list[list[Part]]:
    """The strip's rows: large if the letters are there and the line fits, else plain; in the middle of its height."""
    room = width - 2 * MARGIN
    whole = f"{PROMPT}{what.line}"
    large = f"{whole}  {what.mark}" if what.mark else whole
    if height >= HIGH and can_be_drawn(large) and cells(large) <= room:
        rows = _large(whole, what)
    else:
        rows = _plain(whole, what, room, height)
    above = (height - len(rows)) // 2
    return [*([] for _ in range(above)), *rows, *([] for _ in range(height - above - len(rows)))]


def _large(whole: str, what: Said) -> list[list[Part]]:
    mark = f"  {what.mark}" if what.mark else ""
    lines = zip(drawn(whole), drawn(mark), strict=True)
    return [[(" " * MARGIN + line, "typed"), (end, what.tone)] for line, end in lines]


def _plain(whole: str, what: Said, room: int, height: int) -> list[list[Part]]:
    """The line in as many rows as it takes, its end if it takes more than there are."""
    mark = f"  {what.mark}" if what.mark else ""
    lines = chop_cells(whole, max(8, room - cell_len(mark)))
    if len(lines) > height:
        lines = lines[-height:]
        lines[0] = "…" + lines[0][1:]
    rows: list[list[Part]] = [[(" " * MARGIN + line, "typed")] for line in lines]
    return [*rows[:-1], [*rows[-1], (mark, what.tone)]]


def _one_line(line: str) -> str:
    """A command on one line, as it would be typed there: without the backslashes that continued it."""
    return printable(" ".join(_CONTINUED.sub(" ", line).split()))


def height_of(screen_rows: int) -> int:
    """How many rows the strip has on a screen."""
    return HIGH if screen_rows >= HIGH_FROM else LOW
