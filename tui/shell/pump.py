"""The bytes to and from a program on a pty: what is typed goes in and never blocks, what is printed comes in a thread.

The thread owns the pty's file descriptor and closes it: closed from elsewhere, its number could be given to another
file while the thread still reads. It hands on what it reads and queues nothing, so a program that prints faster than
that waits for the kernel, as on any terminal.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Callable

from tui.shell import processes, pty

_CHUNK = 1 << 16
# Answers to queries wait while the program doesn't read; beyond this they are dropped, not piled up.
_ANSWERS_WAITING = 1 << 16
# Once the program has ended, how long (s) what it left behind may go on printing before the pty is closed, and what
# silence (ms) says that everything was read.
_LAST_WORDS = 0.15
_LAST_WORDS_PAUSE = 20
_GRACE = 0.7
# How long (s) what the shell has just forked is waited for, to become a program; it takes a thousandth.
_BORN_WITHIN = 0.3
_BORN_POLL = 0.005


class Pump:
    """Serves a child from when it is made until the child has ended, or `close` is called.

    `take` gets what was printed and gives what a terminal answers to that; `ended` gets the exit status, once. Both are
    called in the thread. Raises OSError or RuntimeError on a machine without room: the child is left to its maker then.
    """

    def __init__(self, child: pty.Child, take: Callable[[bytes], bytes], ended: Callable[[int], None]) -> None:
        self._child = child
        self._take, self._ended = take, ended
        self._lock = threading.Lock()
        self._unwritten = bytearray()
        self._closing = False
        self._open = True
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="shell", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            os.close(self._wake_read)
            os.close(self._wake_write)
            raise

    @property
    def open(self) -> bool:
        """Whether the program still has its terminal."""
        return self._open

    def write(self, data: bytes) -> None:
        """Send what was typed; never blocks. Nothing happens once the program has ended."""
        with self._lock:
            if not self._open:
                return
            self._unwritten += data
            self._write_some()
            if self._unwritten:
                os.write(self._wake_write, b"w")

    def drop_unwritten(self) -> bool:
        """Forget what the program has not read for so long that it is still here; whether there was any."""
        with self._lock:
            waiting = bool(self._unwritten)
            self._unwritten.clear()
        return waiting

    def resize(self, columns: int, rows: int) -> None:
        """Give the program a new size in cells."""
        with self._lock:
            if self._open:
                pty.resize(self._child, columns, rows)

    def foreground(self) -> int | None:
        """The process group that has the terminal; None once it is closed."""
        with self._lock:
            return pty.foreground(self._child) if self._open else None

    def close(self) -> None:
        """End the program and what runs in it as a closed window does, and wait for it (a second at most, then killed).

        Closing twice is fine.
        """
        self._closing = True
        with self._lock:
            if self._open:
                os.write(self._wake_write, b"c")
        self._thread.join()

    # -- the thread ---------------------------------------------------------------------------------

    def _run(self) -> None:
        ended = pty.watch(self._child)
        try:
            self._pump(ended)
        finally:
            groups = self._hang_up()
            if ended is not None:
                os.close(ended)
        self._ended(self._wait(groups))

    def _pump(self, ended: int | None) -> None:
        """Move bytes until the program has ended or `close` is called."""
        master, wake = self._child.master, self._wake_read
        poll = select.poll()
        poll.register(wake, select.POLLIN)
        if ended is not None:
            poll.register(ended, select.POLLIN)
        deadline = None
        while not self._closing:
            poll.register(master, select.POLLIN | (select.POLLOUT if self._unwritten else 0))
            ready = dict(poll.poll(_LAST_WORDS_PAUSE if deadline else None))
            if wake in ready:
                os.read(wake, _CHUNK)
            if ended in ready:
                poll.unregister(ended)
                deadline = time.monotonic() + _LAST_WORDS
            elif deadline and (not ready or time.monotonic() > deadline):
                return
            happened = ready.get(master, 0)
            if happened & select.POLLOUT:
                with self._lock:
                    self._write_some()
            if happened & ~select.POLLOUT and not self._read_some():
                return

    def _read_some(self) -> bool:
        """Hand on what the program has printed; False at the end of it."""
        try:
            data = os.read(self._child.master, _CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            # EIO: nobody has the other side open any more.
            return False
        self._answer(self._take(data))
        return bool(data)

    def _answer(self, data: bytes) -> None:
        with self._lock:
            if data and len(self._unwritten) < _ANSWERS_WAITING:
                self._unwritten += data
                self._write_some()

    def _write_some(self) -> None:
        """Write what the pty takes now; to be called with the lock held."""
        try:
            while self._unwritten:
                del self._unwritten[: os.write(self._child.master, self._unwritten[:4096])]
        except BlockingIOError:
            pass
        except OSError:
            self._unwritten.clear()

    def _hang_up(self) -> set[int]:
        """As a closed window does, to all that runs on this terminal: bash alone may forget its background jobs. The
        groups that are to be gone then."""
        groups = {self._child.pid, pty.foreground(self._child)}
        there = processes.session(self._child.pid)
        own = processes.command_line(self._child.pid)
        forked = {each.pid for each in there if processes.command_line(each.pid) == own} - {self._child.pid}
        for group in groups | {each.group for each in there}:
            pty.signal_group(group, signal.SIGHUP)
        self._hang_up_late(forked, own)
        with self._lock:
            self._open = False
            # The kernel now hangs up on whatever still has the terminal.
            for descriptor in (self._child.master, self._wake_read, self._wake_write):
                os.close(descriptor)
        return groups

    def _hang_up_late(self, forked: set[int], own: str) -> None:
        """On what the shell has forked, once it is a program: until then it has bash's way with a hang-up, and forgets
        that there was one as it becomes a program."""
        deadline = time.monotonic() + _BORN_WITHIN
        while forked and time.monotonic() < deadline:
            time.sleep(_BORN_POLL)
            there = [each for each in processes.session(self._child.pid) if each.pid in forked]
            forked = {each.pid for each in there if processes.command_line(each.pid) == own}
            for each in there:
                if each.pid not in forked:
                    pty.signal_group(each.group, signal.SIGHUP)

    def _wait(self, groups: set[int]) -> int:
        """The program's exit status; what ignores the hang-up, as `docker run -it` does, is killed."""
        deadline = time.monotonic() + _GRACE
        status = None
        while time.monotonic() < deadline:
            status = pty.status(self._child) if status is None else status
            if status is not None and not any(map(pty.group_lives, groups)):
                return status
            time.sleep(0.005)
        for group in groups:
            pty.signal_group(group, signal.SIGKILL)
        return status if status is not None else pty.status(self._child, wait=True) or 0
