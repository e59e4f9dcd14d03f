"""Whether a private engine can run here, and whether one does."""

from __future__ import annotations

from tui import paths
from tui.doctor.facts import Private
from tui.engine.ping import Reply, explain, ping
from tui.engine.private import requirements
from tui.engine.private.machine import PROGRAMS
from tui.model.engine import Endpoint, Tried


def private_endpoint() -> Endpoint:
    """Where it answers once it runs."""
    return Endpoint(f"unix://{paths.runtime_place() / 'docker.sock'}", "private engine", private=True)


def private_facts(endpoint: Endpoint, timeout: float) -> Private:
    """How it is."""
    reply = ping(endpoint.url, timeout)
    if reply is Reply.ANSWERS:
        return Private(able=True, running=True)
    if reply is Reply.SILENT:
        hangs = Tried("private engine", explain(endpoint.url, reply)[0], "Stop it: sealegs engine stop")
        return Private(able=False, why_not=(hangs,))
    missing = requirements()
    why_not = tuple(
        Tried(each.what, f"{each.what} is missing.", "" if each.what in PROGRAMS else each.fix) for each in missing
    )
    packages = tuple(dict.fromkeys(PROGRAMS[each.what] for each in missing if each.what in PROGRAMS))
    return Private(able=not why_not, why_not=why_not, packages=packages)
