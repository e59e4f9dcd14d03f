"""What engines tell nothing of, and what they would have told: found out by comparing two readings. Pure.

Podman has no events for networks. A Docker whose images are kept by containerd (26.1; no longer 28) has none for what
BuildKit builds.
"""

from __future__ import annotations

from collections.abc import Iterable

from tui.model.engine import NAMING, EngineEvent, EngineIdentity, Image, Network, Snapshot


def untold_by(identity: EngineIdentity) -> frozenset[str]:
    """The kinds of objects that may come or go without an event: with any engine, images that have no name."""
    return frozenset({"image", "network"} if identity.product == "Podman" else {"image"})


def unheard(
    identity: EngineIdentity,
    before: Snapshot,
    now: Snapshot,
    heard: Iterable[EngineEvent],
    time: float,
    received: float,
) -> tuple[EngineEvent, ...]:
    """What an engine would have told, but for what was heard, between two readings."""
    if identity.product == "Podman":
        return network_events(before.networks, now.networks, time, received)
    if identity.containerd_images:
        names = {event.name for event in heard if event.kind == "image" and event.action in NAMING}
        return tuple(each for each in _tag_events(before.images, now.images, time, received) if each.name not in names)
    return ()


def network_events(
    before: Iterable[Network], now: Iterable[Network], time: float, received: float
) -> tuple[EngineEvent, ...]:
    """Of networks that came or went."""
    old, new = ({each.id: each.name for each in networks} for networks in (before, now))
    changes = [("destroy", id, name) for id, name in old.items() if id not in new]
    changes += [("create", id, name) for id, name in new.items() if id not in old]
    return tuple(EngineEvent("network", action, id, name, time=time, received=received) for action, id, name in changes)


def _tag_events(before: Iterable[Image], now: Iterable[Image], time: float, received: float) -> Iterable[EngineEvent]:
    """Of names that images got; one that is built again under its name is another image there."""
    had = {(tag, image.id) for image in before for tag in image.tags}
    for image in now:
        for tag in image.tags:
            if (tag, image.id) not in had:
                yield EngineEvent("image", "tag", image.id, tag, time=time, received=received)
