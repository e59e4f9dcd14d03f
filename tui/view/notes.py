"""The instructor's notes as lines: what to say on a page and what comes next; the class's clock beside its plan."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from textual.content import Content

from tui.model.course import Course, Lesson, Page
from tui.model.following import TaskShown, TaskState
from tui.model.notes import Notes
from tui.model.pace import MINUTE, Countdown, LessonPace, Standing
from tui.model.text import printable
from tui.view.ages import minutes
from tui.view.columns import clip
from tui.view.inline import inline
from tui.view.markdown import parsed_line
from tui.view.prose import Piece, lay_out

SIGNS: dict[TaskState, str] = {"open": "○", "done": "✓", "skipped": "·", "absent": "·"}
HALF = MINUTE // 2
"""Clocks that stand beside a plan go in steps of half a minute: nobody needs them finer, and they stay calm."""
MOST_SKIPS = 6
LATE_FROM = MINUTE
"""Seconds that are called late."""


def page_lines(
    course: Course, notes: Notes, place: tuple[str, str], tasks: Sequence[TaskShown], width: int
) -> list[Content]:
    """A page's notes, its tasks, and what comes next."""
    pages = course.pages
    number = next((number for number, each in enumerate(pages) if _ids(each) == place), 0)
    lesson, page = pages[number]
    of = notes.of(*_ids(pages[number]))
    planned = f" · {of.minutes:g} min" if of.minutes else ""
    head = Content.styled(printable(page.title), "bold $primary")
    place_told = f"  {lesson.entry.number} · {number + 1}/{len(pages)}{planned}"
    blocks = [Piece("text", head + Content.styled(place_told, "$quiet"))]
    blocks += [_note(line) for line in of.lines] or [_plain("No notes on this page.", "$quiet")]
    if of.skip:
        blocks.append(_note(f"Skip: {of.skip} (saves {of.saves:g} min)"))
    blocks += [
        Piece("text", Content(printable(each.text)), first=_sign(each), rest=Content("  "), gap=place == 0)
        for place, each in enumerate(tasks)
    ]
    blocks += _next(notes, pages[number + 1]) if number + 1 < len(pages) else []
    return lay_out(blocks, width)


def clock_line(standing: Standing) -> Content:
    """The whole class: "12:30 of 120 · 3 min behind · ends 11:43"."""
    off = round(abs(standing.behind) / MINUTE)
    told, style = "in time", "$success"
    if off:
        told, style = (f"{off} min behind", "bold $error") if standing.behind > 0 else (f"{off} min ahead", "$success")
    ends = time.strftime("%H:%M", time.localtime(standing.ends))
    spent = f"{_halves(standing.spent)} of {standing.plan}"
    return Content.assemble((spent, "bold"), " · ", (told, style), f" · ends {ends}")


def countdown_line(countdown: Countdown | None, now: float) -> Content:
    """What is counted down, or nothing."""
    if countdown is None or not countdown.left(now):
        return Content()
    what = "Break" if countdown.is_break else printable(countdown.title)
    return Content.assemble((f" {minutes(countdown.left(now))} ", "bold $background on $accent"), f" {what}")


def timetable(standing: Standing, width: int) -> list[Content]:
    """A line for each lesson: number, title, plan, so far, how late it is."""
    numbers = max(len(each.number) for each in standing.lessons) + 2
    room = max(4, width - numbers - 16)
    head = f"{'':{numbers + room}}{'plan':>4}{'so far':>7}{'late':>5}"
    return [Content.styled(head, "$quiet"), *(_lesson_line(each, numbers, room) for each in standing.lessons)]


def _lesson_line(lesson: LessonPace, numbers: int, room: int) -> Content:
    title = clip(printable(lesson.title), room - 1)
    mark = "▸" if lesson.here else " "
    late = f"{round(lesson.late / MINUTE)}" if lesson.late >= LATE_FROM / 2 else ""
    begun = f"{mark}{lesson.number:<{numbers - 1}}{title:<{room}}{lesson.plan:>4}"
    spent = _halves(lesson.spent) if lesson.spent >= HALF else ""
    style = "bold" if lesson.here else "" if spent else "$quiet"
    return Content.assemble((f"{begun}{spent:>7}", style), (f"{late:>5}", "bold $error"))


def _ids(each: tuple[Lesson, Page]) -> tuple[str, str]:
    return each[0].entry.id, each[1].id


def _note(line: str) -> Piece:
    """An item of the notes, its first word (Say, Ask, Stuck) marked."""
    return Piece("text", _labelled(line), first=Content("• "), rest=Content("  "))


def _labelled(line: str) -> Content:
    text = inline(parsed_line(line))
    word = line.partition(": ")[0]
    if word.isalpha() and len(word) < len(line):
        return text.stylize("bold $accent", 0, len(word) + 1)
    return text


def _plain(text: str, style: str = "") -> Piece:
    return Piece("text", Content.styled(printable(text), style))


def _sign(task: TaskShown) -> Content:
    return Content.styled(f"{SIGNS[task.state]} ", "$success" if task.state == "done" else "$quiet")


def _next(notes: Notes, following: tuple[Lesson, Page]) -> Iterator[Piece]:
    """The page after this one, and its first note."""
    lesson, page = following
    yield Piece(
        "text", Content.assemble(("Next  ", "$quiet"), (printable(f"{lesson.entry.number} {page.title}"), "bold"))
    )
    lines = notes.of(*_ids(following)).lines
    if lines:
        yield Piece("text", _labelled(lines[0]), first=Content("  "), rest=Content("  "), gap=False)


def skips_ahead(course: Course, standing: Standing, width: int) -> list[Content]:
    """What can be left out from here on, and whether that is enough to catch up."""
    if not standing.skips:
        return []
    behind = round(standing.behind / MINUTE)
    enough = "" if behind <= 0 else ": enough" if standing.can_save >= standing.behind else ": not enough"
    lines = [
        Content.styled(f"Skips ahead save {standing.can_save / MINUTE:g} min{enough}", "bold" if enough else "$quiet")
    ]
    pages = {_ids(each): each for each in course.pages}
    for skip in standing.skips[:MOST_SKIPS]:
        lesson, page = pages[skip.lesson, skip.page]
        lines.append(Content(clip(printable(f"{skip.saves:>4g}  {lesson.entry.number} {page.title}"), width)))
    more = len(standing.skips) - MOST_SKIPS
    return [*lines, Content.styled(f"      and {more} more", "$quiet")] if more > 0 else lines


def _halves(seconds: float) -> str:
    return minutes(seconds // HALF * HALF)
