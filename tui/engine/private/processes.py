"""Start programs that outlive us, find them again by their command line, and end them."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tui.engine.private.facts import SEARCH_PATH
from tui.errors import EngineError

PROC = Path("/proc")
# `setsid --fork` leaves the program to init: it is never our child, so never our zombie. The shell tells its pid
# and becomes the program; run in the background by the shell it would ignore Ctrl-C, and so would containers.
_LAUNCH = 'echo $$; log=$1; shift; exec "$@" >"$log" 2>&1'


def detach(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> int:
    """Start a program in a session of its own, all its output in a fresh `log`; returns its process id.

    Raises `EngineError` if it can't be started at all.
    """
    setsid = shutil.which("setsid", path=SEARCH_PATH) or "setsid"
    try:
        told = subprocess.run(
            [setsid, "--fork", "sh", "-c", _LAUNCH, "sh", str(log), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            cwd="/",
            env={**clean_environment(), **(environment or {})},
            check=True,
            timeout=10,
        ).stdout
        return int(told)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise EngineError(
            f"{command[0]} can't be started: {error}.", f"Look whether memory and disk have room: free; df {log.parent}"
        ) from error


def command_line(pid: int) -> list[str]:
    """A process's arguments; empty if it is gone, or a zombie."""
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return []
    return raw.decode(errors="replace").rstrip("\0").split("\0") if raw else []


def alive(pid: int) -> bool:
    """Whether a process runs; one that is just becoming another program has no arguments, but it does."""
    state = _stat(pid)
    return bool(state) and state[0] not in "ZX"


def find(ours: Callable[[list[str]], bool]) -> list[int]:
    """The processes whose arguments are of ours."""
    return [pid for pid in _all() if pid != os.getpid() and (words := command_line(pid)) and ours(words)]


def find_mine(ours: Callable[[list[str]], bool]) -> list[int]:
    """Those of them that are this user's, or anybody's for root: in a chroot another's may have the same arguments."""
    return [pid for pid in find(ours) if _is_mine(pid)]


def children(pid: int) -> list[int]:
    """The processes that a process has started, as far as it is still their parent."""
    return [each for each in _all() if (state := _stat(each)) and state[1] == str(pid)]


def descendants(pids: Sequence[int]) -> list[int]:
    """All processes under these, however deep."""
    below = [child for pid in pids for child in children(pid)]
    return [*below, *descendants(below)] if below else []


def find_with(variable: str, value: str) -> list[int]:
    """The processes that were started with a variable so set, of those whose environment this user may read."""
    wanted = f"{variable}={value}".encode()

    def has(pid: int) -> bool:
        with suppress(OSError):
            return wanted in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
        return False

    return [pid for pid in _all() if has(pid)]


def end(pids: Sequence[int], grace: float, nudge: tuple[float, Callable[[], object]] | None = None) -> None:
    """Ask processes to end, wait `grace` seconds for all of them together, then kill those that are left.

    `nudge` is what to do, once, if they take longer than its seconds.
    """
    handles = [handle for pid in pids if (handle := _open(pid)) is not None]
    _send(handles, signal.SIGTERM)
    if nudge:
        patience, act = nudge
        handles = _wait(handles, patience)
        if handles:
            act()
    handles = _wait(handles, grace)
    _send(handles, signal.SIGKILL)
    for handle in _wait(handles, 5.0):
        os.close(handle)


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for a condition; False if it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _all() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def _is_mine(pid: int) -> bool:
    # Not the owner of its folder in /proc: that is root for who has put on or off rights, as rootless engines do.
    with suppress(OSError, StopIteration):
        status = (PROC / str(pid) / "status").read_text(encoding="utf-8", errors="replace")
        real = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1]
        return os.geteuid() in (0, int(real))
    return False


def _stat(pid: int) -> list[str]:
    """What the kernel says of a process, from its state and its parent on; empty if it is gone."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    # proc(5): they follow the program's name, which is in parentheses and may hold any.
    return stat.rpartition(")")[2].split()


def _open(pid: int) -> int | None:
    """A handle that stays this very process's, whoever gets its number later; None if it is gone."""
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def _send(handles: Sequence[int], number: signal.Signals) -> None:
    for handle in handles:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, number)


def _wait(handles: Sequence[int], patience: float) -> list[int]:
    """Wait for processes to end; closes the handles of those that do, and returns the others."""
    deadline = time.monotonic() + patience
    left = set(handles)
    poll = select.poll()
    for handle in left:
        poll.register(handle, select.POLLIN)
    while left and (rest := deadline - time.monotonic()) > 0:
        for handle, _ in poll.poll(rest * 1000):
            poll.unregister(handle)
            os.close(handle)
            left.discard(handle)
    return list(left)


def clean_environment() -> dict[str, str]:
    """Ours without what speaks to one process alone (systemd's notify socket, a caller's settings for an engine)."""
    dropped = ("CONTAINER", "STORAGE_", "DOCKER_", "LISTEN_", "NOTIFY_", "PYTHON")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {**kept, "PATH": SEARCH_PATH}
