"""Two tabs that only show: what runs in a container, and what is attached to it."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.engine import Container
from tui.model.looks import Close, Processes
from tui.view.attached import attached_rows, process_rows
from tui.widgets.detail_tab import DetailTab


class ProcessesTab(DetailTab):
    """Read when the tab is opened, and again when one wants."""

    NAME = "processes"

    @property
    def command(self) -> str:
        """The command the tab mirrors."""
        return f"docker container top {self.subject.name}"

    def changed(self, before: Container | None) -> None:
        """Its processes came or went with it."""
        if before is None or before.state != (self.container.state if self.container else ""):
            self.look()

    def _begin(self) -> Close | None:
        self.tell("c reads again")
        if not self.runs:
            self.say(f"{self.subject.name} is not running: it has no processes.")
            return None
        return self.looks.processes(self.subject.id, self._seen, self._ended)

    def _seen(self, seen: Sequence[Processes]) -> None:
        processes = seen[-1]
        self.show(lambda width: process_rows(processes, width))

    def _ended(self, why: str) -> None:
        if why:
            self.say(why)


class AttachedTab(DetailTab):
    """Mounts, ports and networks, which the list of containers tells."""

    NAME = "mounts and ports"

    @property
    def command(self) -> str:
        """The command that tells it."""
        return f"docker container inspect {self.subject.name} ── mounts and ports"

    def changed(self, before: Container | None) -> None:
        """Show what is attached now."""
        self._begin()

    def _begin(self) -> None:
        container = self.container
        if container is not None:
            self.show(lambda width: attached_rows(container, width))
