"""The engine screen: what engines were found, why some can't be used, and another one to choose; below them what the
doctor says of opening the lab here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from tui.model.doctor import Line
from tui.model.engine import READING, Candidate
from tui.model.looks import Close
from tui.model.text import printable
from tui.screens.ask import AskScreen
from tui.view.engines import DOCTOR, all_candidates, candidate_lines, doctors_lines, doctors_rows, is_in_use
from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

NONE = "The lab has no container engine, so tasks can't tick; the course can be read."
ASKING = "Looking for engines ..."
CONSULTING = "The doctor is looking ..."
CANT = "This one can't be used as it is."
DO_IT = "Do what it says, in a terminal; then press r."


class EngineScreen(ModalScreen[None]):
    """Lists the engines; Enter has the lab opened again on another one."""

    BINDINGS = [
        Binding("escape,e,q", "dismiss", "close"),
        Binding("r", "look", "look again"),
        Binding("ctrl+q", "leave", "leave the lab"),
    ]

    def __init__(self, lab: LabScreen) -> None:
        super().__init__()
        self._lab = lab
        self._url = lab.endpoint.url if lab.endpoint else ""
        self._tried = lab.tried
        self._candidates: dict[str, Candidate] = {}
        self._doctors: tuple[Line, ...] = ()
        self._waiting: list[str] = []
        self._end_survey: Close = lambda: None

    def compose(self) -> ComposeResult:
        """What is the matter, and the engines."""
        with Vertical(id="dialog") as box:
            box.border_title = "Engines" if self._url else "No engine"
            box.border_subtitle = "Enter opens the lab on it · r looks again · Esc closes"
            yield Static("" if self._url else NONE, id="matter", markup=False)
            yield RowList()
            yield Static(ASKING, id="told", markup=False)

    def on_mount(self) -> None:
        """Ask which there are."""
        self.query_one("#matter").display = not self._url
        self.query_one(RowList).focus()
        if not self._url:
            # Enter reads on at once.
            self._found((READING,))
        self._look()

    def action_look(self) -> None:
        """Ask again: something may have been started, or installed, so what came of trying no longer counts."""
        self._tried = ()
        self._look()

    def _look(self) -> None:
        self._waiting = [ASKING, CONSULTING]
        self._tell(ASKING)
        self._end_survey = self._lab.outside.survey(self._found, self._consulted, self._failed)

    def on_unmount(self) -> None:
        """Nobody wants to know any more."""
        self._end_survey()

    def action_leave(self) -> None:
        """Leave the lab, as from anywhere else in it."""
        self.dismiss()
        self._lab.call_later(self._lab.action_use, "quit")

    def _found(self, found: Sequence[Candidate]) -> None:
        there = sorted(all_candidates(found, self._tried), key=lambda each: not is_in_use(each, self._url))
        self._candidates = {each.what: each for each in there}
        self._show(ASKING)

    def _consulted(self, lines: Sequence[Line]) -> None:
        self._doctors = doctors_rows(lines)
        self._show(CONSULTING)

    def _failed(self, why: str) -> None:
        self._waiting = [printable(why)]
        self._tell(*self._waiting)

    def _show(self, known: str) -> None:
        self._waiting = [each for each in self._waiting if each != known]
        rows = self.query_one(RowList)
        lines = [(key, partial(candidate_lines, each, self._url)) for key, each in self._candidates.items()]
        lines += [(f"{DOCTOR} {each.name}", partial(doctors_lines, each)) for each in self._doctors]
        rows.show(lines, rows.cursor)
        self._tell(next(iter(self._waiting), ""))

    @on(OptionList.OptionSelected)
    def _pressed(self, event: OptionList.OptionSelected) -> None:
        candidate = self._candidates.get(event.option_id or "")
        if candidate is None:
            self._tell(DO_IT)
        elif is_in_use(candidate, self._url):
            self.dismiss()
        elif candidate.why_not:
            self._tell(CANT)
        else:
            self.dismiss()
            self._lab.call_later(self._use, candidate)

    def _use(self, candidate: Candidate) -> None:
        """What runs in a command pane is named first: it ends with the lab."""
        use = partial(self._lab.outside.use_engine, candidate.choice)
        running = [line for each in self._lab.panes.terminals if (line := each.running) is not None]
        if not running:
            use()
            return
        text = f"The lab opens again on: {candidate.what}\n\nWhat runs in its command panes is ended."
        self._lab.app.push_screen(AskScreen("Another engine?", text, "Open"), lambda yes: use() if yes else None)

    def _tell(self, text: str) -> None:
        told = self.query_one("#told", Static)
        told.display = bool(text)
        told.update(text)
