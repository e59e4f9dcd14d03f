"""Where a task stands: its check's verdict, remembered as its mode asks.

A task is open once the learner has come to its lesson and all tasks it `needs` are done or skipped; only what happens
from then on counts for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from graphlib import TopologicalSorter
from math import inf, nextafter

from msgspec import Struct
from msgspec.structs import replace

from tui.checks.evidence import Evidence
from tui.checks.judge import judge
from tui.checks.verdict import LOOKING, Status, Verdict
from tui.model.course import Course
from tui.model.journal import EARLY, CommandRun
from tui.model.machine import Machine
from tui.model.tasks import Diagnosis, Task
from tui.model.text import short_ids

RECENT = 3
"""Commands a diagnosis looks back on: long enough to look where it points, and then the mistake is forgotten."""

_NOT_YET = Verdict(Status.PENDING)


class Standing(Struct, frozen=True):
    """Where one task stands.

    `opened` is the monotonic time from which on things count, None while it waits for others; `ready` is when the lab
    saw that it can be done, which may be a while after. `primed` says that its baseline was seen; `done` sticks for
    edge tasks, and for final ones once `sealed`.
    """

    verdict: Verdict = _NOT_YET
    opened: float | None = None
    ready: float = 0.0
    primed: bool = False
    done: bool = False
    sealed: bool = False

    @property
    def satisfied(self) -> bool:
        """Whether tasks that need this one may go on: it is done, or can't be done on this machine."""
        return self.done or (self.verdict.status is Status.ABSENT and self.opened is not None)

    @property
    def cross(self) -> str:
        """What is called wrong, in one line; nothing if nothing is."""
        return short_ids(f"✗ {self.verdict.observed}") if self.verdict.status is Status.FAIL else ""

    def newly_wrong(self, before: Standing) -> bool:
        """Whether it is called wrong, and was not, or in other words."""
        return self.verdict.status is Status.FAIL and self.verdict != before.verdict


def absent(standings: Mapping[str, Standing]) -> dict[str, str]:
    """Why tasks can't be done on this machine, as far as they were looked at."""
    return {key: each.verdict.observed for key, each in standings.items() if each.verdict.status is Status.ABSENT}


def unmet(course: Course, machine: Machine) -> dict[str, str]:
    """Why tasks of a course can't be done on such a machine, by "lesson/id"."""
    return {
        lesson.key(task.id): reason
        for lesson in course.lessons
        for task in lesson.tasks
        if (reason := task.requires.unmet(machine))
    }


def assess_all(
    tasks: Iterable[Task],
    evidence: Evidence,
    before: Mapping[str, Standing],
    now: float,
    arrived: float,
    skipped: Collection[str] = (),
) -> dict[str, Standing]:
    """Where each task of a lesson stands now, given where it stood.

    `arrived` is when the learner came to the page: what they did before may be right, but is not called wrong.
    A task opens the moment after the last one it needs was done, which may be a while before the lab saw it; those
    of the ids `skipped` hold nothing up.
    """
    by_id = {task.id: task for task in tasks}
    after: dict[str, Standing] = {}
    since: dict[float, Evidence] = {}

    def known_since(moment: float) -> Evidence:
        if moment not in since:
            since[moment] = evidence.since(moment)
        return since[moment]

    for task_id in TopologicalSorter({task.id: task.needs for task in by_id.values()}).static_order():
        task, standing = by_id[task_id], before.get(task_id, Standing())
        if standing.opened is None and all(need in skipped or after[need].satisfied for need in task.needs):
            opened = _after([after[need].verdict for need in task.needs], now)
            standing = replace(standing, opened=opened, ready=now)
        own = evidence if standing.opened is None else known_since(standing.opened)
        tried = own if standing.opened is None else known_since(max(standing.opened, arrived))
        after[task_id] = assess(task, own, tried, standing, now)
    for task_id, standing in after.items():
        deeds = _deeds(after, task_id, evidence) if standing.verdict.status is Status.FAIL else ()
        if deeds and standing.opened is not None:
            task, own = by_id[task_id], known_since(standing.opened)
            tried = known_since(max(standing.opened, arrived)).without(deeds)
            told = _told(task, own, tried, judge(task.check, own), standing.ready)
            after[task_id] = replace(standing, verdict=told)
    return after


def _deeds(standings: Mapping[str, Standing], task_id: str, evidence: Evidence) -> tuple[CommandRun, ...]:
    """The commands that did other tasks: they were no attempts at this one."""
    starts = [run.started for run in evidence.commands]
    moments = [each.verdict.at for key, each in standings.items() if key != task_id and each.done]
    turns = {bisect_right(starts, at) for at in moments if at is not None} - {0}
    return tuple(evidence.commands[turn - 1] for turn in turns)


def _after(needed: list[Verdict], now: float) -> float:
    """When a task opens that needed these: right after the last of them, or now where one names no moment."""
    moments = [verdict.at for verdict in needed]
    known = [at for at in moments if at is not None]
    return nextafter(max(known), inf) if known and len(known) == len(moments) else now


def remembered(task: Task, *, here: bool, by_hand: bool = False) -> Standing:
    """Where a task stands that the progress file says is done; `here` if the learner is on its page. What was ticked
    `by_hand` stays done, whatever there is to see."""
    return Standing(done=True, primed=True, opened=0.0, sealed=by_hand or (task.mode == "final" and not here))


def assess(task: Task, own: Evidence, tried: Evidence, before: Standing, now: float) -> Standing:
    """Where one task stands now, given where it stood: `own` is what counts for it, `tried` what of that was done on
    its page."""
    if before.sealed or (before.done and task.mode == "edge"):
        return before
    if missing := required(task, own):
        done = before.done and missing == LOOKING
        return replace(before, verdict=missing, done=done)
    if before.opened is None:
        return before if before.verdict.status is not Status.ABSENT else replace(before, verdict=_NOT_YET)
    primed = before.primed or task.baseline is None or judge(task.baseline, own).passed
    ready = now if primed and not before.primed and task.baseline is not None else before.ready
    verdict = judge(task.check, own) if primed else _NOT_YET
    if not verdict.passed:
        verdict = _told(task, own, tried, verdict, ready)
    done = before.done if verdict.undecided else verdict.passed
    return replace(before, verdict=verdict, ready=ready, primed=primed, done=done)


def _told(task: Task, own: Evidence, tried: Evidence, verdict: Verdict, ready: float) -> Verdict:
    """What to say while a task is not done: what is wrong, if the learner has tried, and else that it is open.

    What they did on other pages was for other tasks, so what is wrong must be so without it too.
    """
    if verdict.undecided:
        return verdict
    commands = [run for run in tried.commands if run.ended is not None]
    if commands and (diagnosed := diagnose(task, own, tried)):
        return diagnosed
    if verdict.status is not Status.FAIL:
        return verdict
    if task.baseline is not None:
        # What is to be gone is there to begin with. Looking at it is no attempt; what fails or changes something is.
        commands = [run for run in commands if run.effects or run.exit_status]
    without = verdict if tried is own else judge(task.check, tried)
    if without.status is Status.FAIL and any(run.started >= ready for run in commands):
        return without
    return replace(verdict, status=Status.PENDING)


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


def diagnose(task: Task, own: Evidence, tried: Evidence) -> Verdict | None:
    """What a diagnosis says that holds on all that counts, and on what was done on the task's page; None if none does
    or the lab can't tell.

    The first one speaks, unless it is about something the learner did, and a later one about what they did since. Of
    something they did, none speaks any more once they have done or tried another thing; a look at things is neither.
    """
    newest = len(tried.commands)
    acted = max((turn for turn, run in enumerate(tried.commands, 1) if run.effects or run.exit_status), default=0)
    told: list[tuple[Diagnosis, int | None]] = []
    for diagnosis in task.diagnoses:
        if tried is not own and not judge(diagnosis.when, own.recent(RECENT)).passed:
            continue
        holds, turn = _turn(diagnosis, tried)
        if holds:
            told.append((diagnosis, turn))
            if len(told) == 1 and turn in (None, newest):
                break
    for place, (diagnosis, turn) in enumerate(told):
        since = [other for _, other in told[place + 1 :] if other is not None]
        if turn is None or turn >= max([acted, *since]):
            return Verdict(Status.FAIL, observed=diagnosis.say, wanted="", look=diagnosis.look)
    return None


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
    for begun in reversed(_beginnings(recent.commands)):
        late = judge(diagnosis.when, recent.since(begun))
        if late.passed and late.at is not None:
            at = late.at
            break
    return True, sum(begun <= at for begun in _beginnings(evidence.commands))


def _beginnings(commands: tuple[CommandRun, ...]) -> list[float]:
    """From when on what happened is each command's: a busy machine hears late of its start, as the journal knows."""
    ends = [-inf, *(inf if run.ended is None else nextafter(run.ended, inf) for run in commands)]
    return [min(run.started, max(run.started - EARLY, end)) for run, end in zip(commands, ends, strict=False)]
