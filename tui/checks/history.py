"""Checks on what happened and what the learner did: events, commands, answers, keys, the shell's folder."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import join, normpath, relpath

from tui.checks.evidence import Evidence
from tui.checks.lines import says
from tui.checks.names import is_image
from tui.checks.verdict import NO_ENGINE, Verdict, fails, passes, pending
from tui.model import checks as ask
from tui.model.engine import EngineEvent
from tui.model.journal import CommandRun
from tui.model.machine import Condition

_NO_FOLDER = pending("the shell has not told its folder yet")


def judge_engine(check: ask.EngineIs, evidence: Evidence) -> Verdict:
    """The lab's engine answers, and is of a kind."""
    if not evidence.reachable:
        return NO_ENGINE
    asked = Condition(product=check.product, builder=check.builder, rootless=check.rootless)
    if unmet := asked.unmet(evidence.machine):
        return fails(unmet)
    return passes("the engine answers")


def judge_command(check: ask.CommandSeen, evidence: Evidence) -> Verdict:
    """A command was typed, where and with the exit status that are asked."""
    runs = [run for run in evidence.commands if says(run.line, check.pattern)]
    ended = [run for run in runs if run.ended is not None]
    if not ended:
        return pending("still running" if runs else "not typed yet")
    inside = [run for run in ended if check.folder is None or _stands_in(check.folder, run.directory, evidence)]
    for run in inside:
        if _exited_as_asked(check, run):
            return passes(f"you ran {run.line}", at=run.ended)
    if check.folder is not None and not inside:
        where = ended[-1].directory
        return fails(f"{ended[-1].line} ran in {_short(where, evidence)}", look="pwd") if where else _NO_FOLDER
    last = inside[-1]
    exited = "has no exit status" if last.exit_status is None else f"exited {last.exit_status}"
    return fails(f"{last.line} {exited}", f"exit status {check.exit_status}", "the message in the command pane")


def _exited_as_asked(check: ask.CommandSeen, run: CommandRun) -> bool:
    if check.exit_status == "not 0":
        return run.exit_status not in (None, 0)
    return check.exit_status in (None, run.exit_status)


def judge_event(check: ask.EventSeen, evidence: Evidence) -> Verdict:
    """The engine reported it, often enough."""
    seen = list(_events(check, evidence))
    right = [event for event in seen if check.exit_code in (None, event.exit_code)]
    if len(right) >= check.count:
        return passes(_tell(right[-1]), at=right[check.count - 1].received)
    if seen and not right:
        last = seen[-1]
        return fails(_tell(last), f"exit code {check.exit_code}", f"docker container logs {last.name}")
    if not evidence.reachable:
        return NO_ENGINE
    wanted = "" if check.exit_code is None else f"exit code {check.exit_code}"
    what = " ".join(part for part in (check.object, check.name or check.image) if part)
    if right:
        return pending(f"{len(right)} of {check.count} times so far: {check.action} of {what}", wanted)
    return pending(f"no {check.action} of {what} yet", wanted)


def _events(check: ask.EventSeen, evidence: Evidence) -> Iterator[EngineEvent]:
    """The events a check is about, whatever their exit code."""
    images = evidence.snapshot.images if evidence.snapshot else ()
    for event in evidence.events_of(check.object, check.action):
        image = event.name if event.kind == "image" else event.image
        if check.name in ("", event.name) and (not check.image or is_image(check.image, image, images)):
            yield event


def _tell(event: EngineEvent) -> str:
    if event.action == "die":
        return f"{event.name} exited {event.exit_code}"
    return f"{event.kind} {event.name}: {event.action}"


def judge_folder(check: ask.FolderIs, evidence: Evidence) -> Verdict:
    """The shell stands in a folder."""
    if not evidence.directory or not evidence.work_folder:
        return _NO_FOLDER
    wanted = normpath(join(evidence.work_folder, check.path))
    if _stands_in(check.path, evidence.directory, evidence):
        return passes(f"the shell is in {_short(wanted, evidence)}")
    return pending(f"the shell is in {_short(evidence.directory, evidence)}", f"in {_short(wanted, evidence)}")


def _stands_in(path: str, directory: str, evidence: Evidence) -> bool:
    """Whether a directory is the folder that an author calls `path`."""
    return bool(directory) and normpath(directory) == normpath(join(evidence.work_folder, path))


def _short(folder: str, evidence: Evidence) -> str:
    """A folder with the working folder's last name only: "sealegs-work/data"."""
    work = normpath(evidence.work_folder)
    if folder == work or folder.startswith(f"{work}/"):
        return normpath(join(work.rsplit("/", 1)[-1], relpath(folder, work)))
    return folder


def judge_answer(check: ask.Answered, evidence: Evidence) -> Verdict:
    """A question was answered right."""
    right = evidence.answers.get(check.question)
    if right is None:
        return pending("not answered yet")
    return passes("answered") if right else fails("not that one", "another answer")


def judge_action(check: ask.ActionUsed, evidence: Evidence) -> Verdict:
    """One of the lab's own keys was used."""
    return passes("used") if check.action in evidence.actions else pending("not used yet")
