"""The lab's main screen: turns messages into the next `Attempt`, which decides, and shows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from tui.attempt import Attempt
from tui.commands import BY_ID, BY_PREFIXED, PREFIX, Where, bindings
from tui.messages import AnswerPicked, EngineReported, InsertWanted
from tui.model.engine import Endpoint, EngineChanged, EngineUnreachable, Tried
from tui.model.progress import Progress
from tui.model.shell import AtPrompt, CommandStarted, Launch, ShellExited
from tui.model.tasks import Task
from tui.model.text import printable
from tui.screens.ask import AskScreen
from tui.screens.help import HelpScreen
from tui.screens.no_engine import NoEngineScreen
from tui.view.lesson import page_view
from tui.view.status import last_change
from tui.view.tables import summary
from tui.widgets.bottom_line import BottomLine
from tui.widgets.panes import Panes
from tui.widgets.terminal import Terminal

SHELL_WAITS = 0.5
"""Seconds the shell waits at most for the engine's first answer."""
PREFIX_SENDS = b"\x1d"
"""What Ctrl-] twice sends to the program: Ctrl-] itself."""


class LabScreen(Screen[None], inherit_bindings=False):
    """Lesson, browser and command pane over the bottom line."""

    CSS_PATH = "lab.tcss"
    BINDINGS = [*bindings(Where.EVERYWHERE, Where.OUTSIDE)]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-high")]

    def __init__(
        self,
        attempt: Attempt,
        endpoint: Endpoint | None,
        tried: Sequence[Tried],
        shell: Launch,
        wall_clock: Callable[[], float],
        keep: Callable[[Progress], None],
    ) -> None:
        """`wall_clock` is for ages; `keep` is called with every change of the progress."""
        super().__init__()
        self.attempt = attempt
        self._endpoint = endpoint
        self._tried = tried
        self._shell = shell
        self._wall_clock = wall_clock
        self._keep = keep
        self._prefixed = False
        self._shell_started = False

    def compose(self) -> ComposeResult:
        """Panes and bottom line."""
        yield Panes(self._wall_clock, id="panes")
        yield BottomLine(self._endpoint.label if self._endpoint else "no engine", id="bottom")

    async def on_mount(self) -> None:
        """Show the page at once; the shell comes after the first frame."""
        self.set_focus(self.panes.lesson)
        await self._show()
        self.call_after_refresh(self._start)

    @property
    def panes(self) -> Panes:
        """The three panes."""
        return self.query_one(Panes)

    @property
    def terminal(self) -> Terminal:
        """The command pane."""
        return self.panes.terminal

    def _start(self) -> None:
        if self._endpoint is not None:
            # Both load a library, and the rows are what the learner's eyes are on; the shell needn't wait long.
            self.set_timer(SHELL_WAITS, self._start_shell)
            return
        self._start_shell()
        if self._tried:
            self.app.push_screen(NoEngineScreen(self._tried))

    def _start_shell(self) -> None:
        """Start the shell, the first time this is called."""
        if not self._shell_started:
            self._shell_started = True
            self.terminal.start(self._shell)

    # What happened -> the next attempt -> the widgets

    async def _become(self, attempt: Attempt) -> None:
        before, self.attempt = self.attempt, attempt
        if attempt.progress != before.progress:
            self._keep(attempt.progress)
        await self._show()

    async def _show(self) -> None:
        await self.panes.lesson.show(page_view(self.attempt))
        self._show_bottom()

    def _show_bottom(self) -> None:
        change = last_change(self.attempt)
        self.panes.summarise(summary(self.attempt.journal.now, change) if self.attempt.read else "")
        told = self.attempt.notice if self.panes.summarised else change
        self.query_one(BottomLine).show(self.attempt, told, self._keys())

    def _keys(self) -> list[tuple[str, str]]:
        """The keys valid now, most needed first."""
        if self._prefixed:
            return [("n", "next"), ("p", "back"), ("z", "zoom"), ("b", "browser"), ("?", "help")]
        if self.focused is self.terminal:
            return [("F12", "back"), ("Ctrl-] ?", "help") if self.terminal.running else ("F1", "help")]
        if self.panes.lesson in (self.focused, *(self.focused.ancestors if self.focused else ())):
            wanted = ("focus-pane", "help", "next-page", "hint", "quit")
        else:
            wanted = ("focus-pane", "help", "next-pane", "zoom", "quit")
        return [(BY_ID[each].shown, BY_ID[each].label) for each in wanted]

    @on(EngineReported)
    async def _engine_reported(self, message: EngineReported) -> None:
        await self._become(self.attempt.engine_reported(message.news, time.monotonic()))
        match message.news:
            case EngineChanged(snapshot):
                self.call_after_refresh(self._start_shell)
                self.panes.browser.stale(False)
                self.panes.browser.show(snapshot)
            case EngineUnreachable():
                self.panes.browser.stale(True)

    @on(Terminal.News)
    async def _shell_reported(self, message: Terminal.News) -> None:
        match message.news:
            case CommandStarted(line, at):
                await self._become(self.attempt.command_started(line, at))
            case AtPrompt(directory, exit_status, at):
                self.panes.name_folder(directory)
                await self._become(self.attempt.at_prompt(exit_status, directory, at))
            case ShellExited():
                at = time.monotonic()
                await self._become(self.attempt.at_prompt(None, self.attempt.progress.directory, at))

    @on(AnswerPicked)
    async def _answer_picked(self, message: AnswerPicked) -> None:
        for question in self.attempt.lesson.questions:
            if question.id == message.question:
                await self._become(self.attempt.answered(question, message.choice, time.monotonic()))

    @on(InsertWanted)
    async def _insert_wanted(self, message: InsertWanted) -> None:
        refusal = self.terminal.insert(message.lines)
        if refusal is None:
            self.panes.focus_pane(self.terminal)
            await self._become(self.attempt.action_used("run-block", time.monotonic()))
            return
        self.app.push_screen(
            AskScreen("Not at the prompt", refusal, "Send anyway"),
            lambda yes: self._send_anyway(message.lines) if yes else None,
        )

    def _send_anyway(self, lines: Sequence[str]) -> None:
        refusal = self.terminal.send_anyway(lines)
        if refusal is None:
            self.panes.focus_pane(self.terminal)
        else:
            self.notify(refusal, severity="warning", markup=False)

    def on_resize(self) -> None:
        """Another size may show the browser or its stand-in."""
        self.call_after_refresh(self._show_bottom)

    def on_descendant_focus(self) -> None:
        """Keep the bottom line's keys true."""
        self.panes.note_focus()
        self._show_bottom()

    # The learner's commands

    async def action_use(self, command_id: str) -> None:
        """Do one of the commands of `tui.commands`."""
        if self._prefixed:
            self._set_prefixed(False)
        command = BY_ID[command_id]
        done = getattr(self, f"_{command.action}")()
        if done is not None:
            await done
        if command_id != "run-block":  # that one counts when a block has been put at the prompt
            await self._become(self.attempt.action_used(command_id, time.monotonic()))

    async def on_key(self, event: events.Key) -> None:
        """The Ctrl-] prefix of the command pane, and the key after it."""
        if self._prefixed:
            event.stop()
            event.prevent_default()
            self._set_prefixed(False)
            if event.key == PREFIX:
                self.terminal.write(PREFIX_SENDS)
            elif event.key in BY_PREFIXED:
                await self.action_use(BY_PREFIXED[event.key].id)
        elif event.key == PREFIX and self.focused is self.terminal:
            event.stop()
            self._set_prefixed(True)

    def _set_prefixed(self, on: bool) -> None:
        self._prefixed = on
        self.terminal.passes_all_keys = on
        self._show_bottom()

    def _focus_pane(self) -> None:
        self.panes.focus_pane(self.panes.lesson if self.focused is self.terminal else self.terminal)

    def _help(self) -> None:
        self.app.push_screen(HelpScreen())

    async def _next_page(self) -> None:
        await self._become(self.attempt.turned(1, time.monotonic()))

    async def _previous_page(self) -> None:
        await self._become(self.attempt.turned(-1, time.monotonic()))

    def _next_pane(self) -> None:
        self.panes.go_round(1)

    def _previous_pane(self) -> None:
        self.panes.go_round(-1)

    def _zoom(self) -> None:
        self.panes.zoom()

    def _swap_browser(self) -> None:
        self.panes.swap()

    def _show_containers(self) -> None:
        self.panes.browser.choose("containers")

    def _show_images(self) -> None:
        self.panes.browser.choose("images")

    def _next_stop(self) -> None:
        self.panes.lesson.move(1)

    def _previous_stop(self) -> None:
        self.panes.lesson.move(-1)

    def _run_block(self) -> None:
        self.panes.lesson.enter()

    async def _hint(self) -> None:
        task = self._task_in_hand()
        if task is not None:
            await self._become(self.attempt.hint_taken(task))
            self.panes.lesson.reveal(task.id)

    async def _solution(self) -> None:
        task = self._task_in_hand()
        if task is not None:
            await self._become(self.attempt.solution_shown(task))
            self.panes.lesson.reveal(task.id)

    def _task_in_hand(self) -> Task | None:
        task_id = self.panes.lesson.task_in_hand()
        return next((task for task in self.attempt.lesson.tasks if task.id == task_id), None)

    def _quit(self) -> None:
        running = self.terminal.running
        if running is None:
            self.app.exit()
            return
        text = (
            f"{printable(running)}\n\nstill runs in the command pane and would be ended. "
            "A container it started may go on; docker ps tells."
        )
        self.app.push_screen(AskScreen("Leave the lab?", text, "Leave"), lambda yes: self.app.exit() if yes else None)
