"""Rows of text with a tone for each part: what the tabs of a closer look are made of."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Literal

from msgspec import Struct
from rich.cells import cell_len, chop_cells

Tone = Literal["plain", "key", "quiet", "mark", "title"]
Part = tuple[str, Tone]


class TonedRow(Struct, frozen=True):
    """One row of the screen; rows with the same `key` are one line to the cursor."""

    parts: tuple[Part, ...]
    key: Hashable = None


def said(sentence: str, width: int, tone: Tone = "plain") -> list[TonedRow]:
    """A sentence in as many rows as it takes."""
    rows, words = [""], sentence.split()
    for word in words:
        longer = f"{rows[-1]} {word}".strip()
        if cell_len(longer) <= width:
            rows[-1] = longer
        else:
            first, *others = chopped(word, width)
            rows += [first, *others]
    return [TonedRow(((row, tone),)) for row in rows if row or not words]


def chopped(text: str, width: int) -> list[str]:
    """Text in pieces that fill a width; at least one."""
    if text.isascii():
        return [text[start : start + width] for start in range(0, len(text), max(1, width))] or [""]
    return chop_cells(text, max(2, width)) or [""]


def hanging(before: tuple[Part, ...], text: str, tone: Tone, width: int, key: Hashable = None) -> Iterator[TonedRow]:
    """Text behind something, its further rows below its first."""
    indent = sum(cell_len(part) for part, _ in before)
    first, *others = chopped(text, max(8, width - indent))
    yield TonedRow((*before, (first, tone)), key)
    for other in others:
        yield TonedRow(((" " * indent, "plain"), (other, tone)), key)
