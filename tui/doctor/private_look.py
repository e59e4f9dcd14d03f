"""Whether a private engine can run here, and whether one does."""

from __future__ import annotations

from tui import paths
from tui.doctor.facts import Private
from tui.engine.ping import Reply, explain, ping
from tui.engine.private import requirements
from tui.model.engine import Endpoint, Tried


def private_endpoint() -> Endpoint:
    """Where it answers once it runs."""
    return Endpoint(f"unix://{paths.runtime_place() / 'docker.sock'}", "private engine", private=True)


def private_facts(endpoint: Endpoint, timeout: float) -> Private:
    """How it is."""
    reply = ping(endpoint.url, timeout)
    if reply is Reply.ANSWERS:
        return Private(able=True, running=True)
    why_not = [Tried(each.what, f"{each.what} is missing.", each.fix) for each in requirements()]
    if reply is Reply.SILENT:
        why_not = [Tried("private engine", explain(endpoint.url, reply)[0], "Stop it: sealegs engine stop")]
    return Private(able=not why_not, why_not=tuple(why_not))
