"""Judges what was found: each fact becomes a line that says ok, warning or problem, what was seen, and the fix. Pure.

A problem is what keeps the lab from running or the course from being done, a warning what may get in the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tui.doctor import judge_course, judge_engine, judge_machine
from tui.doctor.facts import Facts, Unknown
from tui.model.doctor import Line

T = TypeVar("T")
_VITAL = {"engine", "course"}
"""Nothing goes on without these, so not to know is a problem."""
_AGAIN = "Run this again; if it says the same, look at it by hand."


def judge(facts: Facts) -> tuple[Line, ...]:
    """A line for each thing, the engine first; none where there is nothing to say."""
    engine = facts.engine
    lines = (
        _known("engine", engine, judge_engine.engine),
        _known("private engine", engine, judge_engine.private),
        _known("rights", facts.rights, lambda found: judge_engine.rights(found, engine)),
        _known("docker command", facts.command, judge_engine.command),
        _known("builder", facts.command, lambda found: judge_engine.builder(found, engine)),
        _known("course", facts.course, judge_course.course),
        *_needs(facts),
        _known("disk", facts.rooms, judge_machine.disk),
        _known("memory", facts.memory, judge_machine.memory),
        _known("folders", facts.folders, judge_machine.folders),
        _known("terminal", facts.terminal, judge_machine.terminal),
        judge_machine.text(facts.encoding),
        _known("python", facts.python, judge_machine.python),
        judge_machine.clock(facts.now, engine),
    )
    return tuple(line for line in lines if line)


def _needs(facts: Facts) -> tuple[Line | None, ...]:
    """What the course needs; nothing is known of one that can't be read."""
    if isinstance(facts.course, Unknown):
        return ()
    engine, hosts = facts.engine, facts.hosts
    return (
        _known("images", facts.images, lambda found: judge_course.images(found, engine, hosts)),
        _known("network", hosts, lambda found: judge_course.network(found, facts.images, engine)),
        judge_course.ports(facts.course),
        _known("other lab", facts.other_lab, judge_course.other_lab),
    )


def _known(name: str, fact: T | Unknown, judged: Callable[[T], Line | None]) -> Line | None:
    """The line about a fact, or one that says why it is not known."""
    if isinstance(fact, Unknown):
        return Line(name=name, state="problem" if name in _VITAL else "warning", seen=fact.why, fix=fact.fix or _AGAIN)
    return judged(fact)
