"""The private engine as a whole: start it, stop it, say how it is, and clear it away.

What differs between the kinds of engine is theirs (`kind`). It outlives the lab, and a lab that finds it running uses
it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tui.engine.command import docker_environment
from tui.engine.ping import Reply, ping
from tui.engine.private import hub
from tui.engine.private.facts import machine_facts
from tui.engine.private.kind import Kind, Memory, Refusal, refused
from tui.engine.private.layout import Layout
from tui.engine.private.processes import alive, command_line, detach, find_mine, until
from tui.engine.private.words import last_words
from tui.errors import EngineError
from tui.model.engine import Endpoint

STARTS_IN = 30.0
"""Seconds the engine may take to answer; 0.3 are usual, more after a power cut."""
_SCHEME = "unix://"


class PrivateStatus(Struct, frozen=True):
    """How the private engine is. `hub` says whether its lab hub answers; `ground` is what it stands on, in words;
    `subnet` is empty before the first start, and where it has none."""

    running: bool
    hub: bool
    url: str
    data: Path
    ground: str
    subnet: str


class PrivateEngine:
    """The lab's own engine, of some kind.

    `data` keeps images and containers, `runtime` sockets (both made for this user alone, and of this engine alone);
    `hub_store` is the OCI layout the hub serves.
    """

    def __init__(self, kind: Kind, data: Path, runtime: Path, hub_store: Path) -> None:
        self.kind = kind
        self._layout = Layout(data, runtime, hub_store)

    @property
    def endpoint(self) -> Endpoint:
        """Where it answers once it is started."""
        return Endpoint(self._layout.url, "private engine", private=True)

    def environment(self) -> dict[str, str]:
        """What a shell needs for its docker command to reach this engine."""
        return docker_environment(self.endpoint)

    def refusals(self) -> tuple[Refusal, ...]:
        """Why it can't run here; nothing where it can, or does."""
        return () if self._answers() else self.kind.refusals(machine_facts(self._layout.data))

    def notes(self) -> str:
        """What is less here than in another engine, in sentences."""
        return " ".join(self.kind.notes(machine_facts(self._layout.data)))

    def status(self) -> PrivateStatus:
        """How it is now, in milliseconds."""
        layout, memory = self._layout, self._remembered()
        return PrivateStatus(
            running=self._answers(),
            hub=hub.runs(layout.hub_store, memory.hub_port),
            url=layout.url,
            data=layout.data,
            ground=self.kind.ground(memory),
            subnet=memory.subnet,
        )

    def start(self) -> None:
        """Start it and wait until it answers; at once where it runs already.

        Raises `EngineError`: the machine refuses it, another engine has what it needs, or it does not come up (with
        its last words).
        """
        status = self.status()
        if status.running and status.hub:
            return
        refused(self.refusals())
        with self._locked():
            try:
                self._start()
            except EngineError:
                self._stop()
                raise

    def stop(self) -> None:
        """End it and all that belongs to it; images and containers stay for the next start."""
        if not self._layout.runtime.exists() and not self._pids():
            return
        with self._locked():
            self._stop()

    def clean(self) -> None:
        """Stop it and remove all that `leftovers` lists."""
        with self._locked():
            self._stop()
            self._remove_data()

    def leftovers(self) -> tuple[str, ...]:
        """What there is now that `clean` would remove, for a person to read."""
        layout = self._layout
        found = [str(path) for path in (layout.root, *self._files(), layout.exec_root) if path.exists()]
        if self._pids():
            found.append(f"the running engine at {layout.url}, its containers and its hub")
        return (*found, *self.kind.remains(layout))

    def _start(self) -> None:
        layout, memory = self._layout, self._remembered()
        layout.make()
        self._stop_elsewhere()
        if taken := self.kind.taken(layout):
            raise EngineError(taken, "Stop that lab's engine first: sealegs engine stop")
        port = hub.start(layout.hub_store, layout.hub_log, memory.hub_port)
        pids = self._pids()
        # One that runs was told the hub's old port when it started, or can't be reached: its socket was swept away.
        if not pids or port != memory.hub_port or not layout.socket.exists():
            pids = [self._launch(replace(memory, hub_port=port))]
        until(lambda: self._answers() or not alive(pids[0]), STARTS_IN)
        if not self._answers():
            said = last_words(layout.log)
            raise EngineError(f"The private engine did not start: {said}.", f"Its log: {layout.log}")
        # dockerd makes it 0660; its folder is ours alone already.
        layout.socket.chmod(0o600)

    def _launch(self, memory: Memory) -> int:
        """Start the engine on a clean ground; returns its process id."""
        layout, kind = self._layout, self.kind
        self._end()
        self._remember(memory)
        memory = kind.prepare(layout, memory)
        self._remember(memory)
        for file, text in kind.files(layout, memory.hub_port).items():
            file.write_text(text, encoding="utf-8")
        return detach(kind.command(layout, memory.hub_port), layout.log, kind.environment(layout))

    def _stop_elsewhere(self) -> None:
        """Stop this engine where it runs with its sockets in another place, whose names may differ as well.

        Its data can't have two engines at once.
        """
        layout = self._layout
        for pid in self._pids():
            words = command_line(pid)
            url = next((word for word in words if word.startswith(_SCHEME)), layout.url)
            if url != layout.url:
                runtime = Path(url.removeprefix(_SCHEME)).parent
                PrivateEngine(self.kind.named_in(words), layout.data, runtime, layout.hub_store)._stop()

    def _stop(self) -> None:
        self._stop_elsewhere()
        if self.kind.taken(self._layout):
            # Then ours never ran, and all that has its names is theirs.
            return
        self._end()
        hub.stop(self._layout.hub_store, self._remembered().hub_port)

    def _end(self) -> None:
        """End the engine, however it is, and clear away what it leaves in memory."""
        layout = self._layout
        self.kind.end(layout, self._pids())
        for stale in (layout.pidfile, layout.socket):
            stale.unlink(missing_ok=True)
        if layout.exec_root.exists():
            self.kind.remove(layout, layout.exec_root)

    def _remove_data(self) -> None:
        layout = self._layout
        if layout.root.exists():
            self.kind.remove(layout, layout.root)
        for file in self._files():
            file.unlink(missing_ok=True)
        if layout.data.exists() and not any(layout.data.iterdir()):
            layout.data.rmdir()

    def _files(self) -> tuple[Path, ...]:
        """Its files, apart from its data root."""
        layout = self._layout
        return (*self.kind.files(layout, 0), layout.memory, layout.log, layout.hub_log)

    def _pids(self) -> list[int]:
        return find_mine(lambda words: self.kind.runs_as(self._layout, words))

    def _answers(self) -> bool:
        return ping(self._layout.url) is Reply.ANSWERS

    def _remembered(self) -> Memory:
        try:
            return msgspec.json.decode(self._layout.memory.read_bytes(), type=Memory)
        except (OSError, ValueError):
            return Memory(self.kind.hub_port)

    def _remember(self, memory: Memory) -> None:
        self._layout.memory.write_bytes(msgspec.json.encode(memory) + b"\n")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the engine's lock, so that of two labs starting at once one waits and then finds it running."""
        self._layout.runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._layout.lock.open("w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
