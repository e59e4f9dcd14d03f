"""Marks on rows of the command pane in copy mode: what is selected, where the words searched for stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rich.cells import cell_len

from tui.shell.emulator import CellStyle, Run
from tui.view.copying import Reading, bottom

_INK, _MARKER = 0, 11
"""Black on bright yellow, of the 16 colours: can be read in every theme."""

Mark = Callable[[CellStyle], CellStyle]


def match(style: CellStyle) -> CellStyle:
    """Where the words stand: bold and underlined besides the colour."""
    return replace(style, foreground=_INK, background=_MARKER, bold=True, underline=True, reverse=False, dim=False)


def selection(style: CellStyle) -> CellStyle:
    """What is selected: the pane's own colours the other way round, also where the text has some."""
    return CellStyle(bold=style.bold, underline=style.underline, reverse=True)


def marked(runs: Sequence[Run], start: int, end: int, mark: Mark) -> list[Run]:
    """The row with its columns from `start` to before `end` marked."""
    result: list[Run] = []
    column = 0
    for text, style in runs:
        width = len(text) if text.isascii() else cell_len(text)
        first, last = max(start - column, 0), min(end - column, width)
        if first >= last:
            result.append((text, style))
        else:
            before, rest = _split(text, first)
            within, after = _split(rest, last - first)
            result += [(part, look) for part, look in ((before, style), (within, mark(style)), (after, style)) if part]
        column += width
    return result


def marked_rows(reading: Reading, rows: Sequence[Sequence[Run]], columns: int) -> list[list[Run]]:
    """The rows in sight, as copy mode shows them."""
    text, selected = reading.text, reading.selected
    result = []
    for y, runs in enumerate(rows):
        row = reading.top + y
        shown = list(runs)
        if row < len(text.starts):
            start, end = text.starts[row], text.end_of(row) + 1
            for a, b in text.all_in(reading.words, start, end) if reading.words else ():
                shown = _mark(reading, shown, (row, max(a, start), min(b, end)), match)
            if selected is not None and selected[0] < end and selected[1] > start:
                shown = _mark(reading, shown, (row, max(selected[0], start), min(selected[1], end)), selection)
        result.append(shown)
    if said := bottom(reading):
        result[-1] = _over(result[-1], f" {said} ", columns)
    return result


def _mark(reading: Reading, runs: list[Run], part: tuple[int, int, int], mark: Mark) -> list[Run]:
    """A part of a row marked, given as places. A newline is shown as one cell, so that an empty line can be seen."""
    row, start, end = part
    text, first = reading.text, reading.text.starts[row]
    left = cell_len(text.text[first:start])
    width = cell_len(text.text[start:end].removesuffix("\n")) + text.text[start:end].endswith("\n")
    return marked(runs, left, left + width, mark)


def _over(runs: list[Run], said: str, columns: int) -> list[Run]:
    """A sentence over a row's beginning."""
    width = cell_len(said)
    if width >= columns:
        return [(_split(said, columns)[0], CellStyle(reverse=True, bold=True))]
    return [(said, CellStyle(reverse=True, bold=True)), *_after(runs, width)]


def _after(runs: list[Run], column: int) -> list[Run]:
    rest: list[Run] = []
    for text, style in runs:
        width = cell_len(text)
        if column < width:
            cut, after = _split(text, column) if column > 0 else ("", text)
            rest.append((" " * (cell_len(cut) - column) + after, style))
        column = max(column - width, 0)
    return rest


def _split(text: str, column: int) -> tuple[str, str]:
    """A text in two, the first part `column` cells wide, or one more where a wide character would be cut."""
    if text.isascii():
        return text[:column], text[column:]
    cells = index = 0
    while index < len(text) and (cells < column or not cell_len(text[index])):
        cells += cell_len(text[index])
        index += 1
    return text[:index], text[index:]
