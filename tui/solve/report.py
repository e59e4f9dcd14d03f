"""What came of solving a course: what ran, what went wrong, what was not tried and why; told to people and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from tui.model.checks import Check, inner_checks
from tui.model.course import Course

PANE_ROWS = 15
"""How much of the command pane a failure shows."""


class Failure(Struct, frozen=True):
    """Something that did not go as the course says. `what` is "lesson/task", or what else it is about."""

    what: str
    pass_number: int
    why: str
    typed: tuple[str, ...] = ()
    said: str = ""
    pane: tuple[str, ...] = ()


@dataclass
class Report:
    """Gathers what happens in all passes.

    The sets hold what was tried at least once, by names as in `plan.Skip`; `seconds` are those of each task, oldest
    first.
    """

    failures: list[Failure] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    tasks: set[str] = field(default_factory=set)
    alternatives: set[str] = field(default_factory=set)
    wrong_attempts: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    engine: str = ""
    passes: int = 0
    duration: float = 0.0

    @property
    def green(self) -> bool:
        """Whether all that was tried went as the course says."""
        return not self.failures


class Scope(Struct, frozen=True):
    """How much there is in the lessons that are judged."""

    tasks: int
    alternatives: int
    wrong_attempts: int
    questions: int
    checks: dict[str, int]


def scope(course: Course, wanted: Iterable[str]) -> Scope:
    """Count what the wanted lessons (all, where none is named) hold."""
    chosen = set(wanted)
    lessons = [lesson for lesson in course.lessons if not chosen or lesson.entry.id in chosen]
    tasks = [task for lesson in lessons for task in lesson.tasks]
    return Scope(
        tasks=len(tasks),
        alternatives=sum(len(task.alternatives) for task in tasks),
        wrong_attempts=sum(len(task.wrong_attempts) for task in tasks),
        questions=sum(len(lesson.questions) for lesson in lessons),
        checks=dict(Counter(kind for task in tasks for kind in _kinds(task.check)).most_common()),
    )


def _kinds(check: Check) -> Iterator[str]:
    inner = inner_checks(check)
    if not inner:
        yield check.type
    for each in inner:
        yield from _kinds(each)


def failure_text(failure: Failure, place: str = "") -> str:
    """A failure with all that helps to find its cause; `place` is where its task is written."""
    lines = [f"✗ {failure.what}, pass {failure.pass_number}: {failure.why}"]
    lines += [f"    see    {place}"] if place else []
    lines += [f"    typed  {each}" for each in failure.typed]
    if failure.said:
        lines.append(f"    lab    {failure.said}")
    lines += [f"    │ {row}" for row in failure.pane]
    return "\n".join(lines)


def summary(report: Report, there: Scope) -> str:
    """The last words: how much ran of what there is, what was skipped, and how it went."""
    rows = [
        f"tasks           {_part(len(report.tasks), there.tasks)}",
        f"alternatives    {_part(len(report.alternatives), there.alternatives)}",
        f"wrong attempts  {_part(len(report.wrong_attempts), there.wrong_attempts)}",
        f"questions       {_part(len(report.questions), there.questions)}",
        "checks          " + ", ".join(f"{count} {kind}" for kind, count in there.checks.items()),
        f"engine          {report.engine}",
    ]
    rows += [f"skipped: {what}: {why}" for what, why in sorted(report.skipped.items())]
    each = sorted((max(taken), what) for what, taken in report.seconds.items())
    if each:
        slowest = ", ".join(f"{what} {taken:.1f} s" for taken, what in reversed(each[-3:]))
        every = [taken for all_of in report.seconds.values() for taken in all_of]
        rows.append(f"a task took {sum(every) / len(every):.2f} s on average; the slowest: {slowest}")
    words = "all green" if report.green else f"{len(report.failures)} failed"
    rows.append(f"{report.passes} passes in {report.duration:.0f} s: {words}")
    return "\n".join(rows)


def _part(some: int, most: int) -> str:
    return f"{some}" if some == most else f"{some} of {most}"


def write_json(report: Report, there: Scope, file: Path) -> None:
    """Everything, for programs."""
    told = {
        "green": report.green,
        "engine": report.engine,
        "passes": report.passes,
        "seconds": round(report.duration, 2),
        "scope": asdict(there),
        "ran": {
            "tasks": sorted(report.tasks),
            "alternatives": sorted(report.alternatives),
            "wrong_attempts": sorted(report.wrong_attempts),
            "questions": sorted(report.questions),
        },
        "skipped": report.skipped,
        "task_seconds": {what: [round(each, 3) for each in taken] for what, taken in report.seconds.items()},
        "failures": [asdict(failure) for failure in report.failures],
    }
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
