"""Decide whether a check holds: pure functions from a check and the evidence to a verdict.

FAIL is kept for an effect that is there and wrong; what has not happened yet is PENDING, and so is what the lab has
not looked at yet. UNKNOWN is for what it can't tell. The judges stand in modules by what they look at; those of
compositions, which ask other judges, stand here.
"""

from __future__ import annotations

from functools import singledispatch
from math import inf, nextafter

from msgspec.structs import replace

from tui.checks import containers, dockerfile, files, history, image_insides, images, registries, runs
from tui.checks.evidence import Evidence
from tui.checks.verdict import Status, Verdict, passes, pending
from tui.model import checks as ask


@singledispatch
def judge(check: object, evidence: Evidence) -> Verdict:
    """Judge one check.

    Raises TypeError for a check of a type nobody has taught us to judge.
    """
    raise TypeError(f"no judge for {type(check).__name__}")


judge.register(history.judge_engine)
judge.register(history.judge_command)
judge.register(history.judge_event)
judge.register(history.judge_folder)
judge.register(history.judge_answer)
judge.register(history.judge_action)
judge.register(containers.judge_container)
judge.register(runs.judge_run)
judge.register(images.judge_image)
judge.register(images.judge_same)
judge.register(images.judge_size)
judge.register(image_insides.judge_layers)
judge.register(image_insides.judge_history)
judge.register(image_insides.judge_config)
judge.register(image_insides.judge_image_file)
judge.register(files.judge_file)
judge.register(files.judge_context)
judge.register(dockerfile.judge_dockerfile)
judge.register(registries.judge_registry)


@judge.register
def _all(check: ask.AllOf, evidence: Evidence) -> Verdict:
    """The first problem, the gravest kind first; passed at the moment of the last one."""
    verdicts = [judge(inner, evidence) for inner in check.checks]
    for status in (Status.UNKNOWN, Status.FAIL, Status.PENDING):
        for verdict in verdicts:
            if verdict.status is status:
                return verdict
    moments = [verdict.at for verdict in verdicts if verdict.at is not None]
    return replace(verdicts[-1], at=max(moments, default=None))


@judge.register
def _any(check: ask.AnyOf, evidence: Evidence) -> Verdict:
    """The earliest success; or the first that may hold for all we know; or the first failure."""
    verdicts = [judge(inner, evidence) for inner in check.checks]
    passed = [verdict for verdict in verdicts if verdict.passed]
    if passed:
        return min(passed, key=lambda verdict: -inf if verdict.at is None else verdict.at)
    undecided = [verdict for verdict in verdicts if verdict.undecided]
    failed = [verdict for verdict in verdicts if verdict.status is Status.FAIL]
    return (undecided or failed or verdicts)[0]


@judge.register
def _sequence(check: ask.InSequence, evidence: Evidence) -> Verdict:
    """Each on what happened strictly after the one before; what is no moment but a state may hold at any time."""
    rest, at = evidence, None
    for inner in check.checks:
        verdict = judge(inner, rest)
        if not verdict.passed:
            return verdict
        if verdict.at is not None:
            at = verdict.at
            rest = evidence.since(nextafter(at, inf))
    return replace(verdict, at=at)


@judge.register
def _not(check: ask.NotThe, evidence: Evidence) -> Verdict:
    """Turned round, unless the lab can't tell."""
    inner = judge(check.check, evidence)
    if inner.undecided:
        return inner
    return pending(inner.observed) if inner.passed else passes(inner.observed)
