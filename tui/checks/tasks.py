"""Where a task stands: its check's verdict, remembered as its mode asks.

A task is open once all tasks it `needs` are done; only what happens from then on counts for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter

from tui.checks.evidence import Evidence
from tui.checks.judge import judge
from tui.checks.verdict import Status, Verdict
from tui.model.tasks import Task

RECENT = 3
"""Commands a diagnosis looks back on: long enough to look where it points, and then the mistake is forgotten."""

_NOT_YET = Verdict(Status.PENDING)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one task stands.

    `opened` is the monotonic time from which on things count, None while it waits for others;
    `primed` says that its baseline was seen; `done` sticks for edge tasks.
    """

    verdict: Verdict = _NOT_YET
    opened: float | None = None
    primed: bool = False
    done: bool = False


def assess_all(
    tasks: Iterable[Task], evidence: Evidence, before: Mapping[str, Standing], now: float, arrived: float
) -> dict[str, Standing]:
    """Where each task of a lesson stands now, given where it stood.

    `arrived` is when the learner came to the page: before they have run a command there, nothing is called wrong.
    A task opens in the same breath in which the last one it needs is done, so that what comes next counts.
    """
    by_id = {task.id: task for task in tasks}
    after: dict[str, Standing] = {}
    for task_id in TopologicalSorter({task.id: task.needs for task in by_id.values()}).static_order():
        task, standing = by_id[task_id], before.get(task_id, Standing())
        if standing.opened is None and all(after[need].done for need in task.needs):
            standing = replace(standing, opened=now if task.needs else 0.0)
        after[task_id] = assess(task, evidence, standing, arrived)
    return after


def assess(task: Task, evidence: Evidence, before: Standing, arrived: float) -> Standing:
    """Where one task stands now, given where it stood."""
    if before.opened is None or (before.done and task.mode == "edge"):
        return before
    own = evidence.since(before.opened)
    primed = before.primed or task.baseline is None or judge(task.baseline, own).passed
    verdict = judge(task.check, own) if primed else _NOT_YET
    if verdict.status is Status.FAIL and not any(run.started >= arrived and run.ended for run in own.commands):
        verdict = replace(verdict, status=Status.PENDING)
    if not verdict.passed:
        verdict = diagnose(task, own, verdict)
    done = before.done if verdict.status is Status.UNKNOWN else verdict.passed
    return replace(before, verdict=verdict, primed=primed, done=done)


def diagnose(task: Task, evidence: Evidence, verdict: Verdict) -> Verdict:
    """The verdict in the words of the first diagnosis that holds; unchanged if none does or the lab can't tell."""
    if verdict.status is Status.UNKNOWN:
        return verdict
    recent = replace(evidence, commands=evidence.commands[-RECENT:])
    for diagnosis in task.diagnoses:
        if judge(diagnosis.when, recent).passed:
            return Verdict(Status.FAIL, observed=diagnosis.say, wanted="", look=diagnosis.look)
    return verdict
