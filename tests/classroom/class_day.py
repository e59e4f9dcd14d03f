"""A class from the first page to the report: an instructor made of code teaches in the real lab, on a real engine, and
learners who do what people do follow over a real broker, which is killed and started again meanwhile; board and notes
are seen from outside, as on the instructor's second screen.

Time is the class's own: each page takes the minutes it has in the timetable, more or less.
"""

from __future__ import annotations

import asyncio
import csv
import os
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.bench.outer import Outer
from tests.classroom.conftest import CLASS, Mosquitto
from tests.waiting import until
from tui import paths
from tui.app import LabApp
from tui.classroom.address import Address
from tui.classroom.learner import InClass, Membership
from tui.command_log import CommandLog
from tui.engine.client import machine_at
from tui.engine.command import docker_environment
from tui.engine.docker_sdk import DockerEngine
from tui.following.lectern import read
from tui.gather.hosts import answers
from tui.model.classroom import LeadRecord, PoliciesRecord
from tui.model.course import Course
from tui.model.engine import Endpoint
from tui.model.progress import Progress, TaskRecord
from tui.model.shell import Launch
from tui.model.tasks import Task
from tui.opening import Opening
from tui.progress import ProgressFile
from tui.solve.daemon import Daemon
from tui.solve.learner import Learner
from tui.solve.plan import PassPlan, plan_pass
from tui.widgets.terminal_keyboard import until as comes

SIZE = (120, 40)
SECOND = (160, 60)
TICKS_WITHIN = 20.0
"""Seconds a task's tick may take."""
HELPED = 0.25
"""Of the tasks, those for which help is taken."""


@dataclass
class Clock:
    """The wall clock of the class, moved on by hand."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Follower:
    """A learner's lab without a screen: hears where the instructor is, and does the tasks up to there."""

    def __init__(self, number: int, at: Address, course: Course, clock: Clock, chance: random.Random) -> None:
        self.name = f"learner {number:02}"
        self._course, self._clock, self._chance = course, clock, chance
        self._pace = chance.uniform(0.5, 1.0)
        self._pages = [(lesson.entry.id, page.id) for lesson, page in course.pages]
        self._lead: LeadRecord | None = None
        self._progress = Progress(course=course.id, course_version=course.version)
        self.troubles: list[str] = []
        membership = Membership(at, f"{number:016x}", self.name)
        self.part = InClass(membership, course, clock, self._heard, self.troubles.append)
        self.part.start(self._progress)

    def _heard(self, record: LeadRecord | PoliciesRecord) -> None:
        if isinstance(record, LeadRecord):
            self._lead = record

    @property
    def led_to(self) -> tuple[str, str] | None:
        """The page the instructor is known to be on."""
        return (self._lead.lesson, self._lead.page) if self._lead else None

    def open_tasks(self) -> Iterator[tuple[str, str, Task]]:
        """What is to be done up to the instructor's page, with lesson and page."""
        if self.led_to is None:
            return
        upto = self._pages[: self._pages.index(self.led_to) + 1]
        for lesson, page in self._course.pages:
            for task in lesson.tasks_on(page):
                here = (lesson.entry.id, page.id)
                if here in upto and not self._progress.record(f"{lesson.entry.id}/{task.id}").done:
                    yield *here, task

    def goes_on(self, *, hurried: bool = False) -> None:
        """Do the next task, perhaps; ask for help, or no longer."""
        found = next(self.open_tasks(), None)
        if found is None or (not hurried and self._chance.random() > self._pace):
            return
        lesson, page, task = found
        helped = self._chance.random() < HELPED
        if helped and not hurried:
            self.part.raise_hand(True)
        hints = self._chance.randint(1, len(task.hints)) if helped and task.hints else 0
        record = TaskRecord(done=True, by="hint" if hints else "self", hints=hints)
        before = self._progress
        self._progress = before.at(lesson, page).with_task(f"{lesson}/{task.id}", record).stamped(before, self._clock())
        self.part.progressed(self._progress)
        if self.part.raised and self._chance.random() < 0.5:
            self.part.raise_hand(False)

    def catches_up(self) -> None:
        """Do all there is to do."""
        while next(self.open_tasks(), None) is not None:
            self.goes_on(hurried=True)
        self.part.raise_hand(False)


@dataclass
class Told:
    """What came of the class. `spent` are the minutes each lesson had by the lab's own account, `written` the report's
    lines, `troubles` what the instructor could not do."""

    tasks: int = 0
    pages: int = 0
    minutes: float = 0.0
    kills: int = 0
    spent: dict[str, float] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    written: list[dict[str, str]] = field(default_factory=list)


class ClassDay:
    """One class. What it sets in the environment stays set."""

    def __init__(self, course: Course, endpoint: Endpoint, folder: Path, learners: int) -> None:
        self._course, self._endpoint, self._folder = course, endpoint, folder
        self._clock, self._chance = Clock(), random.Random(7)
        self.told = Told()
        self.broker = Mosquitto(folder)
        at = Address("127.0.0.1", self.broker.port, CLASS)
        self._at = at
        self.followers = [Follower(number, at, course, self._clock, self._chance) for number in range(learners)]
        command = ["python", "-m", "tui", "board", str(at), "--policy", "gate=soft"]
        os.environ |= {"HOME": str(folder), "SEALEGS_RUNTIME_DIR": str(folder / "run")}
        self.board = Outer(command, folder, SECOND, {"XDG_DATA_HOME": str(folder / "board")})
        self.notes = Outer(["python", "-m", "tui", "notes"], folder, SECOND)

    def close(self) -> None:
        """Everybody leaves."""
        for each in self.followers:
            each.part.close()
        self.board.close()
        self.notes.close()
        self.broker.kill()

    async def teach(self, plan: PassPlan, say: Callable[[str], None]) -> None:
        """Go through the plan's lessons; in the middle the broker is gone for three pages."""
        pages = [(lesson, page) for lesson in plan.lessons for page in lesson.pages]
        dark = range(len(pages) // 2, len(pages) // 2 + 3)
        began = self._clock.now
        async with self._lab().run_test(size=SIZE) as pilot:
            instructor = Learner(pilot, Daemon(self._endpoint.url.removeprefix("unix://")))
            await instructor.get_ready()
            for number, (lesson, page) in enumerate(pages):
                if number == dark.start:
                    self.broker.kill()
                    self.told.kills += 1
                if number == dark.stop:
                    self.broker.start()
                await instructor.go_to(lesson.lesson, page.page)
                self._clock.now += 60 * lesson.lesson.entry.minutes / len(lesson.pages)
                for step in page.steps:
                    await instructor.go_to(lesson.lesson, page.page)
                    await instructor.catch_up()
                    await instructor.do(step.task, step.solution)
                    if not await comes(lambda: instructor.is_done(lesson.lesson, step.task), TICKS_WITHIN):  # noqa: B023
                        self.told.troubles.append(f"{lesson.lesson.entry.id}/{step.task.id} has no tick")
                    self.told.tasks += 1
                    for each in self.followers:
                        each.goes_on()
                self.told.pages += 1
                if page is lesson.pages[-1]:
                    await asyncio.to_thread(self.notes.shows, re.escape(page.page.title), 30)
                    entry = lesson.lesson.entry
                    say(f"{(self._clock.now - began) / 60:5.1f} min  {entry.number:<4} {entry.title}")
            last = pages[-1][0].lesson.entry.id, pages[-1][1].page.id
            until(lambda: all(each.led_to == last for each in self.followers), "the instructor's last page", 60)
        self.told.minutes = (self._clock.now - began) / 60
        pace = read(paths.pace(self._course.id))
        self.told.spent = {lesson: seconds / 60 for lesson, seconds in pace.spent.items()} if pace else {}

    def end(self) -> None:
        """Everybody catches up; the board shows it, and writes the report."""
        for each in self.followers:
            each.catches_up()
        many = len(self.followers)
        self.board.shows(f"{many} of {many} here · 0 with a hand up", 60)
        done = f" {self._due()}/"
        self.board.until(
            lambda screen: sum(done in row for row in screen.split("\n")) == many, f"{many} times{done}", 60
        )
        self.board.send(b"r")
        self.board.shows("Written:", 30)
        (report,) = self._folder.glob("*.csv")
        with report.open(encoding="utf-8", newline="") as lines:
            self.told.written = list(csv.DictReader(lines))

    def _due(self) -> int:
        """How many tasks count up to where the instructor is."""
        pages = self._course.pages
        here = next(number for number, (lesson, page) in enumerate(pages)
                    if (lesson.entry.id, page.id) == self.followers[0].led_to)  # fmt: skip
        return sum(not task.optional for lesson, page in pages[: here + 1] for task in lesson.tasks_on(page))

    def _lab(self) -> LabApp:
        work = self._folder / "sealegs-work"
        work.mkdir(exist_ok=True)
        return LabApp(
            Opening(
                course=self._course,
                progress=ProgressFile(self._folder / "progress.json"),
                command_log=CommandLog(self._folder / "commands.jsonl"),
                engine=DockerEngine(self._endpoint.url),
                endpoint=self._endpoint,
                shell=Launch(("bash",), {"SEALEGS_HISTFILE": str(self._folder / "history"), "HOME": str(self._folder),
                                         **docker_environment(self._endpoint)}, work),
                membership=Membership(self._at, "f" * 16, "", lead=True),
                present=True,
                wall_clock=self._clock,
            )
        )  # fmt: skip


def plan_for(course: Course, endpoint: Endpoint, lessons: Sequence[str] = ()) -> PassPlan:
    """What an instructor does on an engine, up to the last of some lessons or to the end."""
    engine = DockerEngine(endpoint.url)
    try:
        identity = engine.identity()
    finally:
        engine.close()
    machine = machine_at(endpoint, identity, {**os.environ, **docker_environment(endpoint)})
    return plan_pass(course, 0, machine, lessons, cache(answers))
