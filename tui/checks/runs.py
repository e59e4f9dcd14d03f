"""Checks on containers that were started, also such as are gone by now: from events, lists and details together."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from tui.checks.evidence import Evidence
from tui.checks.likeness import Seen, difference, is_meant, title, wanted_state
from tui.checks.verdict import NO_ENGINE, Status, Verdict, passes, pending
from tui.model import checks as ask
from tui.model.engine import Container, EngineEvent


class Run(Struct, frozen=True):
    """A container from one start to its end; `ended` is None while it runs."""

    seen: Seen
    started: float
    ended: float | None = None


def judge_run(check: ask.ContainerRan, evidence: Evidence) -> Verdict:
    """A container like this was started."""
    images = evidence.snapshot.images if evidence.snapshot else ()
    judged: list[tuple[Run, Verdict]] = []
    for run in evidence.once("runs", lambda: _runs(evidence)):
        if not is_meant(check, run.seen.name, run.seen.image, images):
            continue
        differs = difference(check, run.seen, evidence)
        if differs is None:
            at = run.started if check.exit_code is None or run.ended is None else run.ended
            return passes(str(run.seen), at=at)
        judged.append((run, differs))
    verdict = _not_yet(check, judged)
    return NO_ENGINE if verdict.status is Status.PENDING and not evidence.reachable else verdict


def _not_yet(check: ask.ContainerRan, judged: list[tuple[Run, Verdict]]) -> Verdict:
    """What to say while none of the runs is as asked."""
    if not judged:
        return pending(f"no {title(check)} started yet", wanted_state(check))
    # Details still to come may make any of them right; details that never come matter for the newest only.
    looking = [differs for run, differs in judged if differs.undecided and run.seen.here]
    return looking[0] if looking else judged[-1][1]


def _runs(evidence: Evidence) -> list[Run]:
    """All runs, in the order of their start."""
    stories: dict[str, list[EngineEvent]] = {}
    for event in evidence.events_of("container", "create", "start", "die"):
        stories.setdefault(event.id, []).append(event)
    now = {each.id: each for each in evidence.snapshot.containers} if evidence.snapshot else {}
    runs = [run for of, story in stories.items() for run in _runs_of(story, now.get(of), evidence)]
    return sorted(runs, key=lambda run: run.started)


def _runs_of(story: list[EngineEvent], now: Container | None, evidence: Evidence) -> list[Run]:
    """The runs of one container, given its events and what the engine's list says of it now."""
    given = [event.details for event in story if event.details is not None]
    details = given[0] if given else evidence.facts.containers.get(story[0].id)
    turns = [event for event in story if event.action != "create"]
    runs: list[Run] = []
    for event, following in pairwise([*turns, None]):
        if event is None or event.action != "start":
            continue
        ended = following if following is not None and following.action == "die" else None
        state, code = ("exited", ended.exit_code) if ended else ("running", None)
        latest = event is turns[-1] or ended is turns[-1]
        if now is not None and latest:
            state, code = now.state, now.exit_code if ended is None else code
        seen = Seen(
            name=now.name if now else event.name,
            image=event.image,
            state=state,
            exit_code=code,
            ports=now.ports if now else (),
            details=details,
            here=now is not None,
        )
        runs.append(Run(seen, event.received, ended.received if ended else None))
    return runs
