"""An attempt revised: ticked by hand, under other policies, a lesson taken back, a restore and what undoes it.

Pure, like the steps of `attempt`; the screen's deeds take them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from msgspec.structs import replace

from tui.attempt import Attempt
from tui.checks.tasks import remembered
from tui.model.facts import Facts
from tui.model.policies import Policies
from tui.model.progress import Progress, TaskRecord
from tui.model.reset import Plan
from tui.model.restore import Restore, Undo
from tui.model.tasks import Task
from tui.reset.plan import forgetting

T = TypeVar("T")


def turned_over(attempt: Attempt, task: Task) -> Attempt:
    """The attempt with a task ticked by hand; or open again as if nothing had been done for it, if it was ticked so."""
    key, record = attempt.key(task.id), attempt.record(task)
    if record.hand:
        standings = {each: standing for each, standing in attempt.standings.items() if each != key}
        record = record.model_copy(update={"done": False, "hand": False, "by": TaskRecord().by, "at": 0.0})
    else:
        ticked = remembered(task, here=task.page == attempt.page.id, by_hand=True)
        standings = {**attempt.standings, key: ticked}
        record = record.model_copy(update={"done": True, "hand": True, "by": record.help_taken})
    return replace(attempt, standings=standings, progress=attempt.progress.with_task(key, record))


def under(attempt: Attempt, policies: Policies) -> Attempt:
    """The attempt as it goes on under other policies."""
    return replace(attempt, course=replace(attempt.course, policies=policies))


def knowing(attempt: Attempt, steps: Collection[str]) -> Attempt:
    """The attempt in which hidden images of builds are the learner's, until they are gone."""
    claims = attempt.claims.with_steps(steps)
    return replace(attempt, claims=claims, progress=attempt.progress.with_made(claims.url, claims.kept))


def restarted(attempt: Attempt, plan: Plan, now: float) -> Attempt:
    """The attempt at the beginning of the lesson that was reset: nothing of it, and of those reset with it, was seen,
    done or asked."""
    lessons = {plan.lesson, *plan.also}
    known = knowing(attempt, ())
    progress = known.progress
    for each in (*plan.also, plan.lesson):
        progress = forgetting(progress, attempt.course, each)
    return _anew(known, progress, lambda key: key.partition("/")[0] not in lessons, now)


def keeping(attempt: Attempt, restore: Restore, before: Progress) -> Attempt:
    """The attempt after a restore, however far that came, with what was done before it in earlier lessons done."""
    progress = restore.keeping(before, attempt.progress)
    # Of the others it was found that they aren't, and the next look would say so again.
    standings = {key: each for key, each in attempt.standings.items() if each.done or not progress.record(key).done}
    return replace(attempt, progress=progress, standings=standings)


def as_before(attempt: Attempt, undo: Undo, now: float) -> Attempt:
    """The attempt with the progress of before a restore; what is the learner's in the engine is what it is now."""
    return _anew(attempt, undo.progress.on_the_machine_of(attempt.progress), lambda _key: False, now)


def _anew(attempt: Attempt, progress: Progress, stays: Callable[[str], bool], now: float) -> Attempt:
    """The attempt where a progress says, with nothing known of tasks and questions but of those whose key `stays`."""

    def left(known: Mapping[str, T]) -> dict[str, T]:
        return {key: each for key, each in known.items() if stays(key)}

    anew = replace(
        attempt,
        progress=progress,
        facts=Facts(),
        standings=left(attempt.standings),
        asked=left(attempt.asked),
        inserted=left(attempt.inserted),
        tick="",
        cross="",
    )
    return anew.gone_to(progress.lesson, progress.page, now)
