"""Judges a lesson's tasks once, on what is in an engine and in the working folder, with no lab open.

What leaves no trace there, a command that only looks for example, is seen by the lab alone.
"""

from __future__ import annotations

import os
import time
from contextlib import closing
from pathlib import Path

from tui.attempt import Attempt
from tui.engine.client import machine_at
from tui.engine.command import docker_environment
from tui.engine.docker_sdk import engine_at
from tui.engine.protocol import Engine
from tui.engine.reading import read
from tui.engine.ssh.line import Line
from tui.gather.collect import Memory, collect
from tui.model.engine import Endpoint, EngineAnswers, EngineChanged

PASSES = 5
"""Facts may want others: which layers an image has is known once it is known which image is meant."""


def judged(attempt: Attempt, endpoint: Endpoint, line: Line | None = None) -> Attempt:
    """The attempt with the tasks of its lesson judged as things are now. Raises `EngineError`."""
    with closing(engine_at(endpoint, line)) as engine:
        answers = EngineAnswers(engine.identity())
        environment = {**os.environ, **docker_environment(endpoint)}
        machine = machine_at(endpoint, answers.identity, environment)
        now = time.monotonic()
        attempt = attempt.engine_reported(answers, now).machine_known(machine, now)
        attempt = attempt.engine_reported(EngineChanged(read(engine), anew=True), now)
        return _with_facts(attempt, engine, now)


def _with_facts(attempt: Attempt, engine: Engine, now: float) -> Attempt:
    """The attempt once nothing more is wanted."""
    memory, folder = Memory(), Path(attempt.work_folder)
    for _ in range(PASSES):
        facts = collect(attempt.wants, attempt.journal.now, attempt.facts, engine, folder, memory)
        if facts == attempt.facts:
            break
        attempt = attempt.facts_gathered(facts, now)
    return attempt
