"""The command sheet: what a learner typed and what it did, lesson by lesson, as Markdown to keep."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from tui.model.course import Course
from tui.model.log import LoggedCommand
from tui.model.text import printable


def command_sheet(course: Course, commands: Iterable[LoggedCommand], by_hand: Collection[str] = ()) -> str:
    """Every lesson in which something was typed, with its commands and their effects; one that failed says so. Of the
    tasks whose keys are in `by_hand` it is said that nobody saw them done."""
    by_lesson: dict[str, list[LoggedCommand]] = {}
    for command in commands:
        by_lesson.setdefault(command.lesson, []).append(command)
    parts = [f"# {course.title}: what I typed, and what it did\n"]
    for lesson in course.lessons:
        typed = by_lesson.get(lesson.entry.id, [])
        ticked = [each.text for each in lesson.tasks if lesson.key(each.id) in by_hand]
        if typed or ticked:
            parts.append(f"## {lesson.entry.number} {lesson.entry.title}\n")
            parts += _blocks(typed)
            parts += [f"Ticked by hand: {printable(text)}\n" for text in ticked]
    if len(parts) == 1:
        parts.append("Nothing yet.\n")
    return "\n".join(parts)


def _blocks(commands: Iterable[LoggedCommand]) -> list[str]:
    """Code blocks, each up to a command that changed something, with its effects below."""
    blocks: list[str] = []
    block: list[str] = []
    # The same command several times in a row, with the same outcome, is one line.
    for (line, effects), _ in groupby((_line(command), command.effects) for command in commands):
        block.append(line)
        if effects:
            blocks += [_fenced(block), "".join(f"- {_code(printable(effect))}\n" for effect in effects)]
            block = []
    return blocks + ([_fenced(block)] if block else [])


def _fenced(lines: Sequence[str]) -> str:
    text = "\n".join(lines)
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}sh\n{text}\n{fence}\n"


def _code(text: str) -> str:
    fence = "`" * (_longest_run(text) + 1)
    return f"{fence}{text}{fence}" if len(fence) == 1 else f"{fence} {text} {fence}"


def _longest_run(text: str) -> int:
    """How many backticks stand in a row at the most."""
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _line(command: LoggedCommand) -> str:
    note = f"  # exit status {command.exit_status}" if command.exit_status else ""
    # What was pasted may hold what a terminal acts on, and the sheet is for printing there.
    line = "\n".join(map(printable, command.line.split("\n")))
    return f"{line}{note}"
