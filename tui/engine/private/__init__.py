"""The lab's own engine: a second dockerd and the lab hub, apart from whatever else runs on the machine."""

from tui.engine.private.engine import PrivateEngine, PrivateStatus
from tui.engine.private.machine import Missing, requirements

__all__ = ["Missing", "PrivateEngine", "PrivateStatus", "requirements"]
