"""What can be copied from: the rows of a terminal as one text, in which a wrapped line is one line.

A place is an offset in that text. A row's end is the newline after its line, or the next row's beginning where it was
wrapped. Columns are counted in cells.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from rich.cells import cell_len

_WORD = re.compile(r"[\w\-./:~@%+=#?&,]+")
_WORD_MOST = 4096
_WORD_STARTS = re.compile(r"(?<!\S)\S")


class CopyText(Struct, frozen=True, dict=True):
    """`text` is all of it, `starts` is where each row begins in it."""

    text: str
    starts: Sequence[int]

    @cached_property
    def small(self) -> str:
        """The text in small letters, each in its place."""
        small = self.text.lower()
        return small if len(small) == len(self.text) else "".join(map(_small, self.text))

    # -- rows and columns ---------------------------------------------------------------------------

    def row_of(self, place: int) -> int:
        """The row a place is in."""
        return bisect_right(self.starts, place) - 1

    def end_of(self, row: int) -> int:
        """The last place in a row: its newline, or its last character where it was wrapped."""
        if row + 1 == len(self.starts):
            return len(self.text)
        return self.starts[row + 1] - 1

    def row(self, row: int) -> str:
        """What stands in a row."""
        end = self.end_of(row)
        return self.text[self.starts[row] : end + (self.text[end : end + 1] != "\n")]

    def column_of(self, place: int) -> int:
        """The column of a place in its row."""
        return cell_len(self.text[self.starts[self.row_of(place)] : place])

    def at(self, row: int, column: int) -> int:
        """The place at a column of a row; the row's last one beyond its end."""
        row = min(max(row, 0), len(self.starts) - 1)
        start, text = self.starts[row], self.row(row)
        last = max(self.end_of(row) - start, 0)
        if text.isascii():
            return start + min(max(column, 0), last)
        cells = 0
        for index, character in enumerate(text):
            width = cell_len(character)
            if cells + width > column and width:
                return start + index
            cells += width
        return start + last

    @property
    def last(self) -> int:
        """The place where the last line that isn't blank begins its last row."""
        return self.starts[self.row_of(len(self.text.rstrip()))]

    def beside(self, row: int, by: int) -> int:
        """The row above (-1) or below (1): past one that belongs to a wrapped line and was emptied."""
        row += by
        while 0 < row < len(self.starts) - 1 and self.starts[row] == self.starts[row + 1]:
            row += by
        return min(max(row, 0), len(self.starts) - 1)

    def step(self, place: int, by: int) -> int:
        """The next (1) or previous (-1) character, wherever it stands; combining marks are part of theirs."""
        place += by
        while 0 < place < len(self.text) and self.text[place] != "\n" and not cell_len(self.text[place]):
            place += by
        return min(max(place, 0), len(self.text))

    # -- words and lines ----------------------------------------------------------------------------

    def line_around(self, place: int) -> tuple[int, int]:
        """First place and newline of a line as it was before it was wrapped."""
        end = self.text.find("\n", place)
        return self.text.rfind("\n", 0, place) + 1, len(self.text) if end < 0 else end

    def word_around(self, place: int) -> tuple[int, int]:
        """First place and the one after the last of a word, path, image or address; else of one character."""
        start, end = self.line_around(place)
        for word in _WORD.finditer(self.text, max(start, place - _WORD_MOST), min(end, place + _WORD_MOST)):
            if word.start() <= place < word.end():
                return word.span()
        return place, min(place + 1, end)

    def next_word(self, place: int) -> int:
        """Where the next word begins."""
        found = _WORD_STARTS.search(self.text, place + 1)
        return found.start() if found else place

    def previous_word(self, place: int) -> int:
        """Where this word began, or the one before."""
        before = self.text[:place].rstrip()
        return max(before.rfind(" "), before.rfind("\n")) + 1

    # -- search -------------------------------------------------------------------------------------

    def find(self, words: str, place: int, *, backwards: bool) -> int | None:
        """Where `words` stand next from a place, going round at the end; capitals count only if there are any."""
        text = self._to_search(words)
        if backwards:
            found = text.rfind(words, 0, max(place + len(words) - 1, 0))
            found = found if found >= 0 else text.rfind(words)
        else:
            found = text.find(words, place + 1)
            found = found if found >= 0 else text.find(words)
        return found if found >= 0 else None

    def count(self, words: str) -> int:
        """How often they stand in the text."""
        return self._to_search(words).count(words)

    def all_in(self, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where they stand, wholly or partly, between two places."""
        text = self._to_search(words)
        at = text.find(words, max(start - len(words) + 1, 0))
        while 0 <= at < end:
            yield at, at + len(words)
            at = text.find(words, at + len(words))

    def _to_search(self, words: str) -> str:
        return self.small if words == words.lower() else self.text

    # -- copying ------------------------------------------------------------------------------------

    def copied(self, start: int, end: int) -> str:
        """What is copied of a part: without blanks at the ends of lines, without a newline at the end."""
        return "\n".join(line.rstrip() for line in self.text[start:end].removesuffix("\n").split("\n"))


def copy_text(lines: str, rows: Sequence[str]) -> CopyText:
    """From a text in which wrapped lines are one line each, and the same row by row."""
    starts, at = [], 0
    for number, row in enumerate(rows):
        starts.append(at)
        at += len(row)
        if at >= len(lines) and number < len(rows) - 1:
            lines += "\n"  # blank rows at the end may be missing
        at += lines.startswith("\n", at)
    return CopyText(lines, starts)


def _small(character: str) -> str:
    small = character.lower()
    return small if len(small) == 1 else character
