"""The lab's own engine: an engine and the lab hub, apart from whatever else runs on the machine."""

from tui.engine.private.engine import PrivateEngine, PrivateStatus
from tui.engine.private.facts import MachineFacts, machine_facts
from tui.engine.private.kind import Kind, Refusal, first_fix, refused
from tui.engine.private.kinds import kinds, requirements
from tui.engine.private.podman import Podman
from tui.engine.private.rootful import Rootful
from tui.engine.private.rootless import Rootless

__all__ = [
    "Kind",
    "MachineFacts",
    "Podman",
    "PrivateEngine",
    "PrivateStatus",
    "Refusal",
    "Rootful",
    "Rootless",
    "first_fix",
    "kinds",
    "machine_facts",
    "refused",
    "requirements",
]
