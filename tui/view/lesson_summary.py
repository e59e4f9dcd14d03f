"""What stands at a lesson's end: what is done, how, and what was missed; no more than a small pane holds."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from tui.model.course import Course
from tui.view.course_map import ABSENT, DONE, STYLES, Row, counted, counted_all, task_rows, told_ways, total
from tui.view.laid import hanging
from tui.view.lesson import Ending

MOST = 6
"""Tasks and questions listed; the map has them all."""


def lesson_summary(ending: Ending, width: int) -> list[Content]:
    """Lines of at most `width` cells; nothing for a lesson without tasks and questions that isn't the last."""
    lines = _this_lesson(ending, width) if ending.lesson.tasks or ending.questions else []
    if ending.course is not None:
        lines += (
            [Content(), *_whole_course(ending, ending.course, width)]
            if lines
            else _whole_course(ending, ending.course, width)
        )
    return [line.truncate(width, ellipsis=True) for line in lines]


def _whole_course(ending: Ending, course: Course, width: int) -> list[Content]:
    told = total(course, ending.progress, ending.absent)
    lines = (Content.styled("The course", "bold $primary") + Content(f"  {told}")).wrap(width)
    done, every = counted_all(course, ending.progress, ending.absent)
    if done == every:
        lines += hanging(
            Content.styled(f"{DONE} ", STYLES["good"]), Content("The course is finished."), Content(), width
        )
    return list(lines)


def _this_lesson(ending: Ending, width: int) -> list[Content]:
    head = Content.styled("This lesson", "bold $primary") + Content(f"  {_counts(ending)}")
    lines = [*head.wrap(width), *_how(ending, width)]
    missed = [*_missed_tasks(ending), *_missed_questions(ending)]
    most = MOST if len(missed) <= MOST else MOST - 1
    lines += [_row(row, width) for row in missed[:most]]
    if len(missed) > most:
        lines.append(Content.styled(f"  and {len(missed) - most} more; m shows the map", "$quiet"))
    return lines


def _counts(ending: Ending) -> str:
    parts = []
    if ending.lesson.tasks:
        done, every = counted(ending.lesson, ending.progress, ending.absent)
        parts.append(f"{done} of {every} tasks done")
    if ending.questions:
        right = sum(how == "right" for _, how in ending.questions)
        parts.append(f"{right} of {len(ending.questions)} questions right")
    return " · ".join(parts)


def _how(ending: Ending, width: int) -> Iterator[Content]:
    """How what is done was done, and how much can't be done here."""
    here = [task for task in ending.lesson.tasks if ending.lesson.key(task.id) not in ending.absent]
    done = [(task, record) for task in here if (record := ending.progress.record(ending.lesson.key(task.id))).done]
    ways = [record.way for task, record in done if not task.optional]
    parts = told_ways(ways)
    if extra := sum(task.optional for task, _ in done):
        parts.append(f"{extra} extra")
    if parts:
        yield from hanging(Content.styled(f"{DONE} ", STYLES["good"]), Content(", ".join(parts)), Content(), width)
    if absent := len(ending.lesson.tasks) - len(here):
        yield Content.styled(f"{ABSENT} {absent} not on this machine", "$quiet")


def _missed_tasks(ending: Ending) -> list[Row]:
    """Tasks that are open, were skipped, or whose solution was shown; in this order, those that are optional last."""
    ranked = []
    for task in ending.lesson.tasks:
        key = ending.lesson.key(task.id)
        record = ending.progress.record(key)
        if key not in ending.absent and (not record.done or record.by == "shown"):
            ranked.append(((task.optional, record.done, record.skipped), task))
    ranked.sort(key=lambda each: each[0])
    return list(task_rows(ending.lesson, tuple(task for _, task in ranked), ending.progress, ending.absent))


def _missed_questions(ending: Ending) -> Iterator[Row]:
    for text, how in ending.questions:
        if how != "right":
            yield Row(text, "task", "?", text, ("", ""), "not answered" if how == "open" else how)


def _row(row: Row, width: int) -> Content:
    """A row in one line: what is told stays, the text is cut for it."""
    first = Content.styled(f"{row.mark} ", STYLES[row.tone])
    room = width - first.cell_length - len(row.told) - 2
    text = Content(row.text).truncate(max(8, room), ellipsis=True)
    return first + text.pad_right(max(0, room - text.cell_length)) + Content.styled(f"  {row.told}", "$quiet")
