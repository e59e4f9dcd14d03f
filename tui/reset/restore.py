"""Plans going back to the start of a lesson or a task: pure, from what the course asks and what there is.

The lesson itself, and all that was begun of those after it, is taken back. A lesson before it stays as it is, unless
something that its tasks leave behind is missing or not as they ask: that lesson is then done anew as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tui.checks.evidence import Evidence
from tui.checks.judge import judge
from tui.checks.names import same_image
from tui.checks.wants import Wants, every_check, wants_of
from tui.model import checks as ask
from tui.model.checks import Check
from tui.model.course import Course, Lesson
from tui.model.engine import Snapshot
from tui.model.facts import Facts
from tui.model.machine import Machine
from tui.model.ours import Claims
from tui.model.progress import Progress
from tui.model.reset import FolderLook, Origin, Plan
from tui.model.restore import Place, Restore, Step
from tui.model.tasks import Task
from tui.reset.plan import begun, plan_reset
from tui.reset.steps import Span

T = TypeVar("T")


class Left(Struct, frozen=True):
    """Something a lesson leaves behind, and how it must be."""

    lesson: str
    check: Check


class Ground(Struct, frozen=True):
    """What there is now, for a plan: `absent` are the keys of tasks that this machine can't do; `facts` are those of
    `wants_before`, `origins` and `builds` as for a reset."""

    snapshot: Snapshot
    claims: Claims
    progress: Progress
    machine: Machine
    absent: Collection[str]
    facts: Facts = Facts()
    origins: Sequence[Origin] = ()
    builds: Collection[Span] = ()


def plan_restore(course: Course, place: Place, ground: Ground, look: Callable[[str], FolderLook]) -> Restore:
    """What going back to a place does now; `look` says how the files of a lesson stand."""
    ids = [each.entry.id for each in course.lessons]
    here = ids.index(place.lesson)
    lesson, earlier, later = course.lessons[here], course.lessons[:here], course.lessons[here + 1 :]
    broken = _broken(course, earlier, ground)
    again = [each for each in earlier if each.entry.id in broken]
    touched = {each.entry.id for each in begun(course, ground.progress)}
    undone = [each for each in later if each.entry.id in touched]
    plans = [_reset(course, each.entry.id, ground, look(each.entry.id)) for each in (lesson, *again, *undone)]
    before = list(_required(lesson, ground.absent, up_to=place.task))
    steps = [step for each in again for step in _steps(each, _required(each, ground.absent), ground.machine)]
    steps += _steps(lesson, before, ground.machine) if place.task else []
    task = lesson.task(place.task)
    number = f"{lesson.entry.number} {lesson.entry.title}"
    return Restore(
        place=place,
        title=f"{number}, before “{task.text}”" if task else f"The start of {number}",
        page=task.page if task else lesson.pages[0].id,
        reset=merged(plans),
        steps=tuple(steps),
        broken=tuple(f"{each.entry.number} {each.entry.title}" for each in again),
    )


def _reset(course: Course, lesson: str, ground: Ground, look: FolderLook) -> Plan:
    return plan_reset(
        course, lesson, ground.snapshot, ground.claims, ground.progress, look, ground.origins, ground.builds
    )


def wants_before(course: Course, lesson: str, absent: Collection[str]) -> Wants:
    """The facts that tell whether what the lessons before one have left is as it should be."""
    ids = [each.entry.id for each in course.lessons]
    return wants_of(each.check for each in left_behind(course, course.lessons[: ids.index(lesson)], absent))


def left_behind(course: Course, lessons: Iterable[Lesson], absent: Collection[str]) -> list[Left]:
    """What lessons leave behind, done one after the other: named containers, images, files; without what a later task
    takes away, which is what it must have seen first."""
    left: list[Left] = []
    for lesson in lessons:
        for task in _required(lesson, absent):
            gone = set(_things([task.baseline])) if task.baseline is not None else set()
            left = [each for each in left if gone.isdisjoint(_things([each.check]))]
            left += [Left(lesson.entry.id, each) for each in _lasting(task.check, course.images)]
    return left


def _broken(course: Course, earlier: Iterable[Lesson], ground: Ground) -> set[str]:
    evidence = Evidence(snapshot=ground.snapshot, reachable=True, facts=ground.facts, machine=ground.machine)
    return {
        each.lesson
        for each in left_behind(course, earlier, ground.absent)
        if not (verdict := judge(each.check, evidence)).passed and not verdict.undecided
    }


def _lasting(check: Check, courses: Iterable[str]) -> Iterator[Check]:
    """What of a check must hold for good, of what has a name of its own."""
    match check:
        case ask.AllOf(checks=inner):
            for each in inner:
                yield from _lasting(each, courses)
        case ask.ImageIs(exists=True, ref=ref) if not any(same_image(image, ref) for image in courses):
            yield check.model_copy(update={"fresh": False})
        case ask.ImagesSame() | ask.ImageLayers() | ask.ImageHistory() | ask.ImageConfig():
            yield check
        case ask.ContainerIs(exists=True, name=name) if name:
            yield check
        case ask.FileIs(exists=True, path=path) | ask.DockerfileIs(path=path):
            yield ask.FileIs(path=path)


def _things(checks: Iterable[Check]) -> Iterator[tuple[str, str]]:
    """What checks name, by kind."""
    for check in every_check(checks):
        match check:
            case ask.ContainerLike(name=name) if name:
                yield "container", name
            case ask.ImagesSame(ref=ref, as_=other):
                yield from (("image", ref), ("image", other))
            case ask.ImageIs(ref=ref) | ask.ImageLayers(ref=ref) | ask.ImageHistory(ref=ref) | ask.ImageConfig(ref=ref):
                yield "image", ref
            case ask.FileIs(path=path) | ask.DockerfileIs(path=path):
                yield "file", path


def _required(lesson: Lesson, absent: Collection[str], up_to: str = "") -> Iterator[Task]:
    """The tasks of a lesson in their pages' order that it asks for, or that one of them needs; without those that can't
    be done on this machine, and before the one to go `up_to`."""
    in_order = [task for page in lesson.pages for task in lesson.tasks_on(page)]
    ids = [task.id for task in in_order]
    before = in_order[: ids.index(up_to)] if up_to in ids else in_order
    needed = {need for task in before if not task.optional for need in task.needs}
    for task in before:
        if (not task.optional or task.id in needed) and lesson.key(task.id) not in absent:
            yield task


def _steps(lesson: Lesson, tasks: Iterable[Task], machine: Machine) -> Iterator[Step]:
    for task in tasks:
        yield Step(lesson.entry.id, task.page, task, task.solution_on(machine))


def together(looks: Collection[FolderLook]) -> FolderLook:
    """How the files of several lessons stand."""
    return FolderLook(
        edited=_once(path for each in looks for path in each.edited),
        missing=_once(path for each in looks for path in each.missing),
        made=_once(path for each in looks for path in each.made),
        outside=_once(path for each in looks for path in each.outside),
        kept=next(each.kept for each in looks),
    )


def _once(each: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each))


def merged(plans: Iterable[Plan]) -> Plan:
    """Several resets in one; the first one's lesson is where the learner is afterwards."""
    first, *others = plans
    for each in others:
        first = replace(
            first,
            also=(*first.also, each.lesson),
            containers=_once((*first.containers, *each.containers)),
            tags=_once((*first.tags, *each.tags)),
            untagged=_once((*first.untagged, *each.untagged)),
            steps=_once((*first.steps, *each.steps)),
            volumes=_once((*first.volumes, *each.volumes)),
            networks=_once((*first.networks, *each.networks)),
            folder=together((first.folder, each.folder)),
            forgotten=(first.forgotten[0] + each.forgotten[0], first.forgotten[1] + each.forgotten[1]),
            stays=_once((*first.stays, *each.stays)),
        )
    goes = {*(f"container {each.name}" for each in first.containers), *(f"image {each.name}" for each in first.tags)}
    return replace(first, stays=tuple(pair for pair in first.stays if pair[0] not in goes))
