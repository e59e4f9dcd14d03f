"""A container's log on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from tui.model.looks import LogLine
from tui.view.toned import TonedRow, chopped

ERROR, OUTPUT = "! ", "  "


def log_rows(lines: Iterable[LogLine], wanted: str, width: int) -> list[TonedRow]:
    """The lines with some words in them, or all; before each, whether it is of standard error."""
    wanted = wanted.casefold()
    rows = []
    for line in lines:
        if wanted and wanted not in line.text.casefold():
            continue
        mark = ERROR if line.error else OUTPUT
        for piece in chopped(line.text, width - len(mark)):
            rows.append(TonedRow(((mark, "mark"), (piece, "plain"))))
            mark = OUTPUT
    return rows
