"""Decide whether a check holds: pure functions from a check and the evidence to a verdict.

FAIL is kept for an effect that is there and wrong; what has not happened yet is PENDING.
"""

from __future__ import annotations

from functools import singledispatch

from tui.checks.evidence import Evidence
from tui.checks.lines import says
from tui.checks.names import is_image, same_image
from tui.checks.verdict import Status, Verdict
from tui.model import checks as ask
from tui.model.engine import Container, EngineEvent, Image

_NO_ENGINE = Verdict(Status.UNKNOWN, observed="the engine does not answer")


@singledispatch
def judge(check: object, evidence: Evidence) -> Verdict:
    """Judge one check.

    Raises TypeError for a check of a type nobody has taught us to judge.
    """
    raise TypeError(f"no judge for {type(check).__name__}")


@judge.register
def _engine(check: ask.EngineIs, evidence: Evidence) -> Verdict:
    if evidence.reachable:
        return Verdict(Status.PASS, observed="the engine answers")
    return _NO_ENGINE


@judge.register
def _command(check: ask.CommandSeen, evidence: Evidence) -> Verdict:
    runs = [run for run in evidence.commands if says(run.line, check.pattern)]
    ended = [run for run in runs if run.ended is not None]
    if not ended:
        return Verdict(Status.PENDING, observed="not typed yet" if not runs else "still running")
    if check.exit_status is None or any(run.exit_status == check.exit_status for run in ended):
        return Verdict(Status.PASS, observed=f"you ran {ended[-1].line}")
    return Verdict(
        Status.FAIL,
        observed=f"{ended[-1].line} exited {ended[-1].exit_status}",
        wanted=f"exit status {check.exit_status}",
        look="the message in the command pane",
    )


@judge.register
def _event(check: ask.EventSeen, evidence: Evidence) -> Verdict:
    images = evidence.snapshot.images if evidence.snapshot else ()
    seen = [event for event in evidence.events if _event_matches(check, event, images)]
    wanted = "" if check.exit_code is None else f"exit code {check.exit_code}"
    if not seen and not evidence.reachable:
        return _NO_ENGINE
    if not seen:
        what = " ".join(part for part in (check.object, check.image) if part)
        return Verdict(Status.PENDING, observed=f"no {check.action} of {what} yet", wanted=wanted)
    last = seen[-1]
    if check.exit_code is not None and all(event.exit_code != check.exit_code for event in seen):
        return Verdict(
            Status.FAIL,
            observed=f"{last.name} exited {last.exit_code}",
            wanted=wanted,
            look=f"docker container logs {last.name}",
        )
    if check.exit_code is not None:
        last = next(event for event in reversed(seen) if event.exit_code == check.exit_code)
    return Verdict(Status.PASS, observed=_tell(last))


def _event_matches(check: ask.EventSeen, event: EngineEvent, images: tuple[Image, ...]) -> bool:
    if (event.kind, event.action) != (check.object, check.action):
        return False
    name = event.name if event.kind == "image" else event.image
    return not check.image or is_image(check.image, name, images)


def _tell(event: EngineEvent) -> str:
    if event.action == "die":
        return f"{event.name} exited {event.exit_code}"
    return f"{event.kind} {event.name}: {event.action}"


@judge.register
def _container(check: ask.ContainerIs, evidence: Evidence) -> Verdict:
    if evidence.snapshot is None or not evidence.reachable:
        return _NO_ENGINE
    of = check.name or f"of {check.image}" if (check.name or check.image) else ""
    found = [
        container
        for container in evidence.snapshot.containers
        if (not check.image or is_image(check.image, container.image, evidence.snapshot.images))
        and (not check.name or check.name == container.name)
    ]
    if not check.exists:
        if not found:
            return Verdict(Status.PASS, observed=f"no container {of}".rstrip())
        return Verdict(Status.FAIL, observed=f"{found[0].name} is still there", wanted="gone", look="docker ps -a")
    wanted = _wanted_state(check)
    if not found:
        return Verdict(Status.PENDING, observed=f"no container {of} yet", wanted=wanted)
    for container in found:
        if check.state in (None, container.state) and check.exit_code in (None, container.exit_code):
            return Verdict(Status.PASS, observed=state_of(container))
    newest = found[0]
    may_yet = check.exit_code is not None and newest.state in ("created", "running")
    status = Status.PENDING if may_yet else Status.FAIL
    return Verdict(status, observed=state_of(newest), wanted=wanted, look=f"docker container logs {newest.name}")


def _wanted_state(check: ask.ContainerIs) -> str:
    if check.exit_code is not None:
        return f"exited {check.exit_code}"
    return check.state or ""


def state_of(container: Container) -> str:
    """A container in a few words: "web exited 127", "web is running"."""
    if container.exit_code is not None and container.state == "exited":
        return f"{container.name} exited {container.exit_code}"
    return f"{container.name} is {container.state}"


@judge.register
def _image(check: ask.ImageIs, evidence: Evidence) -> Verdict:
    if evidence.snapshot is None or not evidence.reachable:
        return _NO_ENGINE
    found = [tag for image in evidence.snapshot.images for tag in image.tags if same_image(check.ref, tag)]
    if check.exists:
        if found:
            return Verdict(Status.PASS, observed=f"{found[0]} is here")
        return Verdict(Status.PENDING, observed=f"no image {check.ref} here yet")
    if not found:
        return Verdict(Status.PASS, observed=f"no image {check.ref} here")
    return Verdict(Status.FAIL, observed=f"{found[0]} is still here", wanted="gone", look="docker image ls")


@judge.register
def _answer(check: ask.Answered, evidence: Evidence) -> Verdict:
    right = evidence.answers.get(check.question)
    if right is None:
        return Verdict(Status.PENDING, observed="not answered yet")
    if right:
        return Verdict(Status.PASS, observed="answered")
    return Verdict(Status.FAIL, observed="not that one", wanted="another answer")


@judge.register
def _action(check: ask.ActionUsed, evidence: Evidence) -> Verdict:
    used = check.action in evidence.actions
    return Verdict(Status.PASS, observed="used") if used else Verdict(Status.PENDING, observed="not used yet")


@judge.register
def _all(check: ask.AllOf, evidence: Evidence) -> Verdict:
    verdicts = [judge(inner, evidence) for inner in check.checks]
    for status in (Status.UNKNOWN, Status.FAIL, Status.PENDING):
        for verdict in verdicts:
            if verdict.status is status:
                return verdict
    return verdicts[-1]


@judge.register
def _any(check: ask.AnyOf, evidence: Evidence) -> Verdict:
    verdicts = [judge(inner, evidence) for inner in check.checks]
    for status in (Status.PASS, Status.FAIL, Status.UNKNOWN, Status.PENDING):
        for verdict in verdicts:
            if verdict.status is status:
                return verdict
    return verdicts[0]


@judge.register
def _not(check: ask.NotThe, evidence: Evidence) -> Verdict:
    inner = judge(check.check, evidence)
    if inner.status is Status.UNKNOWN:
        return inner
    if inner.passed:
        return Verdict(Status.PENDING, observed=inner.observed)
    return Verdict(Status.PASS, observed=inner.observed)
