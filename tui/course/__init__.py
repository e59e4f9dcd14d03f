"""Load a course folder into the model; every mistake in it is named by file and line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.model.course import Course


def load(folder: Path, actions: frozenset[str] | None = None, cache: Path | None = None) -> Course:
    """The course in `folder`: course.yaml, and a folder with lesson.md and tasks.yaml for each lesson.

    `actions` are the ids that `action` checks may name; None accepts any. `cache` is a folder to keep it in once it
    is loaded, and to take it from while nothing has changed.
    Raises CourseError, which lists every mistake found as "file:line: what is wrong", one a line.
    """

    def anew() -> Course:
        # Late: the first frame needs no YAML and no Markdown reader, and their import costs more than loading does.
        from tui.course.loader import load_course

        return load_course(folder, actions)

    if cache is None:
        return anew()
    from tui.course.kept import course_kept_or

    return course_kept_or(anew, folder, actions, cache)
