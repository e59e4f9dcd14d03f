"""The course a verb is about: the option that names it, and reading it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.errors import UsageError

if TYPE_CHECKING:
    from tui.model.course import Course


def add_course(parser: argparse.ArgumentParser, about: str = "a course") -> None:
    """The option that names a course."""
    shipped = paths.shipped("content")
    parser.add_argument("--course", type=Path, default=shipped, metavar="FOLDER", help=about)


def its_course(options: argparse.Namespace) -> Course:
    """The course that was named. Raises `UsageError` where there is none, CourseError if it can't be used."""
    require_course(options.course)
    return read_course(options.course)


def require_course(folder: Path) -> None:
    """Raises `UsageError` where there is no course in a folder, and says so if it stands in one."""
    if not (folder / "course.yaml").is_file():
        around = next((each for each in folder.parents if (each / "course.yaml").is_file()), None)
        remedy = f"The course is the folder {around}." if around else ""
        raise UsageError(f"{folder} is no course: there is no course.yaml in it.", remedy)


def read_course(folder: Path) -> Course:
    """The course in a folder, as kept from the last time if it is still the same. Raises CourseError."""
    from tui.commands import BY_ID
    from tui.course import load

    return load(folder, frozenset(BY_ID), paths.course_cache())
