"""The lab's main screen: turns messages into the next `Attempt`, which decides, and shows it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from tui.attempt import CONNECTING, Attempt
from tui.commands import BY_ID, Where, bindings
from tui.messages import (
    AnswerGiven,
    ClassReached,
    ClassTold,
    CursorMoved,
    DiskMeasured,
    EngineReported,
    FactsGathered,
    InsertWanted,
    LayerChosen,
    LinkPressed,
    MachineKnown,
    ViewChanged,
)
from tui.model.engine import Endpoint, EngineChanged, EngineUnreachable, Tried
from tui.model.pane_keys import PaneKeys
from tui.model.shell import Launch
from tui.screens.disk_look import DiskLook
from tui.screens.first_keys import FirstKeys
from tui.screens.hints import keys_now
from tui.screens.informed import inform
from tui.screens.inserting import Inserting
from tui.screens.layer_look import LayerLook
from tui.screens.outside import Outside
from tui.screens.presenting import PRESENTING, Presenting
from tui.screens.shell_news import take_news
from tui.view.browsing import Seen, seen_of, summarised
from tui.view.lesson import page_view
from tui.view.status import last_change
from tui.widgets.bottom_line import BottomLine
from tui.widgets.command_strip import CommandStrip
from tui.widgets.panes import Panes
from tui.widgets.terminal import Terminal

if TYPE_CHECKING:
    from tui.screens.deeds import Deeds

SHELL_WAITS = 0.5
"""Seconds the shell waits at most for the engine's first answer."""


class LabScreen(Screen[None], inherit_bindings=False):
    """Lesson, browser and command pane over the bottom line."""

    BINDINGS = [*bindings(Where.EVERYWHERE, Where.PRESENTING, Where.OUTSIDE)]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-high"), (48, "-tall")]

    def __init__(
        self,
        attempt: Attempt,
        endpoint: Endpoint | None,
        tried: Sequence[Tried],
        shell: Launch,
        outside: Outside,
        keys: PaneKeys,
    ) -> None:
        super().__init__(classes=PRESENTING if outside.present else None)
        self.keys = keys
        self.attempt = attempt
        self.endpoint = endpoint
        self.tried = tried
        self.shell = shell
        self.outside = outside
        self.presenting = Presenting(self)
        self._shell_started = False
        self._seen: Seen | None = None
        self._layer_look = LayerLook(self)
        self.disk_look = DiskLook(self)
        self.inserting = Inserting(self)
        self.first_keys = FirstKeys(self)

    def compose(self) -> ComposeResult:
        """Panes, what is typed in large letters for a room, and the bottom line."""
        yield Panes(self.outside.wall_clock, id="panes")
        yield CommandStrip(id="strip")
        yield BottomLine(self.endpoint.label if self.endpoint else "no engine", root=self.outside.root, id="bottom")

    async def on_mount(self) -> None:
        """Show the page at once; the shell comes after the first frame."""
        self.panes.prepare(self.keys, lambda line, folder: self.said(self.outside.danger(line, folder)))
        for terminal in self.panes.terminals:
            terminal.letter_pause = self.outside.letter_pause
        self.set_focus(self.panes.lesson)
        await self._show()
        self._arrive()
        if self.presenting.on:
            await self.presenting.begin()
        self.call_after_refresh(self._start)

    @cached_property
    def deeds(self) -> Deeds:
        """What the learner's commands do. Half of all screens come with it, and the first frame needs none of them."""
        from tui.screens.deeds import Deeds

        return Deeds(self)

    @property
    def panes(self) -> Panes:
        """The panes."""
        return self.query_one(Panes)

    @property
    def terminal(self) -> Terminal:
        """The command pane that is shown."""
        return self.panes.terminal

    def on_screen_suspend(self) -> None:
        """A dialog has come in front, and the cursor is not the command pane's."""
        self.terminal.place_cursor()

    def on_screen_resume(self) -> None:
        """The dialog is gone."""
        self.terminal.place_cursor()

    def _start(self) -> None:
        self.run_worker(self._load_deeds())
        if self.endpoint is not None:
            # Both load a library, and the rows are what the learner's eyes are on; the shell needn't wait long.
            self.set_timer(SHELL_WAITS, self.start_shell)
            return
        self.start_shell()
        if self.tried:
            self.deeds.engines()

    async def _load_deeds(self) -> None:
        await asyncio.to_thread(import_module, "tui.screens.deeds")
        self.deeds.pacing.go_on()

    def start_shell(self) -> None:
        """Start the shell, the first time this is called."""
        if not self._shell_started:
            self._shell_started = True
            self.panes.terminals[0].start(self.shell)

    def said(self, text: str) -> str:
        """What the lab says; to a room it says nothing of who says it."""
        return self.presenting.said(text)

    # What happened -> the next attempt -> the widgets

    async def become(self, attempt: Attempt) -> None:
        """Take the next attempt for the current one: what changed is kept, and shown."""
        before, self.attempt = self.attempt, attempt
        if attempt.progress != before.progress:
            self.outside.keep(self.deeds.restoring.to_keep(attempt.progress))
        for run in attempt.journal.ended_since(before.journal):
            self.outside.record(run, attempt.lesson.entry.id)
        if attempt.page is not before.page:
            self._arrive()
            if not self.presenting.on:
                self.panes.bring_lesson()
        await self._show()
        await self.deeds.after_change()

    def gather(self) -> None:
        """Have the facts gathered that the open tasks want."""
        if self.attempt.read or self.attempt.trouble not in {"", CONNECTING}:
            wants = self.attempt.wants
            images = wants.images | self.panes.browser.images_looked_at
            wants = replace(wants, images=images, image_files=wants.image_files | self._layer_look.wanted)
            self.outside.gather(wants, self.attempt.journal.now, self.attempt.facts)

    def _arrive(self) -> None:
        """On another page: its files come into the learner's folder, and its tasks want their facts."""
        if self.attempt.page.files:
            self.outside.provide(self.attempt.page.files, replace=False)
        self.gather()

    async def _show(self) -> None:
        view = page_view(self.attempt)
        self._seen = self.presenting.seen(seen_of(self.attempt))
        if self._seen is not None:
            self.panes.browser.show(self._seen)
        inform(self.app.screen_stack, self.attempt.journal)
        await self.panes.lesson.show(self.presenting.page(view))
        self.presenting.show(view)
        self.show_bottom()

    def show_bottom(self) -> None:
        """Have the bottom line, or the browser's stand-in, say what is so now."""
        change = last_change(self._seen.journal) if self._seen else ""
        self.panes.summarise(summarised(self._seen, change) if self._seen else "")
        told = change if not self.panes.summarised else "" if self.panes.lesson_told else self.attempt.notice
        keys = keys_now(self.panes, self.focused, self.keys, self.first_keys.prefixed, self.presenting.on)
        self.query_one(BottomLine).show(self.attempt, told, keys, kept=not self.outside.unkept())

    @on(EngineReported)
    async def _engine_reported(self, message: EngineReported) -> None:
        await self.become(self.attempt.engine_reported(message.news, time.monotonic()))
        self.gather()
        match message.news:
            case EngineChanged():
                self.call_after_refresh(self.start_shell)
                self.panes.browser.stale(False)
            case EngineUnreachable():
                self.panes.browser.stale(True)

    @on(Terminal.News)
    async def _shell_reported(self, message: Terminal.News) -> None:
        await take_news(self, message)

    @on(Terminal.Copied)
    def _copied(self, message: Terminal.Copied) -> None:
        self.outside.copy(message.text)

    @on(MachineKnown)
    async def _machine_known(self, message: MachineKnown) -> None:
        await self.become(self.attempt.machine_known(message.machine, time.monotonic()))

    @on(FactsGathered)
    async def _facts_gathered(self, message: FactsGathered) -> None:
        await self.become(self.attempt.facts_gathered(message.facts, time.monotonic()))
        self._layer_look.show()

    @on(ViewChanged)
    async def _view_changed(self, message: ViewChanged) -> None:
        await self.become(self.attempt.action_used(f"show-{message.view}", time.monotonic()))
        self.gather()
        self.disk_look.measure()

    @on(DiskMeasured)
    def _disk_measured(self, message: DiskMeasured) -> None:
        self.disk_look.take(message)

    @on(ClassTold)
    async def _class_told(self, message: ClassTold) -> None:
        await self.deeds.attending.heard(message.record)

    @on(ClassReached)
    def _class_reached(self, message: ClassReached) -> None:
        self.deeds.attending.line_is(message.trouble)

    @on(LayerChosen)
    def _layer_chosen(self, message: LayerChosen) -> None:
        self._layer_look.open(message)

    @on(LinkPressed)
    async def _link_pressed(self, message: LinkPressed) -> None:
        await self.deeds.follow(message.target)

    @on(CursorMoved)
    def _cursor_moved(self) -> None:
        self.show_bottom()

    @on(AnswerGiven)
    async def _answer_given(self, message: AnswerGiven) -> None:
        for question in self.attempt.lesson.questions:
            if question.id == message.question:
                await self.become(self.attempt.answered(question, message.answer, time.monotonic()))

    @on(InsertWanted)
    async def _insert_wanted(self, message: InsertWanted) -> None:
        await self.inserting.insert(message)

    def on_resize(self) -> None:
        """Another size may show the browser or its stand-in."""
        if self.presenting.on:
            self.presenting.fit()
        self.call_after_refresh(self.show_bottom)

    def on_descendant_focus(self) -> None:
        """Keep the bottom line's keys true."""
        self.panes.note_focus()
        self.show_bottom()

    # The learner's commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Leave the presenting keys to whatever has the focus while nobody presents."""
        of_presenting = any(BY_ID[each].where is Where.PRESENTING for each in parameters if each in BY_ID)
        return not of_presenting or self.presenting.on

    async def action_use(self, command_id: str) -> None:
        """Do one of the commands of `tui.commands`."""
        self.first_keys.expect(False)
        await self.deeds.do(BY_ID[command_id].action)
        if command_id != "run-block":  # that one counts when a block has been put at the prompt
            await self.become(self.attempt.action_used(command_id, time.monotonic()))
