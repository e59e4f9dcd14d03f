"""What the kinds of private engine have each its own way of; all else is the same for all, in `engine`.

A kind is a small frozen value. What it says is pure: command line, files, environment, what a machine lacks for it.
What it does is little: make the ground ready, end what runs, remove the data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from tui.engine.private.facts import MachineFacts
from tui.engine.private.layout import Layout
from tui.errors import EngineError

# From Docker 29 on images would otherwise be kept by the system's containerd, outside our data root.
DAEMON_JSON = json.dumps({"features": {"containerd-snapshotter": False}}) + "\n"
"""The daemon.json of a dockerd of ours."""


class Memory(Struct, frozen=True):
    """What was chosen at the first start, and is kept; `subnet` is that of the bridge where there is one."""

    hub_port: int
    subnet: str = ""


class Refusal(Struct, frozen=True):
    """One reason why an engine can't run here: `what` is wrong in a word or two, `why` in a sentence, and the `fix` in
    one line. `package` is set where installing that is the fix."""

    what: str
    why: str
    fix: str
    package: str = ""


class Kind(Protocol):
    """One way to run an engine of the lab's own."""

    @property
    def name(self) -> str:
        """The word for it in `--engine`, in settings and in the names of folders."""

    @property
    def title(self) -> str:
        """What it is, for a person."""

    @property
    def hub_port(self) -> int:
        """The port its lab hub gets, if nobody else has that; another one for each kind, since each has its own hub."""

    def refusals(self, facts: MachineFacts) -> tuple[Refusal, ...]:
        """Why it can't run on a machine; nothing where it can. Pure."""

    def notes(self, facts: MachineFacts) -> tuple[str, ...]:
        """What is less there than elsewhere, and no reason against it. Pure."""

    def files(self, layout: Layout, hub_port: int) -> Mapping[Path, str]:
        """The files it reads, to be written before each start. Pure."""

    def command(self, layout: Layout, hub_port: int) -> list[str]:
        """The command line that starts it, the address it is to answer at in a word of its own. Pure."""

    def environment(self, layout: Layout) -> Mapping[str, str]:
        """What that command needs in its environment. Pure."""

    def runs_as(self, layout: Layout, words: Sequence[str]) -> bool:
        """Whether a process with these arguments is this engine, its sockets wherever they may be. Pure."""

    def named_in(self, words: Sequence[str]) -> Kind:
        """The same kind, with the names that the command line of one that runs has in it. Pure."""

    def taken(self, layout: Layout) -> str:
        """Who else holds what it needs for itself, in a sentence; empty if nobody does."""

    def prepare(self, layout: Layout, memory: Memory) -> Memory:
        """Make ready what it stands on; returns what to remember. Nothing of it runs now."""

    def end(self, layout: Layout, pids: Sequence[int]) -> None:
        """End it, and clear away what it left in memory; also where it ended by itself, or was killed (no `pids`)."""

    def remove(self, layout: Layout, folder: Path) -> None:
        """Remove one of its folders, with all that it has put there."""

    def remains(self, layout: Layout) -> list[str]:
        """What there is of it on the machine now, outside its folders, for a person to read."""

    def ground(self, memory: Memory) -> str:
        """What it stands on, for a person to read."""


def missing_programs(packages: Mapping[str, str], facts: MachineFacts) -> list[Refusal]:
    """A refusal for each program that isn't there; `packages` says in which package it is."""
    return [
        Refusal(program, f"{program} is missing.", f"Install it: sudo apt-get install {package}", package)
        for program, package in packages.items()
        if program not in facts.programs
    ]


def no_cgroups(facts: MachineFacts) -> list[Refusal]:
    """A refusal where there are no cgroups at all, as in a bare chroot: the engine would come up, and start nothing."""
    if facts.cgroups:
        return []
    fix = "Run: sudo mount -t cgroup2 cgroup2 /sys/fs/cgroup"
    return [Refusal("cgroups", "No cgroups are mounted at /sys/fs/cgroup, so no container could start.", fix)]


def first_fix(refusals: Sequence[Refusal]) -> str:
    """What to do first, in one line: one command installs all that is missing. Empty where nothing refuses."""
    packages = dict.fromkeys(each.package for each in refusals if each.package)
    if refusals and refusals[0].package:
        return f"Install what is missing: sudo apt-get install {' '.join(packages)}"
    return refusals[0].fix if refusals else ""


def refused(refusals: Sequence[Refusal]) -> None:
    """Raises `EngineError` if there are any, with all the reasons and what to do first."""
    if refusals:
        why = " ".join(each.why for each in refusals)
        raise EngineError(f"A private engine can't run here: {why}", first_fix(refusals))
