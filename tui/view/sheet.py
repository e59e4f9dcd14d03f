"""The command sheet: what a learner typed, lesson by lesson, as Markdown to keep."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from tui.model.course import Course
from tui.model.log import LoggedCommand


def command_sheet(course: Course, commands: Iterable[LoggedCommand]) -> str:
    """Every lesson in which something was typed, with its commands; one that failed says so."""
    by_lesson: dict[str, list[LoggedCommand]] = {}
    for command in commands:
        by_lesson.setdefault(command.lesson, []).append(command)
    parts = [f"# {course.title}: what I typed\n"]
    for lesson in course.lessons:
        typed = by_lesson.get(lesson.entry.id, [])
        if typed:
            parts.append(f"## {lesson.entry.number} {lesson.entry.title}\n\n{_fenced(typed)}")
    if len(parts) == 1:
        parts.append("Nothing yet.\n")
    return "\n".join(parts)


def _fenced(commands: list[LoggedCommand]) -> str:
    # The same command several times in a row is one line.
    text = "\n".join(line for line, _ in groupby(map(_line, commands)))
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}sh\n{text}\n{fence}\n"


def _line(command: LoggedCommand) -> str:
    note = f"  # exit status {command.exit_status}" if command.exit_status else ""
    return f"{command.line}{note}"
