"""All that is behind the lab's screen: put together for one opening, started once the screen is there, taken apart at
the end. The screen asks for it through `Outside`, and is told by messages."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui import paths
from tui.attempt import CONNECTING, NO_ENGINE, Attempt
from tui.chores import Chores
from tui.clipboard import Clipboard
from tui.course.params import choose, filled
from tui.engine.client import machine_at
from tui.engine.docker_remover import DockerRemover
from tui.engine.ports import is_free
from tui.engine.watch import Watch
from tui.following.lectern import Lectern
from tui.gather.disk import DiskMeter
from tui.gather.gatherer import Gatherer
from tui.gather.looking import Looking
from tui.gather.surveying import Surveying
from tui.messages import ClassReached, ClassTold, DiskMeasured, EngineReported, FactsGathered, FromOutside, MachineKnown
from tui.model.course import Course
from tui.model.engine import EngineAnswers, EngineNews
from tui.model.ours import claims_on
from tui.model.policies import INSTRUCTOR
from tui.model.progress import Progress
from tui.model.shell import Launch
from tui.opening import Opening
from tui.rails import Ground, danger
from tui.screens.outside import Outside
from tui.shell.plain_prompt import PlainPrompt

if TYPE_CHECKING:
    from tui.classroom.learner import InClass


class Front(Struct, frozen=True):
    """What is in front: `post` hands a message to the screen, from any thread; the rest is called on the event loop.
    `tell` and `warn` say a sentence to the learner, `copy` puts a text into the terminal's clipboard, `leave` closes
    the lab, to be opened again on another engine."""

    post: Callable[[FromOutside], None]
    tell: Callable[[str], None]
    warn: Callable[[str], None]
    copy: Callable[[str], None]
    leave: Callable[[str], None]


class Backstage:
    """Made on the event loop, and closed there; nothing runs before `start`."""

    def __init__(self, opening: Opening, front: Front) -> None:
        self._opening, self._front = opening, front
        course, self._kept = _begun(opening)
        self._course = course
        engine, folder = opening.engine, opening.shell.directory
        self._plain_prompt = PlainPrompt()
        self._watch = Watch(engine, self._engine_reported) if engine else None
        self._gatherer = Gatherer(engine, folder, lambda facts: front.post(FactsGathered(facts)))
        self._disk_meter = DiskMeter(engine, lambda usage, why_not: front.post(DiskMeasured(usage, why_not)))
        self._looking, self._surveying = Looking(engine), Surveying(opening.survey)
        self._lectern = Lectern(paths.pace(course.id), lambda: not opening.progress.read_only, front.warn)
        self._classroom = self._joined()
        remover = opening.remover
        if remover is None and opening.endpoint is not None:
            remover = DockerRemover(opening.endpoint, opening.line)
        self._chores = Chores(
            course=course,
            work_folder=folder,
            progress=opening.progress,
            log=opening.command_log,
            facts_now=self._gatherer.now,
            clipboard=Clipboard(front.copy, paths.data() / "copied.txt"),
            remover=remover,
            tell=front.tell,
            warn=front.warn,
        )

    def attempt(self) -> Attempt:
        """Where the learner goes on."""
        return Attempt(
            self._course,
            self._kept,
            work_folder=str(self._opening.shell.directory),
            claims=claims_on(self._opening.endpoint, self._kept.made),
            trouble=CONNECTING if self._watch else NO_ENGINE,
        )

    def launch(self) -> Launch:
        """The learner's shell, in the folder where they left it."""
        shell = self._opening.shell
        shell = replace(shell, env={**shell.env, **self._plain_prompt.env}, otherwise=shell.directory)
        return replace(shell, directory=Path(self._kept.directory)) if _is_folder(self._kept.directory) else shell

    def outside(self) -> Outside:
        """What the screen can ask for."""
        opening, chores = self._opening, self._chores
        return Outside(
            wall_clock=opening.wall_clock,
            keep=self._keep,
            look_again=self._watch.look_again if self._watch else lambda: None,
            measure_disk=self._disk_meter.measure,
            gather=self._gatherer.request,
            provide=chores.provide,
            record=chores.record,
            write_sheet=chores.write_sheet,
            danger=self._danger if opening.rails else lambda _line, _directory: "",
            copy=chores.copy,
            unkept=lambda: opening.progress.unkept,
            looks=self._looking,
            plan_reset=chores.plan_reset,
            carry_out=chores.carry_out,
            plan_restore=chores.plan_restore,
            put_back=chores.put_back,
            busy=lambda: self.busy,
            survey=self._surveying.begin,
            use_engine=self._use_engine,
            plain_prompts=self._plain_prompt.wear,
            root=opening.root,
            classroom=self._classroom,
            present=opening.present,
            instructors=opening.instructors,
            lectern=self._lectern,
            letter_pause=opening.letter_pause,
        )

    @property
    def busy(self) -> bool:
        """Whether facts are being gathered, or files written."""
        return self._gatherer.busy or self._chores.busy

    def start(self) -> None:
        """Follow the engine, and be in the class."""
        if self._watch is not None:
            self._watch.start()
        if self._classroom is not None:
            self._front.post(ClassReached())
            self._classroom.start(self._kept)

    async def close(self) -> None:
        """Let go of everything that could hold the program open; what is not yet saved is."""
        self._plain_prompt.wear(False)
        if self._watch is not None:
            await asyncio.to_thread(self._watch.close)
        if self._classroom is not None:
            await asyncio.to_thread(self._classroom.close)
        await self._lectern.close()
        for each in (self._gatherer, self._disk_meter, self._looking, self._surveying):
            each.close()
        await self._chores.close()
        # Last: all of them use it.
        if self._opening.engine is not None:
            await asyncio.to_thread(self._opening.engine.close)

    def _joined(self) -> InClass | None:
        """The class, if there is one to be joined. What comes of it comes in a thread."""
        if self._opening.membership is None:
            return None
        from tui.classroom.learner import InClass

        post = self._front.post
        return InClass(
            self._opening.membership,
            self._course,
            self._opening.wall_clock,
            lambda record: post(ClassTold(record)),
            lambda trouble: post(ClassReached(trouble)),
        )

    def _keep(self, progress: Progress) -> None:
        """Have a progress written, with the moment noted at which each task was done, and told to the class."""
        self._kept = progress.stamped(self._kept, self._opening.wall_clock())
        self._chores.keep(self._kept)
        if self._classroom is not None:
            self._classroom.progressed(self._kept)

    def _engine_reported(self, news: EngineNews) -> None:
        """Called from the watch's threads."""
        if isinstance(news, EngineAnswers):
            environment = {**os.environ, **self._opening.shell.env}
            self._front.post(MachineKnown(machine_at(self._opening.endpoint, news.identity, environment)))
        self._front.post(EngineReported(news))

    def _use_engine(self, choice: str) -> None:
        """Close the lab, to be opened again on another engine: nothing of this one is left in it then."""
        try:
            self._opening.remember(choice)
        except OSError as error:
            self._front.warn(f"The choice can't be kept: {error.strerror}.")
        self._front.leave(choice)

    def _danger(self, line: str, directory: str) -> str:
        endpoint = self._opening.endpoint
        ground = Ground(
            work_folder=str(self._opening.shell.directory),
            home=str(Path.home()),
            private=endpoint is not None and endpoint.private,
            socket=endpoint.near.removeprefix("unix://") if endpoint is not None else "",
            directory=directory,
        )
        return danger(line, ground)


def _begun(opening: Opening) -> tuple[Course, Progress]:
    """The course with the learner's values in it, as it is run here; and how far they are."""
    kept = opening.progress.open(Progress.fresh(opening.course))
    params = choose(opening.course.params, kept.params, is_free, random.Random())
    course = filled(opening.course, params)
    if opening.instructors:
        course = replace(course, policies=INSTRUCTOR)
    return course, kept.model_copy(update={"params": params})


def _is_folder(name: str) -> bool:
    """Whether a folder is there, as far as can be seen."""
    try:
        return bool(name) and Path(name).is_dir()
    except OSError:
        return False
