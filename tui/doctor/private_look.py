"""Looks whether a private engine can run here, and whether one does; starts none, and makes no folder for it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from tui import paths
from tui.doctor.facts import Private
from tui.engine.discovery import PRIVATE, of_kind
from tui.engine.ping import Reply, explain, ping
from tui.engine.private import PrivateEngine
from tui.engines import named, private_engines
from tui.model.engine import Endpoint, Tried


class Own(Struct, frozen=True):
    """An engine of the lab's own, of one kind."""

    endpoint: Endpoint
    data: Path
    what: str
    found: Private

    def offered(self) -> Endpoint | Tried:
        """The engine as if it were started, or why it can't be."""
        if self.found.able:
            return self.endpoint
        first = self.found.why_not[0]
        return Tried(self.what, " ".join(each.why_not for each in self.found.why_not), first.fix)


def own_engines(timeout: float) -> dict[str, Own]:
    """One of each kind, by what --engine takes for it, and the best by "private"."""
    engines = {of_kind(each.kind.name): _own(each, timeout) for each in private_engines(paths.engine_place)}
    best = next((each for each in engines.values() if each.found.able), next(iter(engines.values())))
    return {PRIVATE: best, **engines}


def _own(engine: PrivateEngine, timeout: float) -> Own:
    data = paths.engine_data(engine.kind.name)
    return Own(engine.endpoint, data, named(engine), _found(engine, ping(engine.endpoint.url, timeout)))


def _found(engine: PrivateEngine, reply: Reply) -> Private:
    title = engine.kind.title
    if reply is Reply.ANSWERS:
        return Private(title, able=True, running=True)
    if reply is Reply.SILENT:
        hangs = Tried(title, explain(engine.endpoint.url, reply)[0], "Stop it: sealegs engine stop")
        return Private(title, able=False, why_not=(hangs,))
    refusals = engine.refusals()
    # One command is for all that can be installed.
    why_not = tuple(Tried(each.what, each.why, "" if each.package else each.fix) for each in refusals)
    packages = tuple(dict.fromkeys(each.package for each in refusals if each.package))
    return Private(title, able=not refusals, why_not=why_not, packages=packages)
