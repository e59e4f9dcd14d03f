"""What stands at a lesson's end: its tasks, and how each was done."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from tui.model.course import Lesson
from tui.model.progress import Progress
from tui.view.course_map import counted, task_lines, task_rows


def lesson_summary(lesson: Lesson, progress: Progress, absent: Mapping[str, str], width: int) -> list[Content]:
    """The lesson's tasks in lines of at most `width` cells; nothing for a lesson without tasks."""
    if not lesson.tasks:
        return []
    done, every = counted(lesson, progress, absent)
    lines = [Content.assemble(Content.styled("This lesson's tasks", "bold $primary"), f"  {done} of {every} done")]
    for row in task_rows(lesson, lesson.tasks, progress, absent):
        lines += task_lines(row, width)
    return lines
