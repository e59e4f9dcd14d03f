"""Wiring only: puts course, progress, engine and shell together, and takes them apart again on the way out."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import App
from textual.notifications import SeverityLevel

from tui import crash, paths
from tui.attempt import CONNECTING, NO_ENGINE, Attempt
from tui.backstage import Backstage
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
from tui.messages import DiskMeasured, EngineReported, FactsGathered, MachineKnown
from tui.model.classroom import LeadRecord, PoliciesRecord
from tui.model.course import Course
from tui.model.disk import DiskUsage
from tui.model.engine import EngineAnswers, EngineNews
from tui.model.facts import Facts
from tui.model.ours import claims_on
from tui.model.policies import INSTRUCTOR
from tui.model.progress import Progress
from tui.opening import Opening
from tui.outer.driver import ThriftyDriver
from tui.rails import Ground, danger
from tui.screens.lab import LabScreen
from tui.shell.plain_prompt import PlainPrompt
from tui.themes import THEMES, wear
from tui.widgets import kept_styles, key_table

if TYPE_CHECKING:
    from tui.classroom.learner import InClass

TOLD_FOR = 4
"""Seconds that news which nobody has to act on stay on the screen."""


class LabApp(App[str], inherit_bindings=False):
    """The lab. Its result is the engine to open it on again, if one was chosen."""

    TITLE = "sealegs"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, opening: Opening) -> None:
        key_table.install()
        kept_styles.install()
        super().__init__(driver_class=ThriftyDriver)
        self.opening = opening
        self._classroom: InClass | None = None
        self._backstage: Backstage | None = None
        self._lectern: Lectern | None = None
        endpoint, engine = opening.endpoint, opening.engine
        remover = opening.remover
        if remover is None and endpoint is not None:
            remover = DockerRemover(endpoint, opening.line)
        self._remover = remover
        self._plain_prompt = PlainPrompt()
        self._watch = Watch(engine, self._engine_reported) if engine else None
        for each in THEMES.values():
            self.register_theme(each)
        wear(self, THEMES[opening.theme].name)
        self.set_keymap({"focus-pane": opening.keys.leave})

    @property
    def busy(self) -> bool:
        """Whether facts are being gathered, or files written."""
        return self._backstage is not None and self._backstage.busy

    def on_mount(self) -> None:
        """Open the lab where the learner left it."""
        asyncio.get_running_loop().set_exception_handler(lambda _, told: self._part_failed(told.get("exception")))
        fresh = Progress.fresh(self.opening.course)
        kept = self.opening.progress.open(fresh)
        params = choose(self.opening.course.params, kept.params, is_free, random.Random())
        kept = kept.model_copy(update={"params": params})
        course = filled(self.opening.course, params)
        if self.opening.instructors:
            course = replace(course, policies=INSTRUCTOR)
        self._kept = kept
        self._attend(course)
        self._backstage = backstage = self._make_backstage(course)
        self._lectern = Lectern(paths.pace(course.id), lambda: not self.opening.progress.read_only, self._warn)
        trouble = CONNECTING if self._watch else NO_ENGINE
        claims = claims_on(self.opening.endpoint, kept.made)
        attempt = Attempt(course, kept, work_folder=str(self.opening.shell.directory), claims=claims, trouble=trouble)
        env = {**self.opening.shell.env, **self._plain_prompt.env}
        shell = replace(self.opening.shell, env=env, otherwise=self.opening.shell.directory)
        if _is_folder(kept.directory):
            shell = replace(shell, directory=Path(kept.directory))
        outside = replace(
            backstage.outside(),
            root=self.opening.root,
            keep=self._keep,
            classroom=self._classroom,
            present=self.opening.present,
            instructors=self.opening.instructors,
            lectern=self._lectern,
            letter_pause=self.opening.letter_pause,
            plain_prompts=self._plain_prompt.wear,
        )
        self._lab = LabScreen(attempt, self.opening.endpoint, self.opening.tried, shell, outside, self.opening.keys)
        self.push_screen(self._lab)
        self._lab.call_after_refresh(self._after_first_frame)
        for remark in (*self.opening.remarks, self.opening.progress.kept_aside, self.opening.progress.unkept):
            if remark:
                self._warn(remark)

    def _attend(self, course: Course) -> None:
        """Join the class, if there is one to be joined. What comes of it comes in a thread."""
        if self.opening.membership is not None:
            from tui.classroom.learner import InClass

            self._classroom = InClass(
                self.opening.membership, course, self.opening.wall_clock, self._heard, self._line_is
            )

    def _heard(self, record: LeadRecord | PoliciesRecord) -> None:
        """Called from the class's thread."""
        self.call_later(lambda: self._lab.deeds.attending.heard(record))

    def _line_is(self, trouble: str) -> None:
        """Called from the class's thread."""
        self.call_later(lambda: self._lab.deeds.attending.line_is(trouble))

    def _keep(self, progress: Progress) -> None:
        """Have a progress written, with the moment noted at which each task was done, and told to the class."""
        self._kept = progress.stamped(self._kept, self.opening.wall_clock())
        if self._backstage is not None:
            self._backstage.keep(self._kept)
        if self._classroom is not None:
            self._classroom.progressed(self._kept)

    def _make_backstage(self, course: Course) -> Backstage:
        folder = self.opening.shell.directory
        return Backstage(
            course=course,
            work_folder=folder,
            progress=self.opening.progress,
            log=self.opening.command_log,
            look_again=self._watch.look_again if self._watch else lambda: None,
            gatherer=Gatherer(self.opening.engine, folder, self._gathered),
            disk_meter=DiskMeter(self.opening.engine, self._disk_measured),
            looking=Looking(self.opening.engine),
            wall_clock=self.opening.wall_clock,
            clipboard=Clipboard(self.copy_to_clipboard, paths.data() / "copied.txt"),
            remover=self._remover,
            danger=self._danger if self.opening.rails else lambda _line, _directory: "",
            tell=lambda text: self.notify(text, timeout=TOLD_FOR, markup=False),
            warn=self._warn,
            survey=self.opening.survey,
            use_engine=self._use_engine,
        )

    def _use_engine(self, choice: str) -> None:
        """Close the lab, to be opened again on another engine: nothing of this one is left in it then."""
        try:
            self.opening.remember(choice)
        except OSError as error:
            self._warn(f"The choice can't be kept: {error.strerror}.")
        self.exit(choice)

    def _danger(self, line: str, directory: str) -> str:
        endpoint = self.opening.endpoint
        ground = Ground(
            work_folder=str(self.opening.shell.directory),
            home=str(Path.home()),
            private=endpoint is not None and endpoint.private,
            socket=endpoint.near.removeprefix("unix://") if endpoint is not None else "",
            directory=directory,
        )
        return danger(line, ground)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something, as it may be said to whoever looks on."""
        super().notify(self._lab.said(message), title=title, severity=severity, timeout=timeout, markup=markup)

    async def on_event(self, event: events.Event) -> None:
        """Act on the lab's keys before Textual passes them on."""
        in_front = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Key) and not event.is_forwarded and isinstance(in_front, LabScreen):
            if await in_front.take_key(event):
                return
            # Textual asks the focused widget first, and meanwhile sends the next key to it too; over a slow line
            # several come at once, and each must go where the one before it led.
            if not in_front.panes.typing and await self._check_bindings(event.key):
                return
        await super().on_event(event)

    def _fatal_error(self) -> None:
        """In place of Textual's: a learner reads one sentence, of the first failure alone."""
        if self._exception is not None and not self._exit_renderables:
            told = f"The lab has failed, and your place is kept. {crash.told(self._exception)}"
            self._exit_renderables.append(Text(told))
        self._close_messages_no_wait()

    def panic(self, *_: object) -> None:
        """The same for failures that can show themselves, which is nothing a learner can use."""
        self._fatal_error()

    def thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        """For `threading.excepthook`: the lab goes on, and says so."""
        self._part_failed(failed.exc_value)

    def _part_failed(self, error: BaseException | None) -> None:
        if isinstance(error, Exception):
            self.call_later(self._warn, f"A part of the lab has failed. {crash.told(error)}")

    def _after_first_frame(self) -> None:
        gc.freeze()
        gc.enable()
        if self._watch is not None:
            self._watch.start()
        if self._classroom is not None:
            self._lab.deeds.attending.note()
            self._classroom.start(self._kept)

    def _engine_reported(self, news: EngineNews) -> None:
        """Called from the watch's threads; posting is all a thread may do to the screen."""
        if isinstance(news, EngineAnswers):
            environment = {**os.environ, **self.opening.shell.env}
            machine = machine_at(self.opening.endpoint, news.identity, environment)
            self._lab.post_message(MachineKnown(machine))
        self._lab.post_message(EngineReported(news))

    def _gathered(self, facts: Facts) -> None:
        self._lab.post_message(FactsGathered(facts))

    def _disk_measured(self, usage: DiskUsage | None, why_not: str) -> None:
        """Called from the meter's thread."""
        self._lab.post_message(DiskMeasured(usage, why_not))

    def _warn(self, text: str) -> None:
        self.notify(text, severity="warning", timeout=10, markup=False)

    async def on_unmount(self) -> None:
        """Let go of everything that could hold the program open; what is not yet saved is."""
        self._plain_prompt.wear(False)
        if self._watch is not None:
            await asyncio.to_thread(self._watch.close)
        if self._classroom is not None:
            await asyncio.to_thread(self._classroom.close)
        if self._lectern is not None:
            await self._lectern.close()
        # Gathering uses the engine.
        if self._backstage is not None:
            await self._backstage.close()
        if self.opening.engine is not None:
            await asyncio.to_thread(self.opening.engine.close)


def _is_folder(name: str) -> bool:
    """Whether a folder is there, as far as can be seen."""
    try:
        return bool(name) and Path(name).is_dir()
    except OSError:
        return False
