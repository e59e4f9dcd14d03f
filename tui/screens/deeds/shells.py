"""The learner's shells as a whole: there are two, what runs in them, and how it is ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.model.text import printable
from tui.screens.ask import AskScreen
from tui.widgets.terminal import Terminal

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

LONGEST = 150
"""Characters of a command that a question shows."""
GOES_ON = "A container it started may go on; docker ps tells."
BARE = "The room then sees your terminal as it is, with your prompt and what you typed before."


class Shells:
    """Acts on a screen's command panes."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen

    def another_shell(self) -> None:
        """Show the other command pane; its shell starts where this one stands."""
        screen, panes = self._screen, self._screen.panes
        screen.start_shell()
        if not panes.other_terminal.started:
            here = Path(panes.terminal.directory)
            panes.other_terminal.start(replace(screen.shell, directory=here))
        panes.show_other_terminal()

    def interrupt(self) -> None:
        """What Ctrl-C does, unless there is only a prompt to get it."""
        if self._screen.terminal.at_prompt or self._screen.terminal.state is None:
            self._nothing_runs()
        else:
            self._screen.terminal.interrupt()

    def end_command(self) -> None:
        """End what runs, once the learner has said so."""
        terminal = self._screen.terminal
        running = terminal.running
        if running is None:
            self._nothing_runs()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._screen.app.run_worker(self._end(terminal, running), exit_on_error=False)

        text = (
            f"{shortened(running)}\n\nis asked to end, and killed if it hasn't after a second. What it has not saved "
            f"is lost. {GOES_ON}"
        )
        self._screen.app.push_screen(AskScreen("End this command?", text, "End it"), answered)

    async def _end(self, terminal: Terminal, running: str) -> None:
        # Another one may have been started while the question stood there.
        if terminal.running == running and not await terminal.end_command():
            self._say(f"It could not be ended: {shortened(running)}")

    def quit(self) -> None:
        """Leave; what runs is named first, and a room doesn't come to see one's terminal by a slip of the hand."""
        running = [(each, line) for each in self._screen.panes.terminals if (line := each.running) is not None]
        if not running and not self._screen.presenting.on:
            self._screen.app.exit()
            return
        ask = AskScreen("Leave the lab?", self._would_end(running) if running else BARE, "Leave")
        self._screen.app.push_screen(ask, lambda yes: self._screen.app.exit() if yes else None)

    def _would_end(self, running: list[tuple[Terminal, str]]) -> str:
        if len(running) == 1:
            [(_, line)] = running
            return f"{shortened(line)}\n\nstill runs in {self._named(running[0][0])} and would be ended. {GOES_ON}"
        lines = "\n".join(f"{self._screen.panes.number(each)}: {shortened(line)}" for each, line in running)
        return f"{lines}\n\nstill run in the command panes and would be ended. {GOES_ON}"

    def _nothing_runs(self) -> None:
        panes = self._screen.panes
        here, other = panes.terminal, panes.other_terminal
        elsewhere = other.running
        told = f"Nothing runs in {self._named(here)}."
        if elsewhere is not None:
            told += f" In {self._named(other)} runs: {shortened(elsewhere)}"
        self._say(told)

    def _named(self, terminal: Terminal) -> str:
        panes = self._screen.panes
        both = all(each.started for each in panes.terminals)
        return f"command pane {panes.number(terminal)}" if both else "the command pane"

    def _say(self, text: str) -> None:
        self._screen.notify(text, severity="warning", markup=False)


def shortened(line: str) -> str:
    """A command on one line, cut if it is very long."""
    text = printable(" ".join(line.split()))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
