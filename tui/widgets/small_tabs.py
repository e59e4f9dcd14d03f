"""Two tabs that only show: what runs in a container, and what is attached to it."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.engine import Container
from tui.model.looks import Close, Inspected, Looks, Processes, Subject
from tui.view.attached import addresses_of, attached_rows, process_rows
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
    """Mounts, ports and networks, which the list of containers tells; the addresses in them only inspect does."""

    NAME = "mounts and ports"

    def __init__(self, subject: Subject, looks: Looks) -> None:
        super().__init__(subject, looks)
        self._addresses: dict[str, str] = {}

    @property
    def command(self) -> str:
        """The command that tells it."""
        return f"docker container inspect {self.subject.name} ── mounts and ports"

    def changed(self, before: Container | None) -> None:
        """What is attached may be something else now."""
        self.look()

    def _begin(self) -> Close | None:
        self._list()
        return self.looks.inspect(self.subject.kind, self.subject.id, self._seen, self._ended)

    def _seen(self, seen: Sequence[Inspected]) -> None:
        self._addresses = addresses_of(seen[-1].value)
        self._list()

    def _ended(self, why: str) -> None:
        self.tell(why)

    def _list(self) -> None:
        container, addresses = self.container, self._addresses
        if container is not None:
            self.show(lambda width: attached_rows(container, addresses, width))
