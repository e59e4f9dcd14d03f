"""The kinds of private engine there are, the best first."""

from __future__ import annotations

from tui.engine.private.facts import machine_facts
from tui.engine.private.kind import Kind, Refusal
from tui.engine.private.rootful import Rootful


def kinds(label: str) -> tuple[Kind, ...]:
    """All of them; `label` is what the machine's own things are called that one has (a bridge): 14 characters."""
    return (Rootful(label),)


def requirements() -> tuple[Refusal, ...]:
    """What is missing here for the rootful engine, which tests use."""
    return Rootful("").refusals(machine_facts())
