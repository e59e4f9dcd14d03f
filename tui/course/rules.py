"""What must hold between the parts of a course, beyond the shape of each."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from tui.course.files import Document, Where
from tui.course.mistakes import Mistake, suggestion
from tui.course.pages import Manuscript
from tui.model.checks import ActionUsed, Answered, Check, NotThe, inner_checks
from tui.model.course import CourseFile
from tui.model.tasks import LessonTasks, Question, Task


def outline_mistakes(document: Document, outline: CourseFile) -> Iterator[Mistake]:
    """What is wrong between the lessons of course.yaml."""
    for key in ("id", "number", "folder"):
        taken: dict[str, int] = {}
        for index, entry in enumerate(outline.lessons):
            value = getattr(entry, key)
            here = ("lessons", index, key)
            if value in taken:
                yield document.mistake(here, f'the {key} "{value}" is taken in line {taken[value]}')
            taken.setdefault(value, document.lines[here])


def lesson_mistakes(
    document: Document, lesson: LessonTasks, manuscript: Manuscript, actions: frozenset[str] | None
) -> Iterator[Mistake]:
    """What is wrong between a lesson's tasks, questions and pages."""
    yield from _unknown_pages(document, lesson, manuscript)
    yield from _taken_ids(document, lesson)
    yield from _wrong_needs(document, lesson.tasks)
    for index, question in enumerate(lesson.questions):
        if question.kind != "choice":
            continue
        right = sum(choice.correct for choice in question.choices)
        if right != 1:
            text = f"one choice is correct, no more and no fewer; {right} are marked"
            yield document.mistake(("questions", index, "choices"), text)
    questions = {question.id for question in lesson.questions}
    for where, check in all_checks(lesson):
        if text := _wrong_check(check, questions, actions):
            yield document.mistake(where, text)
    yield from _hidden_questions(document, lesson)


def all_checks(lesson: LessonTasks) -> Iterator[tuple[Where, Check]]:
    """Every check of a lesson and those inside them, with the way to each."""
    for index, task in enumerate(lesson.tasks):
        for where, check in _checks_of(task):
            yield ("tasks", index, *where), check
    for index, question in enumerate(lesson.questions):
        if question.settled_by is not None:
            yield from _within(question.settled_by, ("questions", index, "settled_by"))


def _things(lesson: LessonTasks) -> Iterator[tuple[Where, Task | Question]]:
    """Tasks and questions, with the way to each."""
    for index, task in enumerate(lesson.tasks):
        yield ("tasks", index), task
    for index, question in enumerate(lesson.questions):
        yield ("questions", index), question


def _unknown_pages(document: Document, lesson: LessonTasks, manuscript: Manuscript) -> Iterator[Mistake]:
    handed = ((("files", index), group) for index, group in enumerate(lesson.files))
    for where, thing in (*handed, *_things(lesson)):
        if manuscript.lacks(thing.page):
            nearest = suggestion(thing.page, [page.id for page in manuscript.pages])
            yield document.mistake((*where, "page"), f'lesson.md has no page "{thing.page}"{nearest}')


def _taken_ids(document: Document, lesson: LessonTasks) -> Iterator[Mistake]:
    taken: dict[str, int] = {}
    for where, thing in _things(lesson):
        here = (*where, "id")
        if thing.id in taken:
            yield document.mistake(here, f'the id "{thing.id}" is taken in line {taken[thing.id]}')
        taken.setdefault(thing.id, document.lines[here])


def _wrong_needs(document: Document, tasks: list[Task]) -> Iterator[Mistake]:
    known = {task.id for task in tasks}
    if len(known) < len(tasks):
        return  # which of two is needed can't be told
    for index, task in enumerate(tasks):
        for need in task.needs:
            if need not in known:
                text = f'no task "{need}" in this lesson' + suggestion(need, known)
                yield document.mistake(("tasks", index, "needs"), text)
    try:
        TopologicalSorter({task.id: task.needs for task in tasks}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        first = next(index for index, task in enumerate(tasks) if task.id in circle)
        yield document.mistake(("tasks", first, "needs"), f"tasks wait for each other: {', '.join(circle)}")


def _hidden_questions(document: Document, lesson: LessonTasks) -> Iterator[Mistake]:
    """Tasks that ask for the answer to a question which some of the machines they are for don't get to see."""
    requires = {question.id: question.requires for question in lesson.questions}
    for index, task in enumerate(lesson.tasks):
        for where, check in _within(task.check, ("check",)):
            if isinstance(check, Answered) and (condition := requires.get(check.question)):
                missing = set(condition.model_dump(exclude_none=True).items()) - set(task.requires.model_dump().items())
                if missing:
                    said = ", ".join(f"{key}: {value}" for key, value in sorted(missing))
                    text = f'the question "{check.question}" requires {said}, and this task does not'
                    yield document.mistake(("tasks", index, *where), text)


def _checks_of(task: Task) -> Iterator[tuple[Where, Check]]:
    """Every check a task asks, with the way to it from the task."""
    yield from _within(task.check, ("check",))
    if task.baseline is not None:
        yield from _within(task.baseline, ("baseline",))
    for index, diagnosis in enumerate(task.diagnoses):
        yield from _within(diagnosis.when, ("diagnoses", index, "when"))


def _within(check: Check, where: Where) -> Iterator[tuple[Where, Check]]:
    """A check and those inside it."""
    yield where, check
    for index, part in enumerate(inner_checks(check)):
        yield from _within(part, (*where, "check") if isinstance(check, NotThe) else (*where, "checks", index))


def _wrong_check(check: Check, questions: set[str], actions: frozenset[str] | None) -> str:
    """What is wrong with a check by itself, or nothing."""
    match check:
        case Answered(question=name) if name not in questions:
            return f'no question "{name}" in this lesson' + suggestion(name, questions)
        case ActionUsed(action=name) if actions is not None and name not in actions:
            return f'the lab has no action "{name}"' + suggestion(name, actions)
    return ""
