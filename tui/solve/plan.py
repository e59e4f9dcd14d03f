"""Which steps each pass takes: pure, from the course, what was asked for and what the machine is like.

Pass 0 types main solutions. Pass k types the k-th wrong attempt of each task that has one, with every third after it,
and then its k-th alternative, or the main solution again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tui.errors import UsageError
from tui.model.course import Course, Lesson, Page
from tui.model.machine import Condition, Machine
from tui.model.tasks import Question, Solution, Task, WrongAttempt

PASSES_LEAST = 2
"""Everything must work at least twice, the second time after a reset."""

ATTEMPT_PASSES = 3
"""Passes that share a task's wrong attempts, however many there are: a pass over the course takes minutes."""

Answers = Callable[[str], bool]
"""Whether a host answers, by its name."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that is not tried here, by its name in the report, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """One task in one pass. `route` names the solution: "solution", "alternative 2"; `wrongs` are told by their places
    in the task's list, from 1."""

    task: Task
    solution: Solution
    route: str = "solution"
    wrongs: tuple[tuple[int, WrongAttempt], ...] = ()


@dataclass(frozen=True, slots=True)
class PagePlan:
    """What is done on a page, in this order."""

    page: Page
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """One lesson in one pass; `judged` says that what goes wrong in it counts."""

    lesson: Lesson
    judged: bool
    pages: tuple[PagePlan, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of its tasks in this pass."""
        return tuple(step for page in self.pages for step in page.steps)


@dataclass(frozen=True, slots=True)
class PassPlan:
    """One pass over the course."""

    number: int
    lessons: tuple[LessonPlan, ...]
    skips: tuple[Skip, ...]


def check_lessons(course: Course, wanted: Collection[str]) -> None:
    """Raises `UsageError` for a lesson that the course hasn't."""
    known = [lesson.entry.id for lesson in course.lessons]
    for each in wanted:
        if each not in known:
            raise UsageError(f"The course has no lesson {each}.", f"There are: {', '.join(known)}.")


def pass_count(course: Course, wanted: Collection[str] = ()) -> int:
    """How many passes try everything in the wanted lessons (all, where none is named)."""
    most = [
        max(len(task.alternatives), min(len(task.wrong_attempts), ATTEMPT_PASSES))
        for lesson in course.lessons
        if not wanted or lesson.entry.id in wanted
        for task in lesson.tasks
    ]
    return max(PASSES_LEAST, 1 + max(most, default=0))


def plan_pass(
    course: Course, number: int, machine: Machine, wanted: Collection[str] = (), answers: Answers = lambda host: True
) -> PassPlan:
    """Pass `number` (from 0): the lessons up to the last wanted one; those not wanted by main solutions alone."""
    judged = [not wanted or lesson.entry.id in wanted for lesson in course.lessons]
    upto = max((index + 1 for index, each in enumerate(judged) if each), default=0)
    skips: list[Skip] = []
    lessons = tuple(
        _plan_lesson(lesson, number if counts else 0, machine, answers, counts, skips)
        for lesson, counts in list(zip(course.lessons, judged, strict=True))[:upto]
    )
    return PassPlan(number, lessons, tuple(skips))


def _plan_lesson(
    lesson: Lesson, number: int, machine: Machine, answers: Answers, judged: bool, skips: list[Skip]
) -> LessonPlan:
    told: list[Skip] = []

    def holds(what: str, condition: Condition) -> bool:
        why = condition.unmet(machine)
        if why:
            told.append(Skip(f"{lesson.entry.id}/{what}", why))
        return not why

    def pages() -> list[PagePlan]:
        return [
            PagePlan(
                page,
                tuple(each for each in lesson.questions_on(page) if holds(f"{each.id} (question)", each.requires)),
                tuple(step for task in lesson.tasks_on(page) if (step := plan_task(task))),
            )
            for page in lesson.pages
        ]

    def plan_task(task: Task) -> Step | None:
        if not holds(task.id, task.requires):
            return None
        if task.requires.network and not answers(task.requires.network):
            told.append(Skip(f"{lesson.entry.id}/{task.id}", f"needs {task.requires.network}, which does not answer"))
            return None
        usable = holds(f"{task.id} (solution)", task.solution.requires)
        routes = {"solution": task.solution} if usable else {}
        for index, alternative in enumerate(task.alternatives, 1):
            if (index == number or not usable) and holds(f"{task.id} (alternative {index})", alternative.requires):
                routes[f"alternative {index}"] = alternative
        if not routes:
            return None
        mine = f"alternative {number}"
        route = mine if mine in routes else next(iter(routes))
        turns = range(number, len(task.wrong_attempts) + 1, ATTEMPT_PASSES) if 0 < number <= ATTEMPT_PASSES else ()
        wrongs = [(turn, task.wrong_attempts[turn - 1]) for turn in turns]
        tried = tuple(each for each in wrongs if holds(f"{task.id} (wrong attempt {each[0]})", each[1].requires))
        return Step(task, routes[route], route, tried)

    plan = LessonPlan(lesson, judged, tuple(pages()))
    if judged:
        skips += told
    return plan
