"""The panes and how they share the screen: which one has the focus, which one is zoomed or swapped out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.model.pane_keys import PaneKeys
from tui.model.text import printable
from tui.widgets.lesson_pane import LessonPane
from tui.widgets.question_card import QuestionCard
from tui.widgets.shown_browser import ShownBrowser
from tui.widgets.terminal import Terminal
from tui.widgets.terminal_rail import Judge
from tui.widgets.terminal_view import TerminalView


class Panes(Container):
    """Lays the panes out by classes only: `-swapped` shows the browser for the lesson on narrow screens,
    `-zoomed` shows nothing but the `-current` pane, `-on-lesson` and `-on-browser` say which that is, `-other` is the
    command pane that is not shown: there are two in the same place."""

    def __init__(self, clock: Callable[[], float], *, id: str | None = None) -> None:
        """`clock` is the wall clock, for ages."""
        super().__init__(id=id)
        self._clock = clock
        self._summary = self._lesson_line = ""
        self._left: Widget | None = None

    def compose(self) -> ComposeResult:
        """Lesson, browser, a one-line stand-in for each, command panes."""
        yield Static(id="lesson-line", markup=False)
        yield LessonPane(id="lesson")
        yield ShownBrowser(self._clock, id="browser")
        yield Static(id="summary", markup=False)
        yield Terminal(id="terminal", classes="pane terminal")
        yield Terminal(id="terminal-2", classes="pane terminal -other")

    @property
    def lesson(self) -> LessonPane:
        """The lesson pane."""
        return self.query_one(LessonPane)

    @property
    def browser(self) -> ShownBrowser:
        """The browser pane."""
        return self.query_one(ShownBrowser)

    @property
    def terminal(self) -> Terminal:
        """The command pane that is shown."""
        return next(each for each in self.terminals if not each.has_class("-other"))

    @property
    def other_terminal(self) -> Terminal:
        """The command pane that is not shown."""
        return next(each for each in self.terminals if each.has_class("-other"))

    @property
    def terminals(self) -> list[Terminal]:
        """Both command panes, in their order."""
        return list(self.query(Terminal))

    @property
    def current(self) -> Widget:
        """The pane that has the focus, or had it last."""
        return self.query_one(".-current")

    def prepare(self, keys: PaneKeys, judge: Judge) -> None:
        """Have the command panes keep `keys` for the lab, and ask `judge` before they let a line run."""
        for terminal in self.terminals:
            terminal.kept, terminal.rail.judge = keys, judge

    def number(self, terminal: TerminalView) -> int:
        """Which command pane it is, from 1."""
        return next(number for number, each in enumerate(self.terminals, 1) if each is terminal)

    def summarise(self, text: str) -> None:
        """Say what the browser holds in one line, shown where it has no room."""
        if text != self._summary:
            self._summary = text
            self.query_one("#summary", Static).update(text, layout=False)

    def tell_lesson(self, text: str) -> None:
        """Say where the lesson is in one line, shown to a room where it has no room."""
        if text != self._lesson_line:
            self._lesson_line = text
            self.query_one("#lesson-line", Static).update(text, layout=False)

    @property
    def lesson_told(self) -> bool:
        """Whether the lesson's one-line stand-in is on the screen."""
        return self.query_one("#lesson-line").display

    @property
    def summarised(self) -> bool:
        """Whether the browser's one-line stand-in is on the screen."""
        return self.query_one("#summary").display

    def show_other_terminal(self) -> None:
        """Show the other command pane, and go there."""
        for each in self.terminals:
            each.toggle_class("-other")
        self.focus_pane(self.terminal)
        self.name_terminals()

    def name_terminals(self) -> None:
        """Say which command pane it is, once there is a choice, and which folder it is in."""
        home, terminals = str(Path.home()), self.terminals
        several = all(each.started for each in terminals)
        for number, terminal in enumerate(terminals, 1):
            folder = terminal.directory
            short = "~" + folder.removeprefix(home) if f"{folder}/".startswith(f"{home}/") else folder
            which = f" {number}/{len(terminals)}" if several else ""
            terminal.border_title = Content(f"command pane{which} ── {printable(short)}")

    def on_mount(self) -> None:
        """The lesson comes first."""
        self.set_current(self.lesson)
        self.screen.screen_layout_refresh_signal.subscribe(self, self._place_toasts)

    def _place_toasts(self, screen: Screen[object]) -> None:
        """News stand on the command pane's upper border, the older above: nothing that stands in it is covered.

        Where that border is the screen's first row, or folded in, they begin there.
        """
        border = self.terminal.region.y
        below = screen.size.height - border - 1 if border else 0
        for rack in screen.query("ToastRack"):
            rack.set_class(not border, "-first")
            if rack.styles.margin.bottom != below:
                rack.styles.margin = (0, 0, below, 0)

    @property
    def typing(self) -> bool:
        """Whether keys are text for what has the focus."""
        into = self.screen.focused
        return isinstance(into, Terminal | Input) or (isinstance(into, QuestionCard) and into.typed is not None)

    def note_focus(self) -> None:
        """Remember which pane has the focus now."""
        focused = self.screen.focused
        for pane in self._all():
            if focused is not None and pane in focused.ancestors_with_self:
                self.set_current(pane)

    def set_current(self, current: Widget) -> None:
        """Mark one pane as the current one."""
        for pane in (self.lesson, self.browser, *self.terminals):
            pane.set_class(pane is current, "-current")
        self.set_class(current is self.lesson, "-on-lesson")
        self.set_class(current is self.browser, "-on-browser")

    def focus_pane(self, pane: Widget) -> None:
        """Go to a pane; a zoomed screen shows it instead."""
        if pane in self.terminals and self.current not in self.terminals:
            self._left = self.current
        self.set_current(pane)
        if pane in (self.lesson, self.browser):
            self.set_class(pane is self.browser, "-swapped")
        # Now, not in a moment as Textual would: what goes on meanwhile must see where the learner is. What is hidden
        # takes no focus.
        self.app.stylesheet.update_nodes([self.lesson, self.browser, *self.terminals])
        if pane is self.lesson:
            self.lesson.focus_again()
        else:
            self.screen.set_focus(self.browser.table if pane is self.browser else pane)

    def leave_terminal(self) -> None:
        """Go back to the pane from which one came to the command pane."""
        self.focus_pane(self._left or self.lesson)

    def bring_browser(self) -> None:
        """Have the browser in sight; where something hides it, go to it."""
        if not self.browser.display:
            self.focus_pane(self.browser)

    def bring_lesson(self) -> None:
        """Have the lesson in sight; where something hides it, go to it, unless a command is being typed."""
        if self.current in self.terminals:
            self.remove_class("-swapped")
            if self._left is self.browser and not self.browser.display:
                self._left = self.lesson
        elif not self.lesson.display:
            self.focus_pane(self.lesson)

    def go_round(self, by: int) -> None:
        """Go to the next (1) or previous (-1) pane."""
        order = list(self._all())
        self.focus_pane(order[(order.index(self.current) + by) % len(order)])

    def swap(self) -> None:
        """Swap lesson and browser."""
        self.focus_pane(self.browser if self.current is self.lesson or not self.has_class("-swapped") else self.lesson)

    @property
    def lesson_alone(self) -> bool:
        """Whether the lesson has all the room."""
        return self.has_class("-zoomed") and self.current is self.lesson

    def zoom(self) -> None:
        """Give the current pane all the room, or share it again."""
        self.toggle_class("-zoomed")

    def enlarge(self, pane: Widget) -> None:
        """Give a pane all the room, or share it again if it has it."""
        self.set_class(not (self.has_class("-zoomed") and self.current is pane), "-zoomed")
        self.focus_pane(pane)

    def _all(self) -> Iterator[Widget]:
        yield from (self.lesson, self.browser, self.terminal)
