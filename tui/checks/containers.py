"""Checks on the containers there are now."""

from __future__ import annotations

from tui.checks.evidence import Evidence
from tui.checks.likeness import difference, is_meant, seen_now, title, wanted_state
from tui.checks.verdict import NO_ENGINE, Verdict, fails, passes, pending
from tui.model import checks as ask
from tui.model.engine import Container

_ENDED = ("exited", "dead", "removing")


def judge_container(check: ask.ContainerIs, evidence: Evidence) -> Verdict:
    """Containers like this exist, as many as asked; or none does."""
    snapshot = evidence.snapshot
    if snapshot is None or not evidence.reachable:
        return NO_ENGINE
    listed = [each for each in snapshot.containers if is_meant(check, each.name, each.image, snapshot.images)]
    meant = [each for each in listed if not _goes(each, evidence)]
    if not meant:
        what = f"no {title(check)}"
        return pending(f"{what} yet", wanted_state(check)) if check.exists else passes(what)
    judged = [(seen, difference(check, seen, evidence)) for seen in (seen_now(each, evidence) for each in meant)]
    alike = [seen for seen, differs in judged if differs is None]
    undecided = [differs for _, differs in judged if differs is not None and differs.undecided]
    if not check.exists:
        if alike:
            there = "there" if check.state is None else check.state
            return fails(f"{alike[0].name} is still {there}", _gone(check), "docker ps -a")
        return undecided[0] if undecided else passes(f"no such {title(check)}")
    if len(alike) >= check.count:
        return passes(str(alike[0]))
    if undecided:
        return undecided[0]
    if alike:
        return pending(f"{len(alike)} of {check.count} so far: {alike[0]}", wanted_state(check))
    # The engine lists the newest first.
    return judged[0][1] or pending(str(judged[0][0]))


def _goes(container: Container, evidence: Evidence) -> bool:
    """Whether it ran with --rm and has ended: the engine lists it for a moment more, as exited like any other."""
    details = evidence.facts.containers.get(container.id)
    return container.state in _ENDED and details is not None and details.auto_remove


def _gone(check: ask.ContainerIs) -> str:
    return "gone" if check.state is None else f"not {check.state}"
