"""Textual's driver for Linux and macOS, which ends, stops and goes on in order when the machine says so.

By itself Textual dies of a signal and leaves the terminal as it is, and where the terminal is gone it goes on for ever.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO, cast

from textual import events
from textual._keyboard_protocol import MODIFIER_FUNCTIONAL_KEYS
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

ENDS_IN = 10
"""Seconds the lab has to end in order once it is told to. After that it ends at once."""
_SIZE_PAUSE, _SIZE_MOST = 0.08, 0.4
"""Seconds that a size has to stay before it is told, and that it waits at most while sizes go on coming."""
_ASKED = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
# Batch systems warn with these; login nodes that limit a process's time send the last one.
_WARNED = (signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU)
_MODES_SET = (1000, 1003, 1004, 1006, 1015, 1016, 2004, 2026, 2048)
_HELD = {*MODIFIER_FUNCTIONAL_KEYS, "caps_lock", "num_lock", "scroll_lock"}
"""Keys that do nothing by themselves. Terminals with kitty's protocol tell of them all the same."""
_CLEAR = "\x1b[m\x1b[H\x1b[2J"
"""The Linux console, and screen as it comes, have no other screen to go back to, and tmux 3.3 puts lines of this one on
the other if the window has grown meanwhile."""
_AS_BEFORE = "".join(f"\x1b[?{mode}l" for mode in _MODES_SET) + f"\x1b[?7h\x1b[<u{_CLEAR}\x1b[?1049l\x1b[?25h"


class OrderlyDriver(LinuxDriver):
    """Made on the event loop."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._terminal = _Lossy(cast(TextIO, sys.__stderr__))
        self._file = cast(Any, self._terminal)
        self._loop = asyncio.get_running_loop()
        self._hangup: select.epoll | None = None
        self._stopped = self._ending = False
        self._told_size: asyncio.TimerHandle | None = None
        self._first_size = 0.0
        for number in (*_ASKED, *_WARNED):
            signal.signal(number, self._told_to_end)

    # -- the end ------------------------------------------------------------------------------------

    def _told_to_end(self, number: int, *_: object) -> None:
        """A signal's handler: once is enough, and a closed window sends two."""
        if not self._ending:
            self._ending = True
            # Whatever holds the loop up, a full terminal or a mistake of ours, must not hold this up.
            signal.signal(signal.SIGALRM, lambda *_: self._end_at_once(number))
            signal.alarm(ENDS_IN)
            self._later(lambda: self._app.exit(return_code=128 + number))

    def _end_at_once(self, number: int) -> None:
        """Leave the terminal as it was, if it takes that, and nothing else."""
        with suppress(OSError, termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            if select.select((), (self._terminal,), (), 0)[1]:
                os.write(self._terminal.fileno(), _AS_BEFORE.encode())
        os._exit(128 + number)

    def _later(self, act: Callable[[], object]) -> None:
        """Have something done on the loop, from a signal's handler or a thread."""
        # Closed, it has nothing more to do.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(act)

    def start_application_mode(self) -> None:
        """Take the terminal, and listen for its being gone: not everyone's terminal sends a signal."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, self._size_signalled)
        if hasattr(select, "epoll"):
            self._hangup = select.epoll()
            # Hang-ups are told without being asked for, and nothing else is asked for.
            self._hangup.register(self.fileno, 0)
            self._loop.add_reader(self._hangup.fileno(), self._hung_up)

    def _hung_up(self) -> None:
        self._forget_hangup()
        self._told_to_end(signal.SIGHUP)

    def _forget_hangup(self) -> None:
        if self._hangup is not None:
            self._loop.remove_reader(self._hangup.fileno())
            self._hangup.close()
            self._hangup = None

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was."""
        self._forget_hangup()
        if self._mouse_pixels:
            # Textual leaves it on, and the next program would take pixels for cells.
            self.write("\x1b[?1016l")
        self.write(_CLEAR)
        super().stop_application_mode()

    def _run_input_thread(self) -> None:
        """In the thread that reads keys: trouble is the app's, as any other."""
        try:
            self.run_input_thread()
        except OSError:
            self._later(lambda: self._told_to_end(signal.SIGHUP))
        except Exception as error:
            trouble = error
            self._later(lambda: self._app._handle_exception(trouble))

    # -- another size -------------------------------------------------------------------------------

    def _get_terminal_size(self) -> tuple[int, int]:
        """What the terminal says; Textual believes COLUMNS and LINES first, which nobody changes with the window."""
        with suppress(OSError):
            width, height = os.get_terminal_size(self.fileno)
            if width and height:
                return width, height
        return super()._get_terminal_size()

    def _size_signalled(self, *_: object) -> None:
        if not self._in_band_window_resize:
            self._later(lambda: self._hold(Size(*self._get_terminal_size())))

    def send_message(self, message: Message) -> None:
        """Pass on what the terminal says, its size after a pause."""
        if isinstance(message, events.Key) and message.key in _HELD:
            return
        if isinstance(message, events.Resize):
            self._later(lambda: self._hold(message.size, message.pixel_size))
        else:
            super().send_message(message)

    def _hold(self, size: Size, pixels: Size | None = None) -> None:
        """Wait until the size stays as it is: a window that is dragged sends dozens, each worth a whole screen."""
        now = self._loop.time()
        if self._told_size is None:
            self._first_size = now
        else:
            self._told_size.cancel()
        due = min(now + _SIZE_PAUSE, self._first_size + _SIZE_MOST)
        self._told_size = self._loop.call_at(due, self._tell, size, pixels)

    def _tell(self, size: Size, pixels: Size | None) -> None:
        self._told_size = None
        # It may have been a third size meanwhile, and what the terminal then cut off is gone.
        self.forget()
        # Not `app.size`: the screen may not have heard of that one, and then won't.
        if self._app.screen_stack and size == self._app.screen.size:
            self._app.refresh()
        super().send_message(events.Resize(size, size, pixel_size=pixels))

    def forget(self) -> None:
        """Take nothing for granted of what the terminal shows now."""

    # -- stopping and going on ----------------------------------------------------------------------

    def _sigtstp_application(self, *_: object) -> None:
        # Not here and now: in a signal's handler the loop may be in the middle of writing.
        self._later(self._stop)

    def _sigcont_application(self, *_: object) -> None:
        if not self._stopped:
            self._later(self._take_again)

    def _stop(self) -> None:
        """Give the terminal back, and stop here until someone says to go on (`fg`, or SIGCONT)."""
        self.suspend_application_mode()
        self._stopped = True
        os.kill(os.getpid(), signal.SIGSTOP)
        self._go_on()
        self._stopped = False

    def _take_again(self) -> None:
        """After SIGSTOP, of which nobody is told: who knows what a shell did to the terminal meanwhile."""
        self._wait_for_the_foreground()
        self.suspend_application_mode()
        self._go_on()

    def _go_on(self) -> None:
        self._wait_for_the_foreground()
        self.resume_application_mode()
        self.forget()
        self._app.refresh()

    def _wait_for_the_foreground(self) -> None:
        """In the background (`bg`) the terminal is the shell's, and is left alone."""
        with suppress(OSError):
            while os.tcgetpgrp(self.fileno) != os.getpgrp():
                os.kill(os.getpid(), signal.SIGSTOP)


class _Lossy:
    """A terminal that may be gone: what is written to it then is lost, and that is all."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()
