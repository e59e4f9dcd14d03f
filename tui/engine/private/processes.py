"""Start programs that outlive us, find them again by their command line, and end them."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tui.engine.private.requirements import SEARCH_PATH
from tui.errors import EngineError

PROC = Path("/proc")
# `setsid --fork` leaves the program to init: it is never our child, so never our zombie. The shell tells its pid
# and becomes the program; run in the background by the shell it would ignore Ctrl-C, and so would containers.
_LAUNCH = 'echo $$; log=$1; shift; exec "$@" >"$log" 2>&1'


def detach(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> int:
    """Start a program in a session of its own, all its output in a fresh `log`; returns its process id.

    Raises `EngineError` if it can't be started at all.
    """
    launch = ["setsid", "--fork", "sh", "-c", _LAUNCH, "sh", str(log), *command]
    try:
        told = subprocess.run(
            [shutil.which("setsid", path=SEARCH_PATH) or "setsid", *launch[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            cwd="/",
            env={**_clean_environment(), **(environment or {})},
            check=True,
            timeout=10,
        ).stdout
        return int(told)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise EngineError(f"{command[0]} can't be started: {error}.", "See: sealegs doctor.") from error


def command_line(pid: int) -> list[str]:
    """A process's arguments; empty if it is gone, or a zombie."""
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return []
    return raw.decode(errors="replace").rstrip("\0").split("\0") if raw else []


def find(ours: Callable[[list[str]], bool]) -> list[int]:
    """The processes whose arguments are of ours."""
    numbers = (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in numbers if pid != os.getpid() and (words := command_line(pid)) and ours(words)]


def end(pids: Sequence[int], grace: float) -> None:
    """Ask processes to end, wait `grace` seconds for all of them, then kill those that are left."""
    open_pids = [fd for pid in pids if (fd := _open(pid)) is not None]
    try:
        for number, patience in ((signal.SIGTERM, grace), (signal.SIGKILL, 5.0)):
            for fd in open_pids:
                _send(fd, number)
            open_pids = _wait(open_pids, patience)
    finally:
        for fd in open_pids:
            os.close(fd)


def kill(pids: Sequence[int]) -> None:
    """Kill processes, and wait until they are gone."""
    end_now = [fd for pid in pids if (fd := _open(pid)) is not None]
    for fd in end_now:
        _send(fd, signal.SIGKILL)
    for fd in _wait(end_now, 5.0):
        os.close(fd)


def _open(pid: int) -> int | None:
    """A handle that stays this very process's, whoever gets its number later; None if it is gone."""
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def _send(fd: int, number: signal.Signals) -> None:
    try:
        signal.pidfd_send_signal(fd, number)
    except ProcessLookupError:
        return


def _wait(fds: list[int], patience: float) -> list[int]:
    """Wait for processes to end; closes the handles of those that do, and returns the others."""
    deadline = time.monotonic() + patience
    left = list(fds)
    while left and (rest := deadline - time.monotonic()) > 0:
        ended, _, _ = select.select(left, [], [], rest)
        for fd in ended:
            os.close(fd)
        left = [fd for fd in left if fd not in ended]
    return left


def _clean_environment() -> dict[str, str]:
    """Ours without what speaks to one process alone (systemd's notify socket, a caller's docker settings)."""
    dropped = ("DOCKER_", "LISTEN_", "NOTIFY_", "PYTHON")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {**kept, "PATH": SEARCH_PATH}
