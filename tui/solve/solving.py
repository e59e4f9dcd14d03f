"""All passes over a course: the real lab opened for each, and every trace of it removed afterwards."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tui import paths
from tui.app import LabApp
from tui.command_log import CommandLog
from tui.course.loader import task_places
from tui.engine.client import machine_at
from tui.engine.command import docker_environment
from tui.engine.docker_sdk import DockerEngine
from tui.gather.hosts import answers
from tui.model.course import Course
from tui.model.engine import Endpoint
from tui.model.machine import Machine
from tui.model.shell import Launch
from tui.opening import Opening
from tui.progress import ProgressFile
from tui.solve.daemon import Daemon
from tui.solve.learner import Learner
from tui.solve.order import Order
from tui.solve.plan import PassPlan, pass_count, plan_pass
from tui.solve.replay import Replay
from tui.solve.report import Failure, Report, failure_text
from tui.solve.reset import carry_out, difference, look, removal

SIZE = (120, 40)
"""Of the screen that nobody sees."""


class Solving:
    """Solves `course` as `order` says, on the engine at `endpoint`, which holds nothing of worth."""

    def __init__(self, order: Order, course: Course, endpoint: Endpoint, say: Callable[[str], None]) -> None:
        self._order = order
        self._course = course
        self._endpoint = endpoint
        self._say = say
        self._daemon = Daemon(endpoint.url.removeprefix("unix://"))
        self._places = task_places(Path(order.course))
        self.report = Report()

    async def run(self) -> None:
        """All passes. What goes wrong is in the report."""
        began, order = time.monotonic(), self._order
        machine, host_answers = self._machine(), cache(answers)
        passes = pass_count(self._course, order.lessons)
        passes = min(passes, order.passes) if order.passes else passes
        for number in range(passes):
            told = len(self.report.failures)
            baseline = look(self._daemon, order.home)
            await self._pass(plan_pass(self._course, number, machine, order.lessons, host_answers))
            carry_out(removal(baseline, look(self._daemon, order.home)), self._daemon, order.home)
            left = difference(baseline, look(self._daemon, order.home))
            self.report.failures += [Failure("the reset", number, each) for each in left]
            self.report.passes, self.report.duration = number + 1, time.monotonic() - began
            for failure in self.report.failures[told:]:
                self._say(failure_text(failure, self._places.get(failure.what, "")))

    async def _pass(self, plan: PassPlan) -> None:
        """Open the lab as a new learner, and go through the course in it."""
        app = self._lab()
        try:
            async with app.run_test(size=SIZE) as pilot:
                learner = Learner(pilot, self._daemon)
                await Replay(plan, learner, self.report, self._order.within, self._say).run()
        except Exception as error:  # whatever the lab trips over is what this is for
            why = f"the lab has failed: {type(error).__name__}: {error}"
            self.report.failures.append(Failure("the lab", plan.number, why))

    def _lab(self) -> LabApp:
        history = {"SEALEGS_HISTFILE": str(paths.data() / "history")}
        shell = shutil.which("bash") or "bash"
        return LabApp(
            Opening(
                course=self._course,
                progress=ProgressFile(paths.progress(self._course.id)),
                command_log=CommandLog(paths.commands(self._course.id)),
                engine=DockerEngine(self._endpoint.url),
                endpoint=self._endpoint,
                tried=(),
                shell=Launch((shell,), {**history, **docker_environment(self._endpoint)}, paths.work_folder()),
                theme="dark",
            )
        )

    def _machine(self) -> Machine:
        engine = DockerEngine(self._endpoint.url)
        try:
            identity = engine.identity()
        finally:
            engine.close()
        machine = machine_at(self._endpoint, identity, {**os.environ, **docker_environment(self._endpoint)})
        self.report.engine = f"{identity.product} {identity.version}, {machine.builder} builder"
        return machine
