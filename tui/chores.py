"""Work on files and the engine that the screen asks for: one piece after the other, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from tui.checks.wants import Wants
from tui.clipboard import Clipboard
from tui.command_log import CommandLog
from tui.engine.remover import Remover
from tui.errors import EngineLost, SealegsError
from tui.handout import HandedOut, hand_out
from tui.model.course import Course
from tui.model.engine import Snapshot
from tui.model.facts import Facts
from tui.model.journal import CommandRun
from tui.model.log import LoggedCommand
from tui.model.ours import Claims
from tui.model.progress import Progress
from tui.model.reset import FolderLook, Outcome, Plan
from tui.model.restore import Place, Restore, Undo
from tui.model.text import printable
from tui.progress import ProgressFile
from tui.reset.carry_out import carry_out, put_back
from tui.reset.looking import look_into
from tui.reset.plan import plan_reset
from tui.reset.restore import Ground, plan_restore, together, wants_before
from tui.reset.steps import builds_in
from tui.view.sheet import command_sheet

SHEET = "command-sheet.md"
"""The command sheet's name in the working folder."""

Result = TypeVar("Result")
Tell = Callable[[str], None]


class Chores:
    """Made and used on the event loop: all returns at once, and what is to be done with a result is called there.

    `facts_now` gathers facts in the thread that asks; `tell` and `warn` say a sentence to the learner.
    """

    def __init__(
        self,
        course: Course,
        work_folder: Path,
        progress: ProgressFile,
        log: CommandLog,
        facts_now: Callable[[Wants, Snapshot, Facts], Facts],
        clipboard: Clipboard,
        remover: Remover | None,
        tell: Tell,
        warn: Tell,
    ) -> None:
        self._course = course
        self._work_folder = work_folder
        self._progress_file = progress
        self._log = log
        self._facts_now = facts_now
        self._clipboard = clipboard
        self._remover = remover
        self._tell, self._warn = tell, warn
        self._thread = ThreadPoolExecutor(1, "chores")
        self._under_way: set[asyncio.Task[None]] = set()
        self._unsaved: Progress | None = None
        self._saving = False
        self._log_trouble = ""
        self._closing = False

    @property
    def busy(self) -> bool:
        """Whether anything that was asked for is still to be done."""
        return bool(self._under_way)

    async def close(self) -> None:
        """Finish what was begun, but for a reset; what is not yet saved is saved."""
        self._closing = True
        while self._under_way:
            await asyncio.gather(*self._under_way)
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

    def provide(self, paths: Sequence[str], *, replace: bool) -> None:
        """Put files of the course into the working folder; see `Provide`."""
        self._begin(lambda: hand_out(paths, self._course.files, self._work_folder, replace=replace), self._handed)

    def record(self, run: CommandRun, lesson: str) -> None:
        """Note a finished command down, with the lesson it was typed in."""
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

    def write_sheet(self, progress: Progress) -> None:
        """Write the command sheet."""
        by_hand = {key for key, record in progress.tasks.items() if record.hand}

        def write() -> Path:
            path = self._work_folder / SHEET
            new = path.with_name(f".{SHEET}.new")
            # Neither name may lead elsewhere by a link.
            new.unlink(missing_ok=True)
            new.write_text(command_sheet(self._course, self._log.read(), by_hand), encoding="utf-8")
            return new.replace(path)

        self._begin(write, lambda path: self._tell(f"What you typed is written in {printable(str(path))}"))

    def copy(self, text: str) -> None:
        """Put a text into the clipboard, and say so."""
        clipboard = self._clipboard
        offered = clipboard.offer(text)
        self._begin(partial(clipboard.keep, text), lambda why: self._tell(clipboard.told(text, offered, why)))

    def plan_reset(
        self, lesson: str, snapshot: Snapshot, claims: Claims, progress: Progress, then: Callable[[Plan], None]
    ) -> None:
        """Find out what resetting a lesson would do now; see `PlanReset`."""

        def plan() -> Plan:
            look = look_into(self._work_folder, self._course, lesson, progress)
            origins = self._remover.origins() if self._remover else ()
            builds = builds_in(self._log.read())
            return plan_reset(self._course, lesson, snapshot, claims, progress, look, origins, builds)

        self._begin(plan, then)

    def carry_out(self, plan: Plan, then: Callable[[Outcome], None]) -> None:
        """Do what a reset is to do, and go on with how it went."""

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

    def plan_restore(self, place: Place, ground: Ground, then: Callable[[Restore], None]) -> None:
        """Find out what going back to a place would do now; see `PlanRestore`."""

        def look(lesson: str) -> FolderLook:
            return look_into(self._work_folder, self._course, lesson, ground.progress)

        def plan() -> Restore:
            wants = wants_before(self._course, place.lesson, ground.absent)
            facts = self._facts_now(wants, ground.snapshot, ground.facts)
            origins = self._remover.origins() if self._remover else ()
            whole = replace(ground, facts=facts, origins=origins, builds=builds_in(self._log.read()))
            return plan_restore(self._course, place, whole, look)

        self._begin(plan, then)

    def put_back(self, undo: Undo, then: Callable[[None], None]) -> None:
        """Bring the files of before a restore back, and go on."""

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
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
