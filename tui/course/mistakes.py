"""What is wrong with a course file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct

from tui.errors import CourseError


class Mistake(Struct, frozen=True):
    """One thing that is wrong, on a line of a file (counted from 1)."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"

    @property
    def file(self) -> Path:
        """The path as a person in the current folder would write it."""
        here = Path.cwd()
        return self.path.relative_to(here) if self.path.is_relative_to(here) else self.path


class Refusal(CourseError):
    """A course can't be used, for these mistakes: one a line, in the order of the files."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = ordered(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)), "Correct that and open the lab again.")


def refusal(*mistakes: Mistake) -> Refusal:
    """The error to raise for these mistakes."""
    return Refusal(mistakes)


def ordered(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Mistakes in the order of the files and lines."""
    return tuple(sorted(mistakes, key=lambda mistake: (str(mistake.path), mistake.line)))


def suggestion(word: str, valid: Iterable[str]) -> str:
    """The end of a message about a wrong word: the nearest valid one, or nothing if none is near."""
    near = get_close_matches(word, list(valid), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""
