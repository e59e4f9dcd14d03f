"""Where a task stands: its check's verdict, remembered as its mode asks.

A task is open once the learner has come to its lesson and all tasks it `needs` are done or skipped; only what happens
from then on counts for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from math import inf, nextafter

from tui.checks.evidence import Evidence
from tui.checks.judge import judge
from tui.checks.verdict import LOOKING, Status, Verdict
from tui.model.tasks import Diagnosis, Task

RECENT = 3
"""Commands a diagnosis looks back on: long enough to look where it points, and then the mistake is forgotten."""

_NOT_YET = Verdict(Status.PENDING)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one task stands.

    `opened` is the monotonic time from which on things count, None while it waits for others;
    `primed` says that its baseline was seen; `done` sticks for edge tasks, and for final ones once `sealed`.
    """

    verdict: Verdict = _NOT_YET
    opened: float | None = None
    primed: bool = False
    done: bool = False
    sealed: bool = False

    @property
    def satisfied(self) -> bool:
        """Whether tasks that need this one may go on: it is done, or can't be done on this machine."""
        return self.done or (self.verdict.status is Status.ABSENT and self.opened is not None)


def assess_all(
    tasks: Iterable[Task],
    evidence: Evidence,
    before: Mapping[str, Standing],
    now: float,
    arrived: float,
    skipped: Collection[str] = (),
) -> dict[str, Standing]:
    """Where each task of a lesson stands now, given where it stood.

    `arrived` is when the learner came to the page: before they have run a command there, nothing is called wrong.
    A task opens the moment after the last one it needs was done, which may be a while before the lab saw it; those
    of the ids `skipped` hold nothing up.
    """
    by_id = {task.id: task for task in tasks}
    after: dict[str, Standing] = {}
    since: dict[float, Evidence] = {}
    for task_id in TopologicalSorter({task.id: task.needs for task in by_id.values()}).static_order():
        task, standing = by_id[task_id], before.get(task_id, Standing())
        if standing.opened is None and all(need in skipped or after[need].satisfied for need in task.needs):
            standing = replace(standing, opened=_after([after[need].verdict for need in task.needs], now))
        if standing.opened is not None and standing.opened not in since:
            since[standing.opened] = evidence.since(standing.opened)
        after[task_id] = assess(task, since.get(standing.opened or 0.0, evidence), standing, arrived)
    return after


def _after(needed: list[Verdict], now: float) -> float:
    """When a task opens that needed these: right after the last of them, or now where one names no moment."""
    moments = [verdict.at for verdict in needed]
    known = [at for at in moments if at is not None]
    return nextafter(max(known), inf) if known and len(known) == len(moments) else now


def assess(task: Task, evidence: Evidence, before: Standing, arrived: float) -> Standing:
    """Where one task stands now, given where it stood."""
    if before.sealed or (before.done and task.mode == "edge"):
        return before
    if unmet := required(task, evidence):
        done = before.done and unmet == LOOKING
        return replace(before, verdict=unmet, done=done)
    if before.opened is None:
        return before if before.verdict.status is not Status.ABSENT else replace(before, verdict=_NOT_YET)
    own = evidence.since(before.opened)
    primed = before.primed or task.baseline is None or judge(task.baseline, own).passed
    verdict = judge(task.check, own) if primed else _NOT_YET
    if not verdict.passed:
        verdict = diagnose(task, own, verdict)
    if verdict.status is Status.FAIL and not any(run.started >= arrived and run.ended for run in own.commands):
        verdict = replace(verdict, status=Status.PENDING)
    done = before.done if verdict.undecided else verdict.passed
    return replace(before, verdict=verdict, primed=primed, done=done)


def required(task: Task, evidence: Evidence) -> Verdict | None:
    """Why a task can't be done on this machine, or that this is not known yet; None if it can."""
    if reason := task.requires.unmet(evidence.machine):
        return Verdict(Status.ABSENT, observed=reason) if evidence.machine_known else LOOKING
    host = task.requires.network
    if not host:
        return None
    answers = evidence.facts.hosts.get(host)
    if answers is None:
        return LOOKING
    return None if answers else Verdict(Status.ABSENT, observed=f"needs {host}, which does not answer from here")


def sealed(task: Task, standing: Standing) -> Standing:
    """Where a task stands once the learner has left its page: a final one that is done stays so."""
    return replace(standing, sealed=True) if task.mode == "final" and standing.done else standing


def diagnose(task: Task, evidence: Evidence, verdict: Verdict) -> Verdict:
    """The verdict in the words of a diagnosis that holds; unchanged if none does or the lab can't tell.

    The first one speaks, unless it is about something the learner did, and a later one about what they did since.
    """
    if verdict.undecided:
        return verdict
    newest = len(evidence.commands)
    told: list[tuple[Diagnosis, int | None]] = []
    for diagnosis in task.diagnoses:
        holds, turn = _turn(diagnosis, evidence)
        if holds:
            told.append((diagnosis, turn))
            if len(told) == 1 and turn in (None, newest):
                break
    for place, (diagnosis, turn) in enumerate(told):
        since = [other for _, other in told[place + 1 :] if other is not None]
        if turn is None or turn >= max(since, default=turn):
            return Verdict(Status.FAIL, observed=diagnosis.say, wanted="", look=diagnosis.look)
    return verdict


def _turn(diagnosis: Diagnosis, evidence: Evidence) -> tuple[bool, int | None]:
    """Whether a diagnosis holds, and the last command with which it came about, counted from 1; None for a state.

    Moments within one command are no older or newer than each other. A check tells the earliest moment, so the last
    is looked for in what the newest command did, then the newest two, and so on.
    """
    recent = evidence.recent(RECENT)
    verdict = judge(diagnosis.when, recent)
    if not verdict.passed or verdict.at is None:
        return verdict.passed, None
    at = verdict.at
    for run in reversed(recent.commands):
        late = judge(diagnosis.when, recent.since(run.started))
        if late.passed and late.at is not None:
            at = late.at
            break
    return True, sum(run.started <= at for run in evidence.commands)
