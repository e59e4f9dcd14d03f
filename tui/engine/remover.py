"""What a reset asks of an engine, and nothing else does: the lab only reads."""

from __future__ import annotations

from typing import Protocol

from tui.model.engine import Volume
from tui.model.reset import Origin, Tag


class Remover(Protocol):
    """An engine's write side. What is gone already is fine; `EngineError` says why something can't go.

    Every method blocks, and may be called from any thread.
    """

    def remove_container(self, id: str) -> None:
        """Stop and remove one, not its volumes."""
        ...

    def remove_tag(self, tag: Tag) -> None:
        """Take a name from the image it was seen on, and remove the image with its last one; does nothing if the name
        stands for another image by now."""
        ...

    def remove_image(self, id: str) -> None:
        """Remove one that has no name."""
        ...

    def origins(self) -> tuple[Origin, ...]:
        """Where images came from, the hidden ones too; none where those go by themselves."""
        ...

    def remove_volume(self, volume: Volume) -> None:
        """Remove one, with what is in it; not another one that has its name by now."""
        ...

    def remove_network(self, id: str) -> None:
        """Remove one."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
