"""Does what the screen asks of the world outside: files, one piece of work after the other, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from tui.clipboard import Clipboard
from tui.command_log import CommandLog
from tui.engine.remover import Remover
from tui.errors import EngineLost, SealegsError
from tui.gather.disk import DiskMeter
from tui.gather.gatherer import Gatherer
from tui.gather.looking import Looking
from tui.gather.surveying import Surveying
from tui.handout import HandedOut, hand_out
from tui.model.course import Course
from tui.model.engine import Snapshot
from tui.model.journal import CommandRun
from tui.model.log import LoggedCommand
from tui.model.ours import Claims
from tui.model.progress import Progress
from tui.model.reset import FolderLook, Outcome, Plan
from tui.model.restore import Place, Restore, Undo
from tui.model.survey import Survey
from tui.model.text import printable
from tui.progress import ProgressFile
from tui.reset.carry_out import carry_out, put_back
from tui.reset.looking import look_into
from tui.reset.plan import plan_reset
from tui.reset.restore import Ground, plan_restore, together, wants_before
from tui.reset.steps import builds_in
from tui.screens.outside import Outside
from tui.view.sheet import command_sheet

SHEET = "command-sheet.md"
"""The command sheet's name in the working folder."""

Result = TypeVar("Result")
Tell = Callable[[str], None]


class Backstage:
    """Made on the event loop, and closed there. `tell` and `warn` say a sentence to the learner."""

    def __init__(
        self,
        course: Course,
        work_folder: Path,
        progress: ProgressFile,
        log: CommandLog,
        look_again: Callable[[], None],
        gatherer: Gatherer,
        disk_meter: DiskMeter,
        looking: Looking,
        wall_clock: Callable[[], float],
        clipboard: Clipboard,
        remover: Remover | None,
        danger: Callable[[str, str], str],
        tell: Tell,
        warn: Tell,
        survey: Survey,
        use_engine: Callable[[str], None],
    ) -> None:
        self._course = course
        self._work_folder = work_folder
        self._progress_file = progress
        self._log = log
        self._look_again = look_again
        self._gatherer = gatherer
        self._disk_meter = disk_meter
        self._looking = looking
        self._wall_clock = wall_clock
        self._clipboard = clipboard
        self._remover = remover
        self._danger = danger
        self._tell, self._warn = tell, warn
        self._surveying, self._use_engine = Surveying(survey), use_engine
        self._thread = ThreadPoolExecutor(1, "backstage")
        self._chores: set[asyncio.Task[None]] = set()
        self._unsaved: Progress | None = None
        self._saving = False
        self._log_trouble = ""
        self._closing = False

    def outside(self) -> Outside:
        """What the screen gets to see of it."""
        return Outside(
            wall_clock=self._wall_clock,
            keep=self.keep,
            look_again=self._look_again,
            measure_disk=self._disk_meter.measure,
            gather=self._gatherer.request,
            provide=self._provide,
            record=self._record,
            write_sheet=self._write_sheet,
            danger=self._danger,
            copy=self._copy,
            unkept=lambda: self._progress_file.unkept,
            looks=self._looking,
            plan_reset=self._plan_reset,
            carry_out=self._carry_out,
            plan_restore=self._plan_restore,
            put_back=self._put_back,
            busy=lambda: self.busy,
            survey=self._surveying.begin,
            use_engine=self._use_engine,
        )

    @property
    def busy(self) -> bool:
        """Whether anything that was asked for is still to be done."""
        return self._gatherer.busy or bool(self._chores)

    async def close(self) -> None:
        """Finish what was begun, but for a reset; what is not yet saved is saved."""
        self._closing = True
        self._gatherer.close()
        self._disk_meter.close()
        self._looking.close()
        self._surveying.close()
        while self._chores:
            await asyncio.gather(*self._chores)
        self._thread.shutdown()
        if self._remover is not None:
            self._remover.close()
        await asyncio.to_thread(self._progress_file.close)

    def keep(self, progress: Progress) -> None:
        """Have the newest progress written; whatever is still waiting to be written is out of date."""
        self._unsaved = progress
        if not self._saving:
            self._save()

    def _save(self) -> None:
        """Write what is unsaved, and then what has come meanwhile. The thread never touches what the loop changes."""
        progress, self._unsaved = self._unsaved, None
        self._saving = progress is not None
        if progress is not None:
            self._begin(partial(self._progress_file.save, progress), lambda _: None, finally_=self._save)

    def _provide(self, paths: Sequence[str], *, replace: bool) -> None:
        self._begin(lambda: hand_out(paths, self._course.files, self._work_folder, replace=replace), self._handed)

    def _record(self, run: CommandRun, lesson: str) -> None:
        seconds = round((run.ended or run.started) - run.started, 3)
        command = LoggedCommand(
            lesson=lesson,
            line=run.line,
            exit_status=run.exit_status,
            at=run.when + seconds,
            seconds=seconds,
            effects=tuple(str(effect) for effect in run.effects),
        )
        self._begin(partial(self._log_down, command), lambda _: None)

    def _log_down(self, command: LoggedCommand) -> None:
        """In the thread. The same trouble is told once, not with each command."""
        known, self._log_trouble = self._log_trouble, ""
        try:
            self._log.add(command)
        except OSError as error:
            self._log_trouble = str(error)
            if self._log_trouble != known:
                raise

    def _write_sheet(self, progress: Progress) -> None:
        by_hand = {key for key, record in progress.tasks.items() if record.hand}

        def write() -> Path:
            path = self._work_folder / SHEET
            new = path.with_name(f".{SHEET}.new")
            # Neither name may lead elsewhere by a link.
            new.unlink(missing_ok=True)
            new.write_text(command_sheet(self._course, self._log.read(), by_hand), encoding="utf-8")
            return new.replace(path)

        self._begin(write, lambda path: self._tell(f"What you typed is written in {printable(str(path))}"))

    def _copy(self, text: str) -> None:
        clipboard = self._clipboard
        offered = clipboard.offer(text)
        self._begin(partial(clipboard.keep, text), lambda why: self._tell(clipboard.told(text, offered, why)))

    def _plan_reset(
        self, lesson: str, snapshot: Snapshot, claims: Claims, progress: Progress, then: Callable[[Plan], None]
    ) -> None:
        def plan() -> Plan:
            look = look_into(self._work_folder, self._course, lesson, progress)
            origins = self._remover.origins() if self._remover else ()
            builds = builds_in(self._log.read())
            return plan_reset(self._course, lesson, snapshot, claims, progress, look, origins, builds)

        self._begin(plan, then)

    def _carry_out(self, plan: Plan, then: Callable[[Outcome], None]) -> None:
        def do() -> Outcome:
            try:
                return carry_out(
                    plan, self._remover, self._course.files, self._work_folder, lambda _: None, lambda: self._closing
                )
            except EngineLost as lost:
                return Outcome((lost.what,), finished=False)
            # Whatever else it trips over, it must be possible to try again.
            except Exception as error:
                return Outcome((f"The reset failed ({type(error).__name__}: {error}).",), finished=False)

        self._begin(do, then)

    def _plan_restore(self, place: Place, ground: Ground, then: Callable[[Restore], None]) -> None:
        def look(lesson: str) -> FolderLook:
            return look_into(self._work_folder, self._course, lesson, ground.progress)

        def plan() -> Restore:
            wants = wants_before(self._course, place.lesson, ground.absent)
            facts = self._gatherer.now(wants, ground.snapshot, ground.facts)
            origins = self._remover.origins() if self._remover else ()
            whole = replace(ground, facts=facts, origins=origins, builds=builds_in(self._log.read()))
            return plan_restore(self._course, place, whole, look)

        self._begin(plan, then)

    def _put_back(self, undo: Undo, then: Callable[[None], None]) -> None:
        def do() -> None:
            looks = [look_into(self._work_folder, self._course, each, undo.progress) for each in undo.lessons]
            put_back(undo, together(looks), self._course.files, self._work_folder)

        self._begin(do, then)

    def _handed(self, handed: HandedOut) -> None:
        """Say what is new in the folder, and what the learner's own files are called now."""
        if handed.told:
            self._tell(handed.told)

    def _begin(
        self, work: Callable[[], Result], then: Callable[[Result], None], finally_: Callable[[], None] = lambda: None
    ) -> None:
        """Have something done in the thread, then go on with its result here; trouble is told. `finally_` comes last,
        however it went."""

        async def chore() -> None:
            try:
                then(await asyncio.get_running_loop().run_in_executor(self._thread, work))
            except SealegsError as error:
                self._warn(str(error))
            except OSError as error:
                self._warn(f"{error.filename or 'The disk'}: {error.strerror or error}.")
            # Whatever else one piece of work trips over, the next must go on, and so must leaving.
            except Exception as error:
                self._warn(f"Something the lab keeps could not be written ({type(error).__name__}: {error}).")
            finally:
                finally_()

        task = asyncio.create_task(chore())
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
