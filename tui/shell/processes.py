"""Which processes a command in the pane is made of, from Linux's /proc; elsewhere only its process group is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

_PROC = Path("/proc")


class Process(Struct, frozen=True):
    """A process that is no zombie: its parent, its process group and its session."""

    pid: int
    parent: int
    group: int
    session: int


def command_line(group: int) -> str:
    """What a process, a group's leader, was started as; empty if that can't be known."""
    try:
        words = (_PROC / str(group) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return b" ".join(words).decode("utf-8", "replace").strip()


def job(shell: int, group: int) -> frozenset[int]:
    """The process groups of the command that a shell runs in the foreground, where `group` has the terminal.

    All that the command has started since is part of it, also another shell's jobs; the shell's own group, with which
    it stands and falls, and its background jobs are not.
    """
    if group == shell:
        return frozenset()
    found = {process.pid: process for process in _processes()}
    tops = {_below(shell, process, found) for process in found.values() if process.group == group}
    inside = [process for process in found.values() if tops & set(_ancestry(process.pid, found))]
    return frozenset({group, *(process.group for process in inside)} - {shell, 0, 1})


def session(shell: int) -> tuple[Process, ...]:
    """All that a shell has started on its terminal, background jobs among it, and the shell itself."""
    return tuple(process for process in _processes() if process.session == shell and process.group > 1)


def _below(shell: int, process: Process, found: Mapping[int, Process]) -> int:
    """The ancestor of a process that is the shell's child, or the process itself if none is."""
    line = list(_ancestry(process.pid, found))
    return line[line.index(shell) - 1] if shell in line[1:] else process.pid


def _ancestry(pid: int, found: Mapping[int, Process]) -> Iterator[int]:
    """A process, its parent, and so on; read one after the other, so that a number given anew could make a circle."""
    seen: set[int] = set()
    while pid in found and pid not in seen:
        seen.add(pid)
        yield pid
        pid = found[pid].parent


def _processes() -> Iterator[Process]:
    try:
        entries = [each for each in _PROC.iterdir() if each.name.isdecimal()]
    except OSError:
        return
    for entry in entries:
        try:
            # The name in front may hold anything, also a closing bracket.
            state, parent, group, session = (entry / "stat").read_bytes().rsplit(b")", 1)[1].split()[:4]
        except (OSError, IndexError, ValueError):
            continue
        if state not in (b"Z", b"X"):
            yield Process(int(entry.name), int(parent), int(group), int(session))
