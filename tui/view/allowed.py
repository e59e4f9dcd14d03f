"""What the policies of a class allow now, and the sentence for what they don't."""

from __future__ import annotations

from tui.attempt import Attempt
from tui.model.course import Lesson
from tui.model.tasks import Task


def open_before(attempt: Attempt, lesson: str, page: str) -> tuple[tuple[Lesson, Task], ...]:
    """The tasks that hold a learner back who wants to go to a page, by ids.

    With a soft gate those of the page that is left; with a hard one all that come before the other page. Nobody is held
    by what is optional, what can't be done on this machine, or what the lab can't judge because it has no engine.
    """
    gate, pages = attempt.course.policies.gate, attempt.course.pages
    places = [(each.entry.id, its.id) for each, its in pages]
    here, there = places.index((attempt.lesson.entry.id, attempt.page.id)), places.index((lesson, page))
    if gate == "off" or attempt.trouble or there <= here:
        return ()
    before = pages[:there] if gate == "hard" else pages[here : here + 1]
    return tuple((each, task) for each, its in before for task in each.tasks_on(its) if _holds(attempt, each, task))


def _holds(attempt: Attempt, lesson: Lesson, task: Task) -> bool:
    key = lesson.key(task.id)
    record = attempt.progress.record(key)
    left_out = record.skipped and attempt.course.policies.gate == "soft"
    return not (task.optional or record.done or left_out or key in attempt.absent)


def held_back(held: tuple[tuple[Lesson, Task], ...]) -> str:
    """What is open, in a sentence."""
    lesson, task = held[0]
    more = f", and {len(held) - 1} more" if len(held) > 1 else ""
    return f"Still open: “{task.text.rstrip('.')}” in {lesson.entry.number}{more}."


def solution_withheld(attempt: Attempt, task: Task, here_for: float) -> str:
    """Why a task's solution can't be shown yet, in a sentence, or nothing if it can; the learner has been on its page
    for `here_for` seconds."""
    policies, record = attempt.course.policies, attempt.record(task)
    if record.shown or record.done:
        return ""
    if policies.solutions == "never":
        return "In this class solutions stay closed. h gives a hint."
    if policies.solutions == "after-hints" and record.hints < len(task.hints):
        return "In this class solutions open after the last hint. h gives the next one."
    left = policies.solutions_after * 60 - here_for
    if policies.solutions_after and left > 0:
        minutes = f"{-int(-left // 60)} min" if left > 60 else f"{-int(-left // 1)} s"
        return f"In this class solutions open after a while: this one in {minutes}. h gives a hint."
    return ""
