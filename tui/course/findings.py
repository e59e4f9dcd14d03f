"""What is not good enough in a course that can be used: what `sealegs course check` says beyond the mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.cells import cell_len

from tui.checks.lines import says
from tui.course.files import Document, Where
from tui.course.length import MACHINES, NARROW, PAGE_ROWS, rows
from tui.course.loader import CourseSource, LessonSource, read_course
from tui.course.mistakes import Mistake, Refusal, ordered, suggestion
from tui.course.notes import read_notes
from tui.course.pages import Manuscript
from tui.course.params import NAME, Filling, longest
from tui.course.pins import unpinned_bases, unpinned_images
from tui.course.places import course_files, given_out
from tui.model.checks import AllOf, Check, CommandSeen, InSequence
from tui.model.course import Block, Parameter
from tui.model.tasks import LessonTasks, Task


def check(folder: Path, actions: frozenset[str] | None) -> tuple[Mistake, ...]:
    """Everything that is wrong with a course, and everything that isn't good enough, by file and line."""
    try:
        source = read_course(folder, actions)
    except Refusal as refusal:
        return refusal.mistakes
    return ordered(dict.fromkeys([*source.mistakes, *_findings(source)]))


def _findings(source: CourseSource) -> Iterator[Mistake]:
    params = source.outline.params
    fill = Filling(longest(params))
    yield from unpinned_images(source.document, source.outline.images, source.files)
    yield from unpinned_bases(source.files)
    yield from _undeclared(source.document, params)
    for lesson in source.lessons:
        if lesson.manuscript:
            yield from _undeclared_in_text(lesson.manuscript, params)
        if lesson.document:
            yield from _undeclared(lesson.document, params)
        if lesson.document and lesson.tasks:
            for index, task in enumerate(lesson.tasks.tasks):
                for where, text in _about_task(fill.model(task), lesson.tasks.tasks):
                    yield lesson.document.mistake(("tasks", index, *where), text)
        if lesson.manuscript and lesson.manuscript.whole and lesson.tasks:
            yield from _about_pages(lesson.manuscript, lesson.tasks, fill)
        if lesson.manuscript and lesson.manuscript.whole:
            yield from read_notes(lesson.manuscript.path.parent, lesson.entry, lesson.manuscript.pages).mistakes
    yield from _unused_files(source)


def _about_pages(manuscript: Manuscript, tasks: LessonTasks, fill: Filling) -> Iterator[Mistake]:
    """Pages that are too long for a narrow pane, and blocks that are too wide, as a learner sees them."""
    for page in map(fill.page, manuscript.pages):
        line = manuscript.lines.get(page.id, 1)
        on_it = [task for task in tasks.tasks if task.page == page.id]
        asked = [question for question in tasks.questions if question.page == page.id]
        length = rows(page, on_it, asked)
        if length > PAGE_ROWS:
            text = f"a page of {length} rows at {NARROW} columns, with its tasks and questions; {PAGE_ROWS} fit"
            yield Mistake(manuscript.path, line, text)
        for part in page.parts:
            if isinstance(part, Block):
                for offset, each in enumerate(part.lines, 1):
                    if (columns := cell_len(each)) > NARROW:
                        text = f"a line to insert of {columns} columns; {NARROW} fit a narrow pane"
                        yield Mistake(manuscript.path, manuscript.lines[part.id] + offset, text)


def _about_task(task: Task, lesson: list[Task]) -> Iterator[tuple[Where, str]]:
    """What a task lacks, with the way to it from the task."""
    yield from _about_hints(task.hints)
    for index, diagnosis in enumerate(task.diagnoses):
        if not diagnosis.look.strip():
            yield ("diagnoses", index), 'a diagnosis without "look": say what to look at next'
    for index, attempt in enumerate(task.wrong_attempts):
        if not any(attempt.expect in diagnosis.say for diagnosis in task.diagnoses):
            yield ("wrong_attempts", index, "expect"), f'no diagnosis of this task says "{attempt.expect}"'
    for command in _required(task.check):
        yield from _unmet_by_solutions(task, command)
    if not _can_be_reached(task, {each.id: each for each in lesson}):
        yield ("needs",), "no machine has all the tasks that this one needs, so it can't be reached"


def _about_hints(hints: list[str]) -> Iterator[tuple[Where, str]]:
    seen: set[str] = set()
    for index, hint in enumerate(hints):
        words = " ".join(hint.lower().split())
        if not words:
            yield ("hints", index), "an empty hint"
        elif words in seen:
            yield ("hints", index), "this hint repeats an earlier one"
        seen.add(words)


def _unmet_by_solutions(task: Task, command: CommandSeen) -> Iterator[tuple[Where, str]]:
    """Solutions of a task that type no line which a command check would take."""
    ways: list[tuple[Where, list[str]]] = [(("solution",), task.solution.lines)]
    ways += [(("alternatives", index), each.lines) for index, each in enumerate(task.alternatives)]
    for where, lines in ways:
        if not any(says(line, command.pattern) for line in lines):
            yield where, f'the task waits for the command "{command.pattern}", and no line here is one'


def _required(check: Check) -> list[CommandSeen]:
    """The commands that must be seen for a check to hold; those inside `any` and `not` need not."""
    match check:
        case AllOf(checks=inner) | InSequence(checks=inner):
            return [command for part in inner for command in _required(part)]
        case CommandSeen():
            return [check]
    return []


def _can_be_reached(task: Task, by_id: Mapping[str, Task]) -> bool:
    """Whether a machine has this task and all those that come before it."""
    chain: dict[str, Task] = {}
    waiting = [task]
    while waiting:
        each = waiting.pop()
        if each.id not in chain:
            chain[each.id] = each
            waiting += [by_id[need] for need in each.needs if need in by_id]
    return any(all(each.requires.holds(machine) for each in chain.values()) for machine in MACHINES)


def _undeclared(document: Document, params: Mapping[str, Parameter]) -> Iterator[Mistake]:
    """Parameters that a YAML file uses and course.yaml doesn't declare."""
    for where, text in _strings(document.data, ()):
        for name in NAME.findall(text):
            if name not in params:
                yield document.mistake(where, _unknown(name, params))


def _undeclared_in_text(manuscript: Manuscript, params: Mapping[str, Parameter]) -> Iterator[Mistake]:
    for number, line in enumerate(manuscript.text.split("\n"), 1):
        for name in NAME.findall(line):
            if name not in params:
                yield Mistake(manuscript.path, number, _unknown(name, params))


def _unknown(name: str, params: Mapping[str, Parameter]) -> str:
    return f'no parameter "{name}" in course.yaml' + suggestion(name, params)


def _strings(value: object, where: Where) -> Iterator[tuple[Where, str]]:
    """Every text in a YAML file, with the way to it."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*where, index))


def _unused_files(source: CourseSource) -> Iterator[Mistake]:
    """Files of the course that no lesson gives out. Nothing is said while a lesson can't be read: it may do so."""
    if len(source.lessons) < len(source.outline.lessons) or not all(each.tasks for each in source.lessons):
        return
    given = {re.sub(r"/+$", "", path) for lesson in source.lessons for _, path in _given_out(lesson)}
    for path in course_files(source.files):
        if not any(path == each or path.startswith(f"{each}/") for each in given):
            yield Mistake(source.files / path, 1, "no lesson gives this file out")


def _given_out(lesson: LessonSource) -> Iterator[tuple[Where, str]]:
    if lesson.tasks:
        yield from given_out(lesson.tasks)
