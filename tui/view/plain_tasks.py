"""A lesson's tasks as linear text, a line each, for a screen reader or a pipe."""

from __future__ import annotations

import textwrap

from tui.attempt import Attempt
from tui.checks.verdict import Status
from tui.model.tasks import Task
from tui.model.text import printable
from tui.view.course_map import WAYS, counted
from tui.view.lesson import task_view

TELLING = (Status.FAIL, Status.UNKNOWN, Status.ABSENT)
"""Verdicts on open tasks that say more than that they are open."""


def tasks_text(attempt: Attempt, width: int = 0) -> str:
    """The tasks of the lesson an attempt is in: the state of each, what is wanted and, where the engine was read, what
    was seen. Lines are at most `width` characters long; 0 leaves a task in one line."""
    lesson = attempt.lesson
    done, every = counted(lesson, attempt.progress, attempt.absent)
    lines = [f"Lesson {lesson.entry.number}: {lesson.entry.title}. {done} of {every} tasks done."]
    lines += [f"{number}. {_line(task, attempt)}" for number, task in enumerate(lesson.tasks, 1)]
    return "\n".join(_wrapped(printable(line), width) for line in lines)


def _wrapped(line: str, width: int) -> str:
    if not width:
        return line
    return textwrap.fill(line, width, subsequent_indent="   ", break_long_words=False, break_on_hyphens=False)


def _line(task: Task, attempt: Attempt) -> str:
    extra = ", extra" if task.optional else ""
    return f"{_state(task, attempt)}{extra}: {task.text} {_seen(task, attempt)}".rstrip()


def _state(task: Task, attempt: Attempt) -> str:
    record = attempt.record(task)
    if record.done:
        return f"Done, {WAYS[record.way]}"
    if attempt.key(task.id) in attempt.absent:
        return "Not for this machine"
    return "Skipped" if record.skipped else "Open"


def _seen(task: Task, attempt: Attempt) -> str:
    """What the lab says below the task, the hints left out."""
    standing = attempt.standing(task)
    if not attempt.read or not (standing.done or standing.verdict.status in TELLING):
        return ""
    told = task_view(task, attempt).details[:1]
    return f"({told[0].text})" if told else ""
