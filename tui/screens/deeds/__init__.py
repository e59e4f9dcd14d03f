"""What the learner's commands do on the lab's screen, a module for each kind of command."""

from tui.screens.deeds.deeds import Deeds

__all__ = ["Deeds"]
