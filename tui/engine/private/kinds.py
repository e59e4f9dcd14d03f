"""The kinds of private engine there are, the best first."""

from __future__ import annotations

import os
from pathlib import Path

from tui.engine.private.facts import machine_facts
from tui.engine.private.kind import Kind, Refusal
from tui.engine.private.podman import Podman
from tui.engine.private.rootful import FIRST_SUBNET, Rootful
from tui.engine.private.rootless import Rootless


def kinds(label: str, *, root: bool, subnet: str = FIRST_SUBNET) -> tuple[Kind, ...]:
    """Those for root, or for an ordinary user; `label` is what the machine's own things are called that one has (a
    bridge): 14 characters."""
    return (Rootful(label, subnet),) if root else (Rootless(), Podman())


def requirements() -> tuple[Refusal, ...]:
    """What the best kind for this user lacks on this machine."""
    return kinds("", root=os.geteuid() == 0)[0].refusals(machine_facts(Path.home()))
