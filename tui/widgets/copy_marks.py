"""Marks on rows of the command pane in copy mode: what is selected, where the words searched for stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from rich.cells import cell_len

from tui.shell.emulator import CellStyle, Run
from tui.view.copy_text import CopyText
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


def marked(runs: Sequence[Run], spans: Sequence[tuple[int, int]], mark: Mark) -> list[Run]:
    """The row with some spans of columns marked, which follow one another; each is (first, one after the last)."""
    result: list[Run] = []
    column = number = 0
    for text, style in runs:
        end = column + _cells(text)
        while text:
            while number < len(spans) and spans[number][1] <= column:
                number += 1
            start, stop = spans[number] if number < len(spans) else (end, end)
            within = start <= column
            part, text = _split(text, min(stop if within else start, end) - column)
            if not part:  # widths don't add up in some emoji
                part, text = text, ""
            result.append((part, mark(style) if within else style))
            column += _cells(part)
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
            if reading.words:
                places = text.all_in(reading.words, start, end)
                shown = marked(shown, [_columns(text, row, max(a, start), min(b, end)) for a, b in places], match)
            if selected is not None and selected[0] < end and selected[1] > start:
                span = _columns(text, row, max(selected[0], start), min(selected[1], end))
                shown = marked(shown, [span], selection)
        result.append(shown)
    if said := bottom(reading):
        # Not over the cursor.
        edge = 0 if text.row_of(reading.cursor) == reading.top + len(rows) - 1 else -1
        result[edge] = _over(result[edge], f" {said} ", columns)
    return result


def _columns(text: CopyText, row: int, start: int, end: int) -> tuple[int, int]:
    """The columns of a part of a row. A newline is shown as one cell, so that an empty line can be seen."""
    left = _cells(text.text[text.starts[row] : start])
    part = text.text[start:end]
    return left, left + _cells(part.removesuffix("\n")) + part.endswith("\n")


def _cells(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


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
