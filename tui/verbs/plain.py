"""`sealegs read` and `sealegs tasks`: the course as linear text, for a screen reader, a pipe or a printer."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from typing import TYPE_CHECKING

from tui import paths
from tui.errors import SealegsError, UsageError
from tui.verbs.its_course import add_course, its_course

if TYPE_CHECKING:
    from tui.attempt import Attempt
    from tui.engine.discovery import Choice
    from tui.model.course import Course, Lesson, Page
    from tui.model.progress import Progress

READS = "print a lesson or a page as plain text"
LISTS = "list a lesson's tasks, a line each, with what is done"


def add_reading(parser: argparse.ArgumentParser) -> None:
    """The options of `read`."""
    where = "a lesson by its number or id, or a page by its id; without: the lesson you are in"
    parser.add_argument("where", nargs="?", metavar="LESSON|PAGE", help=where)
    parser.add_argument("--answers", action="store_true", help="with hints, solutions and why answers are right")
    add_course(parser)


def add_listing(parser: argparse.ArgumentParser) -> None:
    """The options of `tasks`."""
    parser.add_argument("where", nargs="?", metavar="LESSON", help="by its number or id; without: the one you are in")
    look = "look there (as for open) what is done now, say what is wrong, and keep what is done"
    parser.add_argument("--engine", default="", metavar="WHICH", help=look)
    add_course(parser)
    parser.set_defaults(setup=False, yes=False)


def read(options: argparse.Namespace) -> int:
    """Print it: wrapped in a terminal, a paragraph a line elsewhere."""
    from tui.attempt import Attempt
    from tui.model.machine import Machine
    from tui.view.plain import lesson_text

    course, progress = _opened(options)
    if options.answers and course.policies.solutions != "always":
        raise UsageError("This course doesn't give its solutions away.", "Ask for hints and solutions in the lab.")
    if options.where is None:
        lesson = Attempt(course, progress).lesson
        pages = lesson.pages
    else:
        lesson, pages = _place(course, options.where)
    print(lesson_text(course, lesson, pages, Machine(), _width(), answers=options.answers))
    return 0


def tasks(options: argparse.Namespace) -> int:
    """Print them, as kept; with an engine, as they are now."""
    from tui.view.plain_tasks import tasks_text

    if not options.engine:
        print(tasks_text(_attempt(*_opened(options), options.where), _width()))
        return 0
    from tui.claim import claimed
    from tui.engines import choose_engine

    course, _ = _opened(options)
    with claimed(paths.progress(course.id), "Its tasks tick themselves."):
        course, kept = _opened(options)
        attempt = _judged(_attempt(course, kept, options.where), choose_engine(options))
        _keep(kept, attempt.progress)
    print(tasks_text(attempt, _width()))
    return 0


def _width() -> int:
    """A terminal's; 0 for anything else."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def _attempt(course: Course, kept: Progress, said: str | None) -> Attempt:
    """An attempt in the lesson that was said, or where the learner is."""
    from tui.attempt import Attempt

    progress = kept if said is None else kept.at(_lesson(course, said).entry.id, "")
    return Attempt(course, progress, work_folder=str(paths.work_place()))


def _opened(options: argparse.Namespace) -> tuple[Course, Progress]:
    """The course with the learner's own values in it, and how far they are."""
    from tui.course.params import filled, longest
    from tui.model.progress import Progress
    from tui.progress import read

    course = its_course(options)
    progress = read(paths.progress(course.id)) or Progress.fresh(course)
    # Values not chosen yet are chosen by the lab.
    return filled(course, {**longest(course.params), **progress.params}), progress


def _lesson(course: Course, said: str) -> Lesson:
    if lesson := course.lesson_called(said):
        return lesson
    raise UsageError(f"There is no lesson {said}.", f"There are: {_numbers(course)}.")


def _place(course: Course, said: str) -> tuple[Lesson, tuple[Page, ...]]:
    """What is to be read: all pages of a lesson, or one."""
    if lesson := course.lesson_called(said):
        return lesson, lesson.pages
    found = [(each, page) for each, page in course.pages if said in (page.id, f"{each.entry.id}#{page.id}")]
    if not found:
        raise UsageError(f"There is no lesson or page {said}.", f"There are lessons {_numbers(course)}.")
    if len(found) > 1:
        raise UsageError(
            f"Which page {said}?", f"There are: {', '.join(f'{each.entry.id}#{said}' for each, _ in found)}."
        )
    lesson, page = found[0]
    return lesson, (page,)


def _numbers(course: Course) -> str:
    return ", ".join(each.entry.number for each in course.lessons)


def _judged(attempt: Attempt, choice: Choice) -> Attempt:
    """The attempt with its tasks judged as things are now. Raises `SealegsError` without an engine."""
    from tui.judging import judged

    if choice.endpoint is None:
        raise SealegsError(choice.tried[0].why_not if choice.tried else "There is no engine.")
    try:
        return judged(attempt, choice.endpoint, choice.line)
    finally:
        if choice.line is not None:
            choice.line.close()


def _keep(before: Progress, after: Progress) -> None:
    """Write down what is done now; where the learner is stays."""
    from tui.progress import keep

    now = before.model_copy(update={"tasks": after.tasks}).stamped(before, time.time())
    if now.tasks != before.tasks:
        keep(paths.progress(now.course), now)
