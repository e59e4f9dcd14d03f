"""The command pane: the learner's shell on the screen, and their keys to the shell."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from textual import events
from textual.content import Content

from tui.messages import CursorMoved
from tui.model.pane_keys import USUAL_KEYS
from tui.model.shell import Launch
from tui.shell import insertion, keys
from tui.shell.integration import ShellState
from tui.widgets.terminal_pointing import PointedView
from tui.widgets.terminal_rail import Rail, sentence, shown_line, typed_line
from tui.widgets.terminal_typing import Typist

_FOCUS_REPORTS = 1004
_BRACKETED_PASTE = 2004
_EARLY_MOST = 4096
# What a border has beside the text in it, but for the two corners.
_CORNERS = 4
_ENTER = {"enter", "ctrl+j"}
_ENTER_AND_CLEAR = b"\r\x0c"
_NO_SHELL = "No shell runs in the command pane: go there, and Enter starts one."


class Terminal(PointedView):
    """The command pane. `start` runs a shell in it; `News` says what the shell does.

    Every key goes to the program except those `kept` (and F1, unless a command runs), which bubble untouched.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.kept = USUAL_KEYS
        self.rail = Rail()
        self.letter_pause = 0.0
        """Seconds between two letters of what is inserted; 0 for all at once."""
        self.writes = 0
        """How often something was sent to what reads the terminal: while it stays, what was inserted stands there."""
        self.taken = ""
        """Why the learner can't type there now, in a sentence: something else does; empty while they can."""
        self._typist = Typist(self._send)
        self._early = bytearray()

    async def on_unmount(self) -> None:
        """Nobody reads what is still to be typed."""
        self._typist.drop()

    # -- for the screen that has it -----------------------------------------------------------------

    def start(self, launch: Launch) -> None:
        """Run a command once the pane has a size; a plain bash, zsh or fish gets the lab's integration."""
        self._launch = launch
        self._open()

    @property
    def at_prompt(self) -> bool:
        """Whether the shell waits for a command."""
        return bool(self._shell.live and self._shell.live.state.at_prompt)

    @property
    def state(self) -> ShellState | None:
        """What the shell says of itself; None while none runs."""
        return self._shell.live.state if self._shell.live else None

    @property
    def running(self) -> str | None:
        """The command that runs in the foreground now, as it was typed; jobs in the background don't count."""
        return self._shell.live.running() if self._shell.live else None

    @property
    def started(self) -> bool:
        """Whether `start` has been called."""
        return self._launch is not None

    def interrupt(self) -> None:
        """Do what Ctrl-C does."""
        if self._shell.live is not None:
            self._shell.live.interrupt()

    async def end_command(self) -> bool:
        """End what runs in the foreground, and all that it has started; whether it is gone."""
        return self._shell.live is None or await asyncio.to_thread(self._shell.live.end_command)

    @property
    def directory(self) -> str:
        """The shell's folder at its last prompt, or where it was started."""
        known = self._shell.session.state.directory if self._shell.session else ""
        return known or (str(self._launch.directory) if self._launch else "")

    @property
    def typed(self) -> str:
        """What stands at the prompt, as far as it can be seen."""
        live, picture = self._shell.live, self._picture
        if live is None or picture is None or picture.cursor is None:
            return ""
        waits = live.state.at_prompt or live.state.wants_more
        return shown_line(picture.strips, picture.cursor, live.state.prompt) if waits else ""

    def prompt_anew(self) -> None:
        """Have the shell ask again on an empty screen, unless something runs or is half typed."""
        if self.at_prompt and not self.typed and not self.taken:
            self.write(_ENTER_AND_CLEAR)

    def insert(self, lines: Sequence[str]) -> str | None:
        """Put `lines` at the prompt without running them; why not, if that can't be."""
        if self.taken or self._shell.live is None:
            return self.taken or _NO_SHELL
        live = self._shell.live
        with live.screen() as emulator:
            alternate, bracketed = emulator.on_alternate_screen(), emulator.mode(_BRACKETED_PASTE)
        heard = not live.unheard
        waits = self.at_prompt if heard else live.has_terminal()
        return self._type(
            insertion.insertion(lines, at_prompt=waits, alternate=alternate, bracketed=bracketed, heard=heard)
        )

    def send_anyway(self, lines: Sequence[str]) -> str | None:
        """Type `lines` to whatever reads the terminal now, without Enter at the end; why not, if that can't be."""
        if self.taken or self._shell.live is None:
            return self.taken or _NO_SHELL
        return self._type(insertion.as_typed(lines, bracketed=self._mode(_BRACKETED_PASTE)))

    def _type(self, answer: insertion.Insert | insertion.Refusal) -> str | None:
        if isinstance(answer, insertion.Refusal):
            return answer.reason
        self.leave_copy_mode()
        first, *others = insertion.by_letter(answer) if self.letter_pause else [answer.data]
        self.write(first)
        self._typist.type(others, self.letter_pause)
        return None

    def set_aside(self) -> None:
        """Have what is half typed at the prompt make way; Ctrl-Y brings it back."""
        self.write(insertion.SET_ASIDE)

    def say_below(self, text: str) -> None:
        """Say something under the pane, as far as there is room for it."""
        self.border_subtitle = Content(text)

    def finish_typing(self) -> bool:
        """Have all of what comes letter by letter at once; whether there was any left."""
        return self._typist.finish()

    def run_inserted(self, lines: Sequence[str]) -> bool:
        """Press Enter on lines that are known to stand at the prompt; whether they run, or the rail holds them back."""
        if self._shell.live is not None and self._judged("\n".join(lines), self._shell.live.state):
            return False
        self.write(b"\r")
        return True

    def write(self, data: bytes) -> None:
        """Send bytes as if typed, and show the end of the output; a shell that is still loading gets them later."""
        self._typist.finish()
        self.writes += 1
        self._send(data)

    def _send(self, data: bytes) -> None:
        if self.rail.why:
            self._tell_held("")
        if self._shell.live is None and not self._shell.ended:
            self._early += data[: _EARLY_MOST - len(self._early)]
        elif self._shell.live is not None:
            with self._shell.live.screen() as emulator:
                emulator.scroll_to_end()
            self._shell.live.write(data)
            self._pace.request()

    def _opened(self) -> None:
        super()._opened()
        early, self._early = bytes(self._early), bytearray()
        self.write(early)

    # -- input --------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A key for the program, unless the lab keeps it."""
        if event.key in self.kept.keys:
            return
        if event.key == "f1" and (self.at_prompt or self._shell.live is None or self.copying):
            return
        event.stop()
        event.prevent_default()
        if self._copy_key(event) or self.taken:
            return
        if self._shell.ended:
            if event.key == "enter":
                self._start_again()
        elif not self._scrolled_by(event.key) and not (event.key in _ENTER and self._held_back()):
            self.type_key(event)

    def type_key(self, event: events.Key) -> None:
        """Send what a terminal sends for a key."""
        data = keys.encode(event.key, event.character, self._mode(keys.APPLICATION_CURSOR))
        if data is not None:
            self.write(data)

    def _held_back(self) -> bool:
        """Whether the line at the prompt could hurt, so that Enter is held back; it says so then."""
        live = self._shell.live
        if live is None or not (live.state.at_prompt or live.state.wants_more):
            return False
        with live.screen() as emulator:
            emulator.scroll_to_end()
        self._draw()
        picture = self._picture
        if picture is None or picture.cursor is None:
            return False
        return self._judged(typed_line(picture.strips, picture.cursor, live.state.prompt), live.state)

    def _judged(self, line: str, state: ShellState) -> bool:
        before = self.rail.why
        held = self.rail.stops(line, state)
        if self.rail.why != before:
            self._tell_held(self.rail.why)
        return held

    def _tell_held(self, why: str) -> None:
        """Say under the pane what the line would do, and with which keys to go on: the bottom line names them, too."""
        self.rail.why = why
        self.say_below(sentence(why, self.content_size.width - _CORNERS))
        self.set_class(bool(why), "-held")
        self.post_message(CursorMoved())

    def _start_again(self) -> None:
        """Another shell, in the folder in which the one before was at its last prompt."""
        if self._launch is not None:
            self._launch = replace(self._launch, directory=Path(self.directory))
            self._open()

    def _scrolled_by(self, key: str) -> bool:
        page = self._grid()[1] - 1
        lines = {"shift+pageup": -page, "shift+pagedown": page}.get(key)
        return lines is not None and self._scroll_back(lines)

    def on_paste(self, event: events.Paste) -> None:
        """Text pasted into the lab's terminal goes to the program."""
        event.stop()
        if not self._copy_paste(event.text) and not self.taken:
            self.write(insertion.pasted(event.text, bracketed=self._mode(_BRACKETED_PASTE)))

    def on_focus(self) -> None:
        """Show the cursor, and tell a program that wants to know."""
        self._report_focus(b"\x1b[I")

    def on_blur(self) -> None:
        """Hide the cursor, and tell a program that wants to know."""
        self._report_focus(b"\x1b[O")

    def _report_focus(self, data: bytes) -> None:
        if self._mode(_FOCUS_REPORTS):
            self.write(data)
        # Textual says so before the widget itself knows.
        self.call_later(self.place_cursor)
        self.refresh()
