"""Looks at how the working folder stands beside the course's copies, for what a reset is about."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterable
from pathlib import Path

from tui.handout import files_in
from tui.model.course import Course
from tui.model.progress import Progress
from tui.model.reset import FolderLook
from tui.paths import free_name
from tui.reset.plan import begun, files_asked, files_handed, lessons_of


def look_into(folder: Path, course: Course, lesson: str, progress: Progress) -> FolderLook:
    """How the files of a lesson (empty: of all) stand in the working folder. Raises OSError.

    Of lessons that are yet to come nothing is missing: their files may give other lessons' solutions away.
    """
    lessons = lessons_of(course, lesson)
    given = set(files_in(files_handed(lessons if lesson else begun(course, progress)), course.files))
    edited, missing, outside = [], [], []
    for path in dict.fromkeys(files_in(files_handed(lessons), course.files)):
        there = folder / path
        if not is_inside(there, folder):
            outside.append(path)
        elif not os.path.lexists(there):
            missing += [path] if path in given else []
        elif not (there.is_file() and filecmp.cmp(course.files / path, there, shallow=False)):
            edited.append(path)
    return FolderLook(
        edited=tuple(edited),
        missing=tuple(missing),
        made=tuple(_made(files_asked(course, lesson), folder, course)),
        outside=tuple(outside),
        kept=str(free_name(folder.resolve(), "kept")),
    )


def is_inside(there: Path, folder: Path) -> bool:
    """Whether a path in a folder leads nowhere else, by links of the learner's."""
    return there.parent.resolve().is_relative_to(folder.resolve())


def _made(paths: Iterable[str], folder: Path, course: Course) -> Iterable[str]:
    """Those that are there, and neither of the course nor a folder of its files."""
    for path in paths:
        there = folder / path
        if os.path.lexists(there) and is_inside(there, folder) and not (course.files / path).exists():
            yield path
