"""One ssh process that leads a socket of ours to the engine's on another machine, and opens again when it has dropped.

All goes over it: the lab's own requests, and the learner's `docker`. So the way is paid for once, not at each command.
"""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from msgspec.structs import replace

from tui import paths
from tui.engine.ssh.destination import CONNECTING, MARK, READY, Destination, destination
from tui.engine.ssh.words import dropped, no_line, no_socket, unanswered
from tui.errors import EngineError, EngineLost
from tui.model.engine import Endpoint

OPENING = CONNECTING + 10.0
"""Seconds until a line must be there; a login may have a slow profile."""
SOON = 1.0
"""Seconds for which a failure is good for whoever else wants the line."""
ENDING = 1.0
"""Seconds ssh has to end before it is killed."""


class Line:
    """The line to an ssh:// endpoint; its socket on this side lies in `folder`. May be used from several threads.

    `endpoint` is the one it was made for, with the address of that socket.
    """

    def __init__(self, endpoint: Endpoint, folder: Path) -> None:
        """Raises `EngineError` for an address that is none."""
        self._to: Destination = destination(endpoint.url)
        self._socket = folder / f"line-{os.getpid()}.sock"
        self.endpoint = replace(endpoint, through=f"unix://{self._socket}")
        self._lock = threading.Lock()
        self._ssh: subprocess.Popen[bytes] | None = None
        self._failed: tuple[float, EngineError] | None = None
        self._closed = False

    def open(self, within: float | None = None) -> None:
        """Have the line be there `within` some seconds (`OPENING`); at once if it is. Raises `EngineLost`, or
        `EngineError`."""
        with self._lock:
            if self._closed:
                raise dropped(self._to)
            if self._ssh is not None and self._ssh.poll() is None:
                return
            if self._failed and time.monotonic() - self._failed[0] < SOON:
                raise self._failed[1]
            self._end()
            try:
                self._start(OPENING if within is None else within)
            except EngineError as error:
                self._failed = (time.monotonic(), error)
                self._end()
                raise

    def dropped(self) -> EngineLost | None:
        """What to say if it has ended; None if it is there. A process that is just ending is waited for."""
        ssh = self._ssh
        with suppress(subprocess.TimeoutExpired):
            return dropped(self._to) if ssh is None or ssh.wait(0.2) is not None else None
        return None

    def unanswered(self, *, silent: bool) -> EngineLost:
        """What to say if the engine at its other end does not answer."""
        return self.dropped() or unanswered(self._to, silent=silent)

    def close(self) -> None:
        """End it for good, also one that is being opened."""
        self._closed = True
        ssh = self._ssh
        if ssh is not None:
            ssh.terminate()
        with self._lock:
            self._end()

    def _start(self, within: float) -> None:
        self._socket.unlink(missing_ok=True)
        with tempfile.TemporaryFile() as said:
            try:
                # In a session of its own it has no terminal to ask on, and hears no Ctrl-C.
                self._ssh = subprocess.Popen(
                    self._to.command(self._socket), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
                    env={**os.environ, "SSH_ASKPASS_REQUIRE": "never"}, start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise EngineError(
                    "ssh is not installed here.", "Install it: sudo apt install openssh-client"
                ) from error
            if self._closed:
                raise dropped(self._to)
            how = _told(self._ssh, time.monotonic() + within)
            said.seek(0)
            words = said.read(1 << 16).decode(errors="replace")
        if how is None:
            raise no_line(self._to, words or ("timed out" if self._ssh.poll() is None else ""))
        if how != READY:
            raise no_socket(self._to, how)
        if not self._socket.is_socket():
            raise no_line(self._to, words)

    def _end(self) -> None:
        ssh, self._ssh = self._ssh, None
        if ssh is None:
            return
        ssh.terminate()
        try:
            ssh.wait(ENDING)
        except subprocess.TimeoutExpired:
            ssh.kill()
            ssh.wait()
        for pipe in (ssh.stdin, ssh.stdout):
            if pipe is not None:
                pipe.close()
        # Where it went over a line that the learner has open, that still holds the socket.
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                self._to.cancelling(self._socket), stdin=subprocess.DEVNULL, capture_output=True, timeout=ENDING,
                check=False, start_new_session=True,
            )  # fmt: skip
        self._socket.unlink(missing_ok=True)


def open_line(endpoint: Endpoint) -> Line:
    """A line to an ssh:// endpoint, open, to be closed by who asked for it. Raises `SealegsError`."""
    line = Line(endpoint, paths.runtime())
    try:
        line.open()
    except BaseException:
        line.close()
        raise
    return line


def _told(ssh: subprocess.Popen[bytes], until: float) -> str | None:
    """What the far end says of the engine's socket, behind whatever a login prints; None if it says nothing in time."""
    out: IO[bytes] | None = ssh.stdout
    assert out is not None
    heard = b""
    while (left := until - time.monotonic()) > 0 and len(heard) < 1 << 16:
        if not select.select([out], [], [], left)[0]:
            return None
        data = os.read(out.fileno(), 4096)
        if not data:
            with suppress(subprocess.TimeoutExpired):
                ssh.wait(ENDING)
            return None
        heard += data
        for line in heard.split(b"\n")[:-1]:
            mark, _, how = line.decode(errors="replace").partition(" ")
            if mark == MARK:
                return how
    return None
