"""The lab as an application: its screen in front, everything else in `backstage`; keys, toasts and failures."""

from __future__ import annotations

import asyncio
import gc
import threading

from rich.text import Text
from textual import events
from textual.app import App
from textual.notifications import SeverityLevel
from textual.worker import Worker, WorkerState

from tui import crash
from tui.backstage import Backstage, Front
from tui.messages import FromOutside
from tui.opening import Opening
from tui.outer.driver import ThriftyDriver
from tui.screens.lab import LabScreen
from tui.themes import dress
from tui.widgets import kept_styles, key_table

TOLD_FOR = 4
"""Seconds that news which nobody has to act on stay on the screen."""


class LabApp(App[str], inherit_bindings=False):
    """The lab. Its result is the engine to open it on again, if one was chosen."""

    TITLE = "sealegs"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    # Not the screen's own: with a screen that brings styles, Textual reads all it has once more.
    CSS_PATH = "screens/lab.tcss"

    def __init__(self, opening: Opening) -> None:
        key_table.install()
        kept_styles.install()
        super().__init__(driver_class=ThriftyDriver)
        self.opening = opening
        self._backstage: Backstage | None = None
        dress(self, opening.theme)
        self.set_keymap({"focus-pane": opening.keys.leave})

    @property
    def busy(self) -> bool:
        """Whether facts are being gathered, or files written."""
        return self._backstage is not None and self._backstage.busy

    def on_mount(self) -> None:
        """Open the lab where the learner left it."""
        asyncio.get_running_loop().set_exception_handler(lambda _, told: self._part_failed(told.get("exception")))
        self._backstage = backstage = Backstage(
            self.opening,
            Front(
                post=self._post,
                tell=lambda text: self.notify(text, timeout=TOLD_FOR, markup=False),
                warn=self._warn,
                copy=self.copy_to_clipboard,
                leave=self.exit,
            ),
        )
        self._lab = LabScreen(
            backstage.attempt(),
            self.opening.endpoint,
            self.opening.tried,
            backstage.launch(),
            backstage.outside(),
            self.opening.keys,
        )
        self.push_screen(self._lab)
        self._lab.call_after_refresh(self._after_first_frame)
        for remark in (*self.opening.remarks, self.opening.progress.kept_aside, self.opening.progress.unkept):
            if remark:
                self._warn(remark)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something, as it may be said to whoever looks on; what stands there already isn't said again."""
        said = self._lab.said(message)
        if all(each.message != said for each in self._notifications):
            super().notify(said, title=title, severity=severity, timeout=timeout, markup=markup)

    async def on_event(self, event: events.Event) -> None:
        """Act on the lab's keys before Textual passes them on."""
        in_front = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Key) and not event.is_forwarded and isinstance(in_front, LabScreen):
            if await in_front.first_keys.take(event):
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

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """For workers that the app itself runs, which may fail alone; another's take the lab with them."""
        if event.state is WorkerState.ERROR:
            self._part_failed(event.worker.error)

    def _part_failed(self, error: BaseException | None) -> None:
        if isinstance(error, Exception):
            self.call_later(self._warn, f"A part of the lab has failed. {crash.told(error)}")

    def _after_first_frame(self) -> None:
        gc.freeze()
        gc.enable()
        if self._backstage is not None:
            self._backstage.start()

    def _post(self, message: FromOutside) -> None:
        self._lab.post_message(message)

    def _warn(self, text: str) -> None:
        self.notify(text, severity="warning", timeout=10, markup=False)

    async def on_unmount(self) -> None:
        """Let go of everything that could hold the program open; what is not yet saved is."""
        if self._backstage is not None:
            await self._backstage.close()
