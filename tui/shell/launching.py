"""Which shell the command pane runs, and how it is started so that the lab hears from it.

A plain bash, zsh or fish gets one of the files in `rc` on top of the learner's own. Any other command runs as it is:
it has no nonce, and nothing is heard from it.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from tui.errors import UsageError

_RC = Path(__file__).with_name("rc")


class Start(Struct, frozen=True):
    """How a shell is started: its argument vector, its environment and the nonce of its marks, if it sends any.

    `nonce_pipe` is the pipe's end from which the shell reads the nonce by its name in /proc, -1 for none; to be
    closed once it has.
    """

    command: tuple[str, ...]
    env: dict[str, str]
    nonce: str | None = None
    nonce_pipe: int = -1


def chosen_shell(said: str, environ: Mapping[str, str]) -> str:
    """The shell to open, absolute where that is known: the one that was `said`, by name or path; else the learner's
    $SHELL if it is one that the lab hears from; else bash, $SHELL as it is, or sh, the first that is installed.

    Raises `UsageError` if the one that was said is not there.
    """
    if said:
        found = shutil.which(said)
        if found is None:
            raise UsageError(f"The shell {said} is not installed.", "Install it, or leave out --shell.")
        return str(Path(found).absolute())
    own = environ.get("SHELL", "")
    if not (own and Path(own).is_absolute() and shutil.which(own)):
        own = ""
    if own and Path(own).name in _STARTS:
        return own
    return shutil.which("bash") or own or "/bin/sh"


def launch(command: Sequence[str], env: Mapping[str, str]) -> Start:
    """Add the integration to a plain bash, zsh or fish; any other command stays as it is.

    `env` may name the lab's history file as SEALEGS_HISTFILE; the files in `rc` take it out again.
    """
    start = _STARTS.get(Path(command[0]).name) if len(command) == 1 else None
    if start is None:
        return Start(tuple(command), dict(env))
    arguments, more = start(env)
    nonce = secrets.token_hex(16)
    # Not in the environment itself: a process's first one stays to be read in /proc for as long as it lives.
    pipe, write = os.pipe()
    os.write(write, nonce.encode() + b"\n")
    os.close(write)
    told = {"SEALEGS_NONCE_FROM": f"/proc/{os.getpid()}/fd/{pipe}"}
    return Start((command[0], *arguments), {**env, **more, **told}, nonce, pipe)


def _bash(env: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    return ("--rcfile", str(_RC / "bashrc"), "-i"), {}


def _zsh(env: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    own = {"SEALEGS_ZDOTDIR": env["ZDOTDIR"]} if "ZDOTDIR" in env else {}
    return ("-i",), {"ZDOTDIR": str(_RC / "zsh"), **own}


def _fish(env: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    path = str(_RC / "sealegs.fish").replace("\\", "\\\\").replace("'", "\\'")
    return ("-i", "--init-command", f"source '{path}'"), {}


_STARTS: dict[str, Callable[[Mapping[str, str]], tuple[tuple[str, ...], dict[str, str]]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
}
