"""Which steps each pass takes: pure, from the course, what was asked for and what the machine is like.

Pass 0 types main solutions. Pass k types the k-th wrong attempt of each task that has one, with every third after it,
and then its k-th alternative, or the main solution again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec import Struct

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


class Skip(Struct, frozen=True):
    """Something that is not tried here, by its name in the report, and why."""

    what: str
    why: str


class Step(Struct, frozen=True):
    """One task in one pass. `route` names the solution: "solution", "alternative 2"; `wrongs` are told by their places
    in the task's list, from 1."""

    task: Task
    solution: Solution
    route: str = "solution"
    wrongs: tuple[tuple[int, WrongAttempt], ...] = ()


class PagePlan(Struct, frozen=True):
    """What is done on a page, in this order."""

    page: Page
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]


class LessonPlan(Struct, frozen=True):
    """One lesson in one pass; `judged` says that what goes wrong in it counts."""

    lesson: Lesson
    judged: bool
    pages: tuple[PagePlan, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of its tasks in this pass."""
        return tuple(step for page in self.pages for step in page.steps)


class PassPlan(Struct, frozen=True):
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
    lessons, skips = [], list[Skip]()
    for lesson, counts in list(zip(course.lessons, judged, strict=True))[:upto]:
        planner = _LessonPlanner(lesson, number if counts else 0, machine, answers)
        lessons.append(LessonPlan(lesson, counts, planner.pages()))
        skips += planner.skips if counts else []
    return PassPlan(number, tuple(lessons), tuple(skips))


class _LessonPlanner:
    """A lesson in pass `number`; `skips` is what can't be done in it."""

    def __init__(self, lesson: Lesson, number: int, machine: Machine, answers: Answers) -> None:
        self._lesson, self._number = lesson, number
        self._machine, self._answers = machine, answers
        self.skips: list[Skip] = []

    def pages(self) -> tuple[PagePlan, ...]:
        """What is done on each page."""
        return tuple(self._page(page) for page in self._lesson.pages)

    def _page(self, page: Page) -> PagePlan:
        asked = self._lesson.questions_on(page)
        questions = tuple(each for each in asked if self._holds(f"{each.id} (question)", each.requires))
        return PagePlan(page, questions, tuple(filter(None, map(self._step, self._lesson.tasks_on(page)))))

    def _step(self, task: Task) -> Step | None:
        if not self._holds(task.id, task.requires):
            return None
        if task.requires.network and not self._answers(task.requires.network):
            self._skip(task.id, f"needs {task.requires.network}, which does not answer")
            return None
        routes = self._routes(task)
        if not routes:
            return None
        mine = f"alternative {self._number}"
        route = mine if mine in routes else next(iter(routes))
        return Step(task, routes[route], route, self._wrongs(task))

    def _routes(self, task: Task) -> dict[str, Solution]:
        """The solutions that can be typed in this pass: the main one, and this pass's alternative; or all alternatives
        where the main one can't."""
        usable = self._holds(f"{task.id} (solution)", task.solution.requires)
        routes = {"solution": task.solution} if usable else {}
        for number, alternative in enumerate(task.alternatives, 1):
            name = f"alternative {number}"
            if (number == self._number or not usable) and self._holds(f"{task.id} ({name})", alternative.requires):
                routes[name] = alternative
        return routes

    def _wrongs(self, task: Task) -> tuple[tuple[int, WrongAttempt], ...]:
        """Every third wrong attempt, from this pass's own on."""
        if not 0 < self._number <= ATTEMPT_PASSES:
            return ()
        turns = range(self._number, len(task.wrong_attempts) + 1, ATTEMPT_PASSES)
        wrongs = [(turn, task.wrong_attempts[turn - 1]) for turn in turns]
        return tuple(each for each in wrongs if self._holds(f"{task.id} (wrong attempt {each[0]})", each[1].requires))

    def _holds(self, what: str, condition: Condition) -> bool:
        why = condition.unmet(self._machine)
        if why:
            self._skip(what, why)
        return not why

    def _skip(self, what: str, why: str) -> None:
        self.skips.append(Skip(self._lesson.key(what), why))
