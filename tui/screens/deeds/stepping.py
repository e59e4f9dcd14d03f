"""Through the page's blocks with one key: a press inserts the next one, another runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tui.messages import InsertWanted
from tui.view.lesson import page_view
from tui.view.stepping import BEGINS, CHANGED, COURSE_ENDS, NOT_TOLD, PAGE_ENDS, Lines, blocks_of, next_block
from tui.widgets.terminal import Terminal

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class Put(Struct, frozen=True):
    """A block that stands at a prompt, and how things were then: the pane's writes, the shell's turns, and when the
    newest command there was begun."""

    lines: Lines
    terminal: Terminal
    writes: int
    turns: int
    newest: float


class Stepping:
    """Acts on a screen. Nothing that is half typed is lost, and nothing but what was just inserted is run."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self._page = ("", "")
        self._put: Put | None = None
        self._begun: Put | None = None
        """What was run last, until the shell has said that it runs."""
        self._done: Lines = ()
        self._told_end = False
        self._shared = False
        """Whether a large lesson shares the screen, so that what a block prints is seen."""

    async def step(self) -> None:
        """Insert the next block, or run the one that was inserted; after the page's last one turn the page."""
        attempt = self._screen.attempt
        page = attempt.lesson.entry.id, attempt.page.id
        if page != self._page:
            self._page, self._done, self._put, self._told_end = page, (), None, False
        put, self._put = self._put, None
        if put is None or not self._deal_with(put):
            await self._on()

    def _deal_with(self, put: Put) -> bool:
        """Run what was put at the prompt, or tell why not; whether that was all there is to do now."""
        terminal, state = put.terminal, put.terminal.state
        if terminal is not self._screen.terminal or state is None:
            return False
        if state.turns != put.turns or state.running is not None:
            # Enter was pressed there, or Ctrl-C.
            if state.running is not None or self._newest(terminal) != put.newest:
                self._done = put.lines
            return False
        if terminal.writes != put.writes:
            self._say(CHANGED)
        elif not terminal.at_prompt:
            self._put = put
            self._say(NOT_TOLD)
        elif terminal.run_inserted(put.lines):
            self._done, self._begun = put.lines, put
            self._share()
        else:
            self._put = self._stands(put.lines)
        return True

    async def _on(self) -> None:
        screen, lesson, begun = self._screen, self._screen.panes.lesson, self._begun
        if begun is not None and begun.terminal.state is not None and begun.terminal.state.turns == begun.turns:
            running = begun.terminal.running
            self._say(f"This still runs: {running.splitlines()[0]}" if running else BEGINS)
            return
        self._begun = None
        blocks = blocks_of(page_view(screen.attempt))
        lines = next_block(blocks, self._done, lesson.block_in_hand)
        if lines:
            await self._insert(lines)
        elif screen.attempt.place[0] == screen.attempt.place[1]:
            self._say(COURSE_ENDS)
        elif blocks and not self._told_end:
            self._told_end = True
            self._say(PAGE_ENDS)
        else:
            self._enlarge_again()
            screen.app.clear_notifications()  # that the page ends is news no more
            await screen.deeds.do("next_page")

    async def _insert(self, lines: Lines) -> None:
        if self._screen.inserting.withholds(lines):
            return
        self._enlarge_again()
        self._screen.panes.lesson.point_at(lines)
        refusal = await self._screen.inserting.put(InsertWanted(lines))
        if refusal is None:
            self._put, self._told_end = self._stands(lines), False
        else:
            self._say(refusal)

    def _share(self) -> None:
        if self._screen.panes.lesson_alone:
            self._screen.panes.zoom()
            self._shared = True

    def _enlarge_again(self) -> None:
        panes = self._screen.panes
        if self._shared and panes.current is panes.lesson and not panes.lesson_alone:
            panes.zoom()
        self._shared = False

    def _stands(self, lines: Lines) -> Put:
        terminal = self._screen.terminal
        turns = terminal.state.turns if terminal.state is not None else 0
        return Put(lines, terminal, terminal.writes, turns, self._newest(terminal))

    def _newest(self, terminal: Terminal) -> float:
        run = self._screen.attempt.journal.newest(self._screen.panes.number(terminal))
        return run.started if run is not None else 0.0

    def _say(self, text: str) -> None:
        self._screen.notify(text, markup=False)
