"""Wiring only: puts course, progress, engine and shell together, and takes them apart again on the way out."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from textual import on, work
from textual.app import App

from tui.attempt import Attempt
from tui.engine.protocol import Engine
from tui.engine.watch import Watch
from tui.errors import ProgressError
from tui.messages import EngineReported, ProgressMade
from tui.model.course import Course
from tui.model.engine import Endpoint, Tried
from tui.model.progress import Progress
from tui.progress import ProgressFile
from tui.screens.lab import LabScreen
from tui.themes import THEMES
from tui.widgets import key_table, span_patch


class LabApp(App[None], inherit_bindings=False):
    """The lab. `engine` is None for reading without one."""

    TITLE = "sealegs"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False

    def __init__(
        self,
        course: Course,
        progress: ProgressFile,
        engine: Engine | None,
        endpoint: Endpoint | None,
        tried: Sequence[Tried],
        shell: tuple[Sequence[str], Mapping[str, str], Path],
        theme: str,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        key_table.install()
        span_patch.install()
        super().__init__()
        self._course = course
        self._progress_file = progress
        self._endpoint = endpoint
        self._tried = tried
        self._shell = shell
        self._wall_clock = wall_clock
        self._watch = Watch(engine, self._engine_reported) if engine else None
        self._unsaved: Progress | None = None
        self._saving = asyncio.Lock()
        for each in THEMES.values():
            self.register_theme(each)
        self.theme = THEMES[theme].name

    def on_mount(self) -> None:
        """Open the lab where the learner left it."""
        fresh = Progress(course=self._course.id, course_version=self._course.version)
        try:
            kept = self._progress_file.open(fresh)
        except ProgressError as error:
            kept = fresh
            self.notify(f"{error.what} {error.remedy}", severity="warning", timeout=10)
        attempt = Attempt(self._course, kept, trouble="connecting" if self._watch else "reading only")
        self._lab = LabScreen(attempt, self._endpoint, self._tried, self._shell, self._wall_clock)
        self.push_screen(self._lab)
        self._lab.call_after_refresh(self._after_first_frame)
        if self._progress_file.read_only:
            self.notify("Another lab is open: this one won't change your progress.", severity="warning", timeout=10)

    def _after_first_frame(self) -> None:
        gc.freeze()
        gc.enable()
        if self._watch is not None:
            self._watch.start()

    def _engine_reported(self, news: object) -> None:
        """Called from the watch's threads; posting is all a thread may do to the screen."""
        self._lab.post_message(EngineReported(news))  # type: ignore[arg-type]

    @on(ProgressMade)
    def _progress_made(self, message: ProgressMade) -> None:
        self._unsaved = message.progress
        self._save()

    @work(group="save", exit_on_error=False)
    async def _save(self) -> None:
        """Write the newest progress; one writer at a time, off the event loop (fsync takes milliseconds)."""
        async with self._saving:
            progress, self._unsaved = self._unsaved, None
            if progress is None:
                return
            try:
                await asyncio.to_thread(self._progress_file.save, progress)
            except ProgressError as error:
                self.notify(f"{error.what} {error.remedy}", severity="error", timeout=10)

    async def on_unmount(self) -> None:
        """Let go of everything that could hold the program open."""
        if self._watch is not None:
            await asyncio.to_thread(self._watch.close)
        async with self._saving:
            if self._unsaved is not None:
                self._progress_file.save(self._unsaved)
        self._progress_file.close()
