"""The lab's own engines on this machine, each with its folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui import paths

if TYPE_CHECKING:
    from tui.engine.private import PrivateEngine


def private_engines() -> tuple[PrivateEngine, ...]:
    """One of each kind, whether or not it can run; the best kind first."""
    from tui.engine.private import PrivateEngine, kinds

    return tuple(
        PrivateEngine(kind, paths.engine_data(kind.name), paths.engine_runtime(kind.name), paths.image_store())
        for kind in kinds(paths.engine_name(), root=os.geteuid() == 0)
    )


def best_private_engine() -> PrivateEngine:
    """The first that can run here; where none can, the first, whose start says why not."""
    from tui.engine.private import machine_facts

    engines, facts = private_engines(), machine_facts(paths.data())
    return next((engine for engine in engines if not engine.kind.refusals(facts)), engines[0])
