"""Reads an engine: all that it holds, or of that what may have changed."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec.structs import replace

from tui.engine.protocol import Engine
from tui.errors import EngineError, EngineLost
from tui.model.engine import Snapshot

KINDS = frozenset({"container", "image", "volume", "network"})
NOTHING = Snapshot()


def read(
    engine: Engine, before: Snapshot = NOTHING, kinds: Collection[str] = KINDS, ids: Collection[str] = ()
) -> Snapshot:
    """What was there before with these kinds read again; of the containers only those with `ids`, if there are any.

    Raises `EngineError`, but an engine that won't list volumes or networks is good enough.
    """
    now = before
    if "container" in kinds:
        now = now.with_containers(engine.containers(ids), ids)
    if "image" in kinds:
        now = replace(now, images=engine.images())
    if "volume" in kinds:
        now = _if_allowed(now, "volume", lambda there: replace(there, volumes=engine.volumes()))
    if "network" in kinds:
        now = _if_allowed(now, "network", lambda there: replace(there, networks=engine.networks()))
    return now


def _if_allowed(before: Snapshot, kind: str, read_again: Callable[[Snapshot], Snapshot]) -> Snapshot:
    allowed = replace(before, refused=before.refused - {kind})
    try:
        return read_again(allowed)
    except EngineLost:
        raise
    except EngineError:
        return replace(allowed, refused=allowed.refused | {kind})
