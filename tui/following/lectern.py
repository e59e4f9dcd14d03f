"""The lab's end: a socket for followers, and the class's time kept on the disk."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from tui.errors import SealegsError
from tui.following.places import own_socket, sockets
from tui.model.following import Shown
from tui.model.pace import Pace
from tui.whole_file import write

SLOWEST = 64 * 1024
"""Bytes a follower may be behind; one that is more is let go, and comes again when it can."""


class Lectern:
    """Made and used on the event loop. Nothing is there until it is opened: no socket, no file.

    `keeps` says whether this lab may write the class's time to `kept`; `warn` tells of what can't be done.
    """

    def __init__(self, kept: Path, keeps: Callable[[], bool], warn: Callable[[str], None]) -> None:
        self._kept, self._keeps, self._warn = kept, keeps, warn
        self._socket: Path | None = None
        self._server: asyncio.Server | None = None
        self._followers: set[asyncio.StreamWriter] = set()
        self._shown: Shown | None = None
        self._unkept: Pace | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._trouble = ""

    async def open(self) -> Pace | None:
        """Let followers come. Returns the class's time as it was kept, if it was."""
        try:
            await self._listen()
        except (OSError, SealegsError) as error:
            self._warn(f"`sealegs notes` can't follow this lab: {error}")
        return await asyncio.to_thread(read, self._kept)

    def show(self, shown: Shown) -> None:
        """Tell every follower what is shown now, and keep the time. Returns at once."""
        before, self._shown = self._shown, shown
        if before != shown:
            for follower in tuple(self._followers):
                self._tell(follower)
        self._unkept = shown.pace
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """Let everybody go, and have the time on the disk."""
        if self._server is not None:
            self._server.close()
        if self._socket is not None:
            self._socket.unlink(missing_ok=True)
        for follower in tuple(self._followers):
            follower.close()
        if self._keeping is not None:
            await self._keeping

    async def _listen(self) -> None:
        place = own_socket()
        for each in sockets():
            if each == place or not answers(each):
                each.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listening.bind(str(place))
            self._socket = place
            place.chmod(0o600)
            self._server = await asyncio.start_unix_server(self._came, sock=listening)
        except OSError:
            listening.close()
            raise

    async def _came(self, reader: asyncio.StreamReader, follower: asyncio.StreamWriter) -> None:
        """Followers only listen: what one says is not read, and its end is its leaving."""
        self._followers.add(follower)
        self._tell(follower)
        with suppress(OSError):
            while await reader.read(1024):
                pass
        self._followers.discard(follower)
        follower.close()

    def _tell(self, follower: asyncio.StreamWriter) -> None:
        if self._shown is None:
            return
        if follower.transport.get_write_buffer_size() > SLOWEST:
            follower.transport.abort()
            return
        follower.write(self._shown.model_dump_json().encode() + b"\n")

    async def _keep(self) -> None:
        """Write what is unkept, and then what has come meanwhile."""
        while self._unkept is not None:
            pace, self._unkept = self._unkept, None
            if not self._keeps():
                continue
            try:
                await asyncio.to_thread(_write, self._kept, pace)
                self._trouble = ""
            except OSError as error:
                known, self._trouble = self._trouble, f"{error.filename}: {error.strerror}."
                if self._trouble != known:
                    self._warn(f"The class's time can't be kept. {self._trouble}")
        self._keeping = None


def read(kept: Path) -> Pace | None:
    """The class's time in a file; None if nothing is there that can be used: then the class begins."""
    try:
        return Pace.model_validate_json(kept.read_bytes())
    except (OSError, ValidationError):
        return None


def _write(kept: Path, pace: Pace) -> None:
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write(kept, pace.model_dump_json().encode())


def answers(place: Path) -> bool:
    """Whether a lab listens at a socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(place))
        except OSError:
            return False
    return True
