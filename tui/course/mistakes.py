"""What is wrong with a course file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tui.errors import CourseError


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong, on a line of a file (counted from 1)."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{_shown(self.path)}:{self.line}: {self.text}"


def refusal(*mistakes: Mistake) -> CourseError:
    """The error to raise for these mistakes: one a line, in the order of the files."""
    ordered = sorted(mistakes, key=lambda mistake: (str(mistake.path), mistake.line))
    return CourseError("\n".join(map(str, ordered)), "Correct that and open the lab again.")


def suggestion(word: str, valid: Iterable[str]) -> str:
    """The end of a message about a wrong word: the nearest valid one, or nothing if none is near."""
    near = get_close_matches(word, list(valid), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""


def _shown(path: Path) -> Path:
    """A path as a person in the current folder would write it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
