"""What became of a class, after it: as Markdown to read, as CSV to count with."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from tui.model.classroom import LearnerRecord
from tui.model.course import Course
from tui.model.progress import Way
from tui.model.tasks import Task
from tui.model.text import printable
from tui.view.ages import minutes

Records = Sequence[LearnerRecord]

HARDEST = 10
"""Tasks and questions that are named as the hardest."""
LONGEST = 3600.0
"""Seconds between two ticks above which the time says nothing of the task: a break, or the next day."""
WAYS: tuple[Way, ...] = ("self", "hint", "shown", "hand")


def times_of(record: LearnerRecord) -> dict[str, float]:
    """Seconds each task took: since the one done before it. Without those whose time isn't known."""
    in_order = sorted((each.at, key) for key, each in record.done.items() if each.at)
    return {key: at - before for (before, _), (at, key) in pairwise(in_order) if 0 < at - before <= LONGEST}


def markdown(course: Course, records: Records, when: float) -> str:
    """The report to read: who got how far, tasks by how hard they were, questions missed most, and every task."""
    tasks = list(_tasks(course))
    asked = [key for key, task in tasks if not task.optional]  # as in the lab, and on the board
    times = [times_of(record) for record in records]
    day = time.strftime("%Y-%m-%d %H:%M", time.localtime(when))
    lines = [f"# {_text(course.title)}: a class of {len(records)}", "", f"Written {day}.", "", "## Learners", ""]
    lines += [
        "| learner | done | alone | with hints | solution shown | by hand | skipped |",
        "|---|---|---|---|---|---|---|",
    ]
    for record in sorted(records, key=lambda each: each.name.casefold()):
        ways = [record.done[key].way for key in asked if key in record.done]
        counts = [ways.count(way) for way in WAYS]
        cells = [f"{len(ways)}/{len(asked)}", *map(str, counts), str(len(record.skipped))]
        lines.append(f"| {_text(record.name)} | {' | '.join(cells)} |")
    lines += ["", "## Tasks that were hardest", ""]
    lines += _hardest(tasks, records, times) or ["Nobody needed help with any."]
    lines += ["", "## Questions missed most", ""]
    lines += _missed(course, records) or ["None was missed."]
    lines += ["", "## Every task", "", "| task | done | alone | hints | shown | by hand | skipped | median |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    lines += [_task_row(key, task, records, times) for key, task in tasks]
    return "\n".join(lines) + "\n"


def comma_separated(course: Course, records: Records) -> str:
    """Task × learner, a line each: how it was done, hints used, seconds it took."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["learner", "lesson", "task", "done", "by", "hints", "seconds", "skipped"])
    for record in sorted(records, key=lambda each: each.name.casefold()):
        times = times_of(record)
        for key, _ in _tasks(course):
            lesson, _, task = key.partition("/")
            done = record.done.get(key)
            took = f"{times[key]:.0f}" if key in times else ""
            how = [1, done.way, done.hints, took] if done else [0, "", "", ""]
            writer.writerow([_cell(record.name), lesson, task, *how, int(key in record.skipped)])
    return out.getvalue()


def _tasks(course: Course) -> Iterator[tuple[str, Task]]:
    for lesson in course.lessons:
        for task in lesson.tasks:
            yield lesson.key(task.id), task


def _hardest(tasks: Sequence[tuple[str, Task]], records: Records, times: Sequence[Mapping[str, float]]) -> list[str]:
    """By how many needed help, then by time."""

    def needed_help(key: str) -> int:
        return sum(key in each.skipped or (key in each.done and each.done[key].way != "self") for each in records)

    hard = [(needed_help(key), _median(key, times) or 0.0, key, task) for key, task in tasks]
    hard = sorted((each for each in hard if each[0]), key=lambda each: (-each[0], -each[1], each[2]))
    return [
        f"1. {_text(task.text)} (`{key}`): {helped} of {len(records)} took help{_took(key, times)}"
        for helped, _, key, task in hard[:HARDEST]
    ]


def _missed(course: Course, records: Records) -> list[str]:
    asked = {each.key(question.id): question for each in course.lessons for question in each.questions}
    counts = [(sum(key in each.missed for each in records), key) for key in asked]
    counts = sorted((each for each in counts if each[0]), key=lambda each: (-each[0], each[1]))
    return [f"1. {_text(asked[key].text)} (`{key}`): {many} of {len(records)}" for many, key in counts[:HARDEST]]


def _task_row(key: str, task: Task, records: Records, times: Sequence[Mapping[str, float]]) -> str:
    ways = [each.done[key].way for each in records if key in each.done]
    skipped = sum(key in each.skipped for each in records)
    middle = _median(key, times)
    took = "" if middle is None else minutes(middle)
    counts = [f"{len(ways)}/{len(records)}", *(str(ways.count(way)) for way in WAYS), str(skipped), took]
    return f"| `{key}` {_text(task.text)} | {' | '.join(counts)} |"


def _took(key: str, times: Sequence[Mapping[str, float]]) -> str:
    middle = _median(key, times)
    return "" if middle is None else f", {minutes(middle)} in the middle"


def _median(key: str, times: Sequence[Mapping[str, float]]) -> float | None:
    known = [each[key] for each in times if key in each]
    return median(known) if known else None


def _text(text: str) -> str:
    """Text as Markdown that means itself, within a table too."""
    one_line = " ".join(printable(text).split())
    return "".join(f"\\{sign}" if sign in "\\|`*_[]<>#" else sign for sign in one_line)


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    shown = printable(text)
    return f"'{shown}" if shown[:1] in ("=", "+", "-", "@", "\t") else shown
