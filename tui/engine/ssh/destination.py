"""Where an address such as ssh://me@far:2222/run/docker.sock leads, and the ssh command that opens a line there."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from tui.errors import EngineError

SYSTEM_SOCKET = "/var/run/docker.sock"
CONNECTING = 10
"""Seconds ssh may take to reach the machine."""
ALIVE_EVERY, ALIVE_COUNT = 5, 3
"""A line on which nothing was heard for so many seconds, so many times in a row, is given up."""
READY, MISSING, FORBIDDEN = "ready", "missing", "forbidden"
MARK = "sealegs-line"
"""The first word of the line in which the far end says how the engine's socket is there."""

# In any login shell: no single quote, no line end, no exclamation mark. It ends with the lab, whatever ends that.
_FAR_END = (
    'if test -S "$1"; then if test -r "$1" && test -w "$1"; then w=ready; else w=forbidden; fi; else w=missing; '
    'for o in "$XDG_RUNTIME_DIR" "/run/user/$(id -u)"; do '
    'if test -S "$o/docker.sock"; then w="missing $o/docker.sock"; fi; done; fi; '
    f'echo "{MARK} $w"; exec cat >/dev/null'
)
_OPTIONS = (
    # Nothing may ask: the screen is the lab's.
    "BatchMode=yes",
    f"ConnectTimeout={CONNECTING}",
    f"ServerAliveInterval={ALIVE_EVERY}",
    f"ServerAliveCountMax={ALIVE_COUNT}",
    "StreamLocalBindUnlink=yes",
    "StreamLocalBindMask=0177",
    # A line that the learner has open already is used; ours is nobody else's.
    "ControlMaster=no",
    "ForwardX11=no",
    "PermitLocalCommand=no",
    "RemoteCommand=none",
    "LogLevel=ERROR",
)


class Destination(Struct, frozen=True):
    """A machine as ssh knows it, and the engine's socket on it; `user` and `port` are empty where ssh is to know."""

    host: str
    user: str = ""
    port: str = ""
    socket: str = SYSTEM_SOCKET

    @property
    def label(self) -> str:
        """The machine's name in the bottom line."""
        return f"{self.user}@{self.host}" if self.user else self.host

    @property
    def words(self) -> str:
        """What a person types after `ssh`, or `ssh-copy-id`, to reach it."""
        port = f"-p {shlex.quote(self.port)} " if self.port else ""
        return f"{port}{shlex.quote(self.label)}"

    def command(self, here: Path) -> list[str]:
        """The ssh command that leads the socket `here` there; it first prints how things are, then lives on."""
        return [
            *("ssh", "-T"),
            *(word for option in _OPTIONS for word in ("-o", option)),
            *self._names(here),
            f"exec sh -c '{_FAR_END}' sh {shlex.quote(self.socket)}",
        ]

    def cancelling(self, here: Path) -> list[str]:
        """The command that takes the socket `here` back from a line of the learner's that was used."""
        return ["ssh", "-O", "cancel", *self._names(here)]

    def _names(self, here: Path) -> list[str]:
        user = ["-l", self.user] if self.user else []
        port = ["-p", self.port] if self.port else []
        return [*user, *port, "-L", f"{here}:{self.socket}", "--", self.host]


def destination(url: str) -> Destination:
    """Read an ssh:// address, as the docker command does. Raises `EngineError`."""
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        raise _unusable(url) from error
    # Not `parts.hostname`: names in ssh's configuration may have capitals.
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{port}").strip("[]")
    user = unquote(parts.username or "")
    if parts.password is not None:
        raise EngineError("An ssh address can't hold a password.", "Write it without, and let ssh use a key.")
    if parts.scheme != "ssh" or not host or "-" in (host[0], user[:1]) or parts.query or parts.fragment:
        raise _unusable(url)
    return Destination(host, user, port, parts.path if parts.path.strip("/") else SYSTEM_SOCKET)


def _unusable(url: str) -> EngineError:
    return EngineError(f"{url} is no address that ssh can use.", "Write it like this: ssh://user@host")
