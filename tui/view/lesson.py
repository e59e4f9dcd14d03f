"""The lesson pane's text: a page with its tasks and questions as they stand now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tui.attempt import Attempt
from tui.checks.tasks import Standing
from tui.checks.verdict import Status, Verdict
from tui.model.course import Block, Prose
from tui.model.engine import Snapshot
from tui.model.progress import TaskRecord
from tui.model.tasks import Question, Task

Tone = Literal["plain", "good", "bad", "unsure", "quiet"]

SYMBOLS: dict[Tone, str] = {"good": "✓", "bad": "✗", "unsure": "!", "plain": "○", "quiet": "·"}
LETTERS = "abcdefgh"
KEY_WORDS = {"f1": "F1", "f12": "F12", "tab": "Tab", "enter": "Enter", "escape": "Esc"}


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a card."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as the learner reads it; `lines` are what Enter puts at the prompt once the solution is shown."""

    id: str
    tone: Tone
    text: str
    details: tuple[Line, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its choices, and why the picked one is right or not."""

    id: str
    text: str
    choices: tuple[str, ...]
    picked: int | None
    verdict: Line | None


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything the lesson pane shows. `key` is the page's name in the course."""

    key: str
    title: str
    place: str
    heading: str
    parts: tuple[Prose | Block, ...]
    tasks: tuple[TaskView, ...]
    questions: tuple[QuestionView, ...]


def page_view(attempt: Attempt) -> PageView:
    """The page a learner is on."""
    lesson, page = attempt.lesson, attempt.page
    tasks = tuple(
        task_view(task, attempt.standing(task), attempt.progress.record(attempt.key(task.id)), attempt.journal.now)
        for task in lesson.tasks_on(page)
    )
    questions = tuple(
        question_view(question, attempt.progress.answers.get(attempt.key(question.id)))
        for question in lesson.questions_on(page)
    )
    return PageView(
        key=f"{lesson.entry.id}/{page.id}",
        title=f"{lesson.entry.number} {lesson.entry.title}",
        place=_place(tasks, lesson.pages.index(page) + 1, len(lesson.pages)),
        heading=page.title,
        parts=page.parts,
        tasks=tasks,
        questions=questions,
    )


def _place(tasks: tuple[TaskView, ...], page: int, pages: int) -> str:
    """What stands at the pane's foot: tasks may be below the fold."""
    open_tasks = sum(task.tone != "good" for task in tasks)
    if not tasks:
        told = ""
    elif open_tasks:
        told = f"{open_tasks} to do · "
    else:
        told = "all done · "
    return f"{told}{page}/{pages}"


def task_view(task: Task, standing: Standing, record: TaskRecord, snapshot: Snapshot) -> TaskView:
    """A task with what the lab saw, the hints taken so far and, if asked for, the solution."""
    newest = max(snapshot.containers, key=lambda each: each.created, default=None)
    lines = tuple(line.replace("{container}", newest.name if newest else "NAME") for line in task.solution.lines)
    details = [*_told(task, standing)]
    if not standing.done:
        details += [
            Line(f"Hint {number} of {len(task.hints)}: {hint}")
            for number, hint in enumerate(task.hints[: record.hints], 1)
        ]
    if record.shown:
        if task.solution.keys:
            details.append(Line(f"Press: {'  '.join(KEY_WORDS.get(key, key) for key in task.solution.keys)}"))
        details += [Line(f"$ {line}") for line in lines] + [Line(f"Why: {task.solution.why}", "quiet")]
    return TaskView(task.id, _tone(standing), task.text, tuple(details), lines if record.shown else ())


def _tone(standing: Standing) -> Tone:
    if standing.done:
        return "good"
    if standing.opened is None:
        return "quiet"
    return {Status.FAIL: "bad", Status.UNKNOWN: "unsure"}.get(standing.verdict.status, "plain")  # type: ignore[return-value]


def _told(task: Task, standing: Standing) -> list[Line]:
    """What the lab saw and wanted, and where to look next."""
    verdict = standing.verdict
    if standing.done:
        return [Line(task.done or verdict.observed, "quiet")] if task.done or verdict.observed else []
    if verdict.status is Status.UNKNOWN:
        return [Line(f"could not check: {verdict.observed}", "unsure")]
    if verdict.status is Status.FAIL:
        return [Line(_failure(verdict), "bad")]
    return []


def _failure(verdict: Verdict) -> str:
    wanted = f", wanted: {verdict.wanted}" if verdict.wanted else ""
    look = f" Look at: {verdict.look}" if verdict.look else ""
    return f"{verdict.observed}{wanted}.{look}".replace("..", ".")


def question_view(question: Question, answer: int | str | None) -> QuestionView:
    """A question with the learner's answer, if any."""
    verdict = None
    picked = answer if isinstance(answer, int) else None
    if picked is not None and picked < len(question.choices):
        choice = question.choices[picked]
        verdict = Line(choice.why, "good" if choice.correct else "bad")
    else:
        picked = None
    asks_first = question.settled_by is not None and picked is None
    text = f"{question.text} (Answer first, then try it.)" if asks_first else question.text
    return QuestionView(question.id, text, tuple(choice.text for choice in question.choices), picked, verdict)
