"""The lesson pane's text: a page with its tasks and questions as they stand now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from tui.attempt import NO_ENGINE, Attempt
from tui.checks.tasks import Standing
from tui.checks.verdict import NO_ENGINE as UNANSWERED
from tui.checks.verdict import Status, Verdict
from tui.model.course import Block, Course, Lesson, Prose
from tui.model.engine import Snapshot
from tui.model.progress import Progress
from tui.model.tasks import Question, Solution, Task
from tui.model.text import short_ids

Tone = Literal["plain", "good", "bad", "unsure", "quiet"]
Outcome = Literal["right", "wrong", "open"]
"""What came of a question; a prediction is open until it is settled."""

SYMBOLS: dict[Tone, str] = {"good": "✓", "bad": "✗", "unsure": "!", "plain": "○", "quiet": "·"}
KEY_WORDS = {"f1": "F1", "f12": "F12", "tab": "Tab", "enter": "Enter", "escape": "Esc", "question_mark": "?"}
CONTINUES = "\\"
"""What a line ends with when its command goes on in the next."""


class Line(Struct, frozen=True):
    """One paragraph of a card."""

    text: str
    tone: Tone = "plain"


class TaskView(Struct, frozen=True):
    """A task as the learner reads it.

    `commands` are a shown solution's, each of one line or several, which Enter puts at the prompt one at a time.
    """

    id: str
    tone: Tone
    text: str
    details: tuple[Line, ...]
    commands: tuple[tuple[str, ...], ...] = ()
    next_command: int = 0
    counts: bool = True


class QuestionView(Struct, frozen=True):
    """A question with its choices, and why the answer is right or not; without choices, an answer is typed.

    `given` is the learner's answer: a choice from 0, or what was typed.
    """

    id: str
    text: str
    choices: tuple[str, ...]
    given: int | str | None
    verdict: Line | None
    prompt: str = ""


class Ending(Struct, frozen=True):
    """What the summary at a lesson's end is made of.

    `absent` says why tasks can't be done here, by their keys; `questions` are those for this machine; `course` is the
    whole course, at its end.
    """

    lesson: Lesson
    progress: Progress
    absent: Mapping[str, str]
    questions: tuple[tuple[str, Outcome], ...] = ()
    course: Course | None = None


class PageView(Struct, frozen=True):
    """Everything the lesson pane shows. `key` is the page's name in the course."""

    key: str
    title: str
    place: str
    heading: str
    exercise: str
    parts: tuple[Prose | Block, ...]
    tasks: tuple[TaskView, ...]
    questions: tuple[QuestionView, ...]
    ending: Ending | None = None

    @property
    def shape(self) -> tuple[object, ...]:
        """What can't be brought up to date in place: another shape is another page."""
        asked = tuple(question.id for question in self.questions)
        return (self.key, self.parts, asked, self.ending is None)


def page_view(attempt: Attempt) -> PageView:
    """The page a learner is on, with what is for this machine."""
    lesson, page, machine = attempt.lesson, attempt.page, attempt.machine
    tasks = tuple(task_view(task, attempt) for task in lesson.tasks_on(page))
    questions = tuple(
        question_view(question, attempt) for question in lesson.questions_on(page) if question.requires.holds(machine)
    )
    return PageView(
        key=f"{lesson.entry.id}/{page.id}",
        title=f"{lesson.entry.number} {lesson.entry.title}",
        place=_place(tasks, questions, lesson.pages.index(page) + 1, len(lesson.pages)),
        heading=page.title,
        exercise=_exercise(page.exercise),
        parts=tuple(part for part in page.parts if all(each.holds(machine) for each in part.when)),
        tasks=tasks,
        questions=questions,
        ending=_ending(attempt),
    )


def _exercise(minutes: int) -> str:
    """That a page is an exercise, and how to time it; empty if it is none."""
    return f"Exercise, {minutes} minutes: t starts the clock" if minutes else ""


def _ending(attempt: Attempt) -> Ending | None:
    """The lesson's summary, on its last page, unless all there is to do is on that page anyway; at the course's end
    the whole course's too."""
    lesson = attempt.lesson
    at_end = lesson is attempt.course.lessons[-1]
    pages = {task.page for task in lesson.tasks} | {question.page for question in lesson.questions}
    if attempt.page is not lesson.pages[-1] or (pages <= {attempt.page.id} and not at_end):
        return None
    # Only the tasks are told; whatever else changes in the progress is no reason to draw it again.
    told = Progress(course="", course_version="", tasks=attempt.progress.tasks)
    asked = (each for each in lesson.questions if each.requires.holds(attempt.machine))
    questions = tuple((each.text, _outcome(each, attempt)) for each in asked)
    course = attempt.course if at_end else None
    return Ending(lesson, told, attempt.absent, questions, course)


def _outcome(question: Question, attempt: Attempt) -> Outcome:
    marked = attempt.marked(question)
    if marked is None:
        return "open"
    return "right" if marked.right else "wrong"


def _place(tasks: tuple[TaskView, ...], questions: tuple[QuestionView, ...], page: int, pages: int) -> str:
    """What stands at the pane's foot: tasks and questions may be below the fold."""
    counted = [task for task in tasks if task.counts]
    open_tasks = sum(task.tone != "good" for task in counted)
    unanswered = sum(question.given is None for question in questions)
    left = [f"{open_tasks} to do"] if open_tasks else []
    if unanswered:
        left.append(f"{unanswered} question{'' if unanswered == 1 else 's'} left")
    if not left and (counted or questions):
        left = ["all done"]
    return " · ".join([*left, f"{page}/{pages}"])


def no_more_hints(task: Task, attempt: Attempt) -> str:
    """What to say to a learner who asks for more hints than there are."""
    if attempt.standing(task).done:
        return "It is done."
    return (
        "No more hints; the solution is here." if attempt.record(task).shown else "No more hints; s shows the solution."
    )


def solution_for(task: Task, attempt: Attempt) -> Solution:
    """The solution to show on this machine: the main one, or the first alternative that is for it."""
    return task.solution_on(attempt.machine)


def task_view(task: Task, attempt: Attempt) -> TaskView:
    """A task with what the lab saw, the hints taken so far and, if asked for, the solution."""
    standing, record, solution = attempt.standing(task), attempt.record(task), solution_for(task, attempt)
    inserted = attempt.inserted.get(attempt.key(task.id), 0)
    details = [*_told(task, standing, attempt)]
    if not standing.done:
        details += [
            Line(f"Hint {number} of {len(task.hints)}: {hint}")
            for number, hint in enumerate(task.hints[: record.hints], 1)
        ]
    commands = typed_commands(solution, attempt.journal.now)
    if record.shown:
        details += _shown(solution, commands, inserted)
    if record.skipped and not standing.done:
        details.append(Line("Skipped. You can still do it.", "quiet"))
    return TaskView(
        id=task.id,
        tone=_tone(standing),
        text=f"{task.text} (extra)" if task.optional else task.text,
        details=tuple(details),
        commands=commands if record.shown else (),
        next_command=inserted,
        counts=counts(task, standing),
    )


def counts(task: Task, standing: Standing) -> bool:
    """Whether a task is one of those to do: not an extra, and possible on this machine."""
    return not task.optional and standing.verdict.status is not Status.ABSENT


def typed_commands(solution: Solution, snapshot: Snapshot) -> tuple[tuple[str, ...], ...]:
    """A solution's lines, those of one command together; {container} is the newest container's name."""
    newest = max(snapshot.containers, key=lambda each: each.created, default=None)
    commands: list[tuple[str, ...]] = []
    for line in solution.lines:
        text = line.replace("{container}", newest.name if newest else "NAME")
        if commands and commands[-1][-1].endswith(CONTINUES):
            commands[-1] = (*commands[-1], text)
        else:
            commands.append((text,))
    return tuple(commands)


def _shown(solution: Solution, commands: tuple[tuple[str, ...], ...], inserted: int) -> list[Line]:
    """A solution: its keys, its commands with a mark at the one that Enter inserts next, and why."""
    lines = []
    if solution.keys:
        lines.append(Line(f"Press: {'  '.join(KEY_WORDS.get(key, key) for key in solution.keys)}"))
    for number, command in enumerate(commands):
        mark = "▸" if number == inserted and len(commands) > 1 else "$"
        lines.append(Line(f"{mark} " + "\n  ".join(command)))
    return [*lines, Line(f"Why: {solution.why}", "quiet")]


def _tone(standing: Standing) -> Tone:
    if standing.done:
        return "good"
    if standing.opened is None:
        return "quiet"
    tones: dict[Status, Tone] = {Status.FAIL: "bad", Status.UNKNOWN: "unsure", Status.ABSENT: "quiet"}
    return tones.get(standing.verdict.status, "plain")


def _told(task: Task, standing: Standing, attempt: Attempt) -> list[Line]:
    """What the lab saw and wanted, and where to look next."""
    verdict = standing.verdict
    if attempt.record(task).hand:
        return [Line("ticked by hand", "quiet")]
    if standing.done:
        return [Line(task.done or short_ids(verdict.observed), "quiet")] if task.done or verdict.observed else []
    match verdict.status:
        case Status.UNKNOWN:
            if verdict == UNANSWERED and attempt.trouble == NO_ENGINE:
                return [Line(f"needs an engine: {NO_ENGINE}", "unsure")]
            return [Line(short_ids(f"could not check: {verdict.observed}"), "unsure")]
        case Status.ABSENT:
            return [Line(f"not on this machine: {verdict.observed}", "quiet")]
        case Status.FAIL:
            return [Line(_failure(verdict), "bad")]
    return []


def _failure(verdict: Verdict) -> str:
    wanted = f", wanted: {verdict.wanted}" if verdict.wanted else ""
    look = f" Look at: {verdict.look}" if verdict.look else ""
    return f"{short_ids(verdict.observed)}{wanted}.{look}".replace("..", ".")


def question_view(question: Question, attempt: Attempt) -> QuestionView:
    """A question with the learner's answer, if any, and what the lab says to it."""
    given = attempt.progress.answers.get(attempt.key(question.id))
    marked = attempt.marked(question)
    verdict = Line(marked.why, "good" if marked.right else "bad") if marked else None
    if marked is None and given is not None and question.settled_by is None:
        verdict = Line("could not check this answer", "unsure")
    text = question.text
    if question.settled_by is not None and verdict is None:
        text += " (Answer first, then try it.)" if given is None and not attempt.outcome_seen(question) else ""
        verdict = Line("Now run it, and see.", "quiet") if given is not None else None
    prompt = {"number": "Enter, then type a number", "text": "Enter, then type your answer"}.get(question.kind, "")
    return QuestionView(question.id, text, tuple(each.text for each in question.choices), given, verdict, prompt)
