"""The private engine as a whole: start it, stop it, say how it is, and clear it away.

A second dockerd, as root, with its own data, socket, bridge, namespaces and cgroups, and no hold on the
machine's firewall. It outlives the lab, and a lab that finds it running uses it.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from http.client import HTTPException
from itertools import pairwise
from pathlib import Path

from tui.engine.command import docker_environment
from tui.engine.ping import Reply, UnixHTTPConnection, ping
from tui.engine.private import hub, network, remains
from tui.engine.private.layout import Layout
from tui.engine.private.machine import requirements
from tui.engine.private.mounts import within
from tui.engine.private.processes import alive, command_line, detach, end, find, until
from tui.engine.private.words import last_words
from tui.errors import EngineError
from tui.model.engine import Endpoint

STARTS_IN = 30.0
"""Seconds dockerd may take to answer; 0.3 are usual, more after a power cut."""
STOPS_IN = 15.0
"""Seconds dockerd may take to end."""
CONTAINERS_STOP_IN = 2.0
"""Seconds containers have to end with it. dockerd alone would wait ten for each that ignores SIGTERM."""


@dataclass(frozen=True, slots=True)
class PrivateStatus:
    """How the private engine is. `hub` says whether its lab hub answers; `subnet` is empty before the first start."""

    running: bool
    hub: bool
    url: str
    data: Path
    bridge: str
    subnet: str


@dataclass(frozen=True, slots=True)
class _Memory:
    """What was chosen at the first start, and is kept."""

    hub_port: int = hub.FIRST_PORT
    subnet: str = ""


class PrivateEngine:
    """The lab's own engine.

    `data` keeps images and containers, `runtime` sockets (both made for this user alone); `hub_store` is the OCI
    layout the hub serves; `name` names namespaces and cgroups, and with `bridge` must be this engine's alone.
    """

    def __init__(
        self,
        data: Path,
        runtime: Path,
        hub_store: Path,
        bridge: str = "sealegs0",
        subnet: str = "10.213.77.1/24",
        name: str = "sealegs",
    ) -> None:
        self._layout = Layout(data, runtime, hub_store, bridge, name)
        self._subnet = subnet

    @property
    def endpoint(self) -> Endpoint:
        """Where it answers once it is started."""
        return Endpoint(self._layout.url, "private engine", private=True)

    def environment(self) -> dict[str, str]:
        """What a shell needs for its docker command to reach this engine."""
        return docker_environment(self.endpoint)

    def status(self) -> PrivateStatus:
        """How it is now, in milliseconds."""
        layout, memory = self._layout, self._remembered()
        return PrivateStatus(
            running=self._answers(),
            hub=hub.runs(layout.hub_store, memory.hub_port),
            url=layout.url,
            data=layout.data,
            bridge=layout.bridge,
            subnet=memory.subnet,
        )

    def start(self) -> None:
        """Start it and wait until it answers; at once where it runs already.

        Raises `EngineError`: something is missing on the machine, the bridge is another engine's, or the engine
        does not come up (with its last words).
        """
        status = self.status()
        if status.running and status.hub:
            return
        missing = requirements()
        if missing:
            names = ", ".join(each.what for each in missing)
            raise EngineError(f"A private engine can't run here: {names} missing.", missing[0].fix)
        with self._locked():
            try:
                self._start()
            except EngineError:
                self._stop()
                raise

    def stop(self) -> None:
        """End it and all that belongs to it; images and containers stay for the next start."""
        if not self._layout.runtime.exists() and not self._dockerd():
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
        files = (
            layout.root,
            layout.config,
            layout.forwarding,
            layout.memory,
            layout.log,
            layout.hub_log,
            layout.exec_root,
        )
        found = [str(path) for path in files if path.exists()]
        if self._dockerd():
            found.append(f"the running engine at {layout.url}, its containers and its hub")
        if network.link_exists(layout.bridge):
            found.append(f"network bridge {layout.bridge}")
        return tuple(found + [str(folder) for folder in remains.cgroups(layout)])

    def _start(self) -> None:
        layout, memory = self._layout, self._remembered()
        layout.make()
        self._stop_elsewhere()
        if self._others_on_our_bridge():
            raise EngineError(
                f"Another engine on this machine uses the bridge {layout.bridge}.",
                "Stop that lab's engine first: sealegs engine stop",
            )
        port = hub.start(layout.hub_store, layout.hub_log, memory.hub_port)
        self._remember(replace(memory, hub_port=port))
        if port != memory.hub_port:
            # One that runs was told the old port when it started.
            self._end_dockerd()
        elif not layout.socket.exists():
            # One that runs can't be reached any more: its socket was swept away.
            self._end_dockerd()
        pids = self._dockerd() or [self._start_dockerd(port, memory.subnet or self._subnet)]
        until(lambda: self._answers() or not alive(pids[0]), STARTS_IN)
        if not self._answers():
            said = last_words(layout.log)
            raise EngineError(f"The private engine did not start: {said}.", f"Its log: {layout.log}")
        # dockerd makes it 0660; its folder is ours alone already.
        layout.socket.chmod(0o600)

    def _start_dockerd(self, port: int, subnet: str) -> int:
        """Start dockerd on a clean ground and a bridge of its own; returns its process id."""
        layout = self._layout
        taken = network.reached_networks(network.routes(), but_through=layout.bridge)
        chosen = network.choose_subnet((subnet, self._subnet, *network.OTHER_SUBNETS), taken)
        self._remember(_Memory(port, chosen))
        network.make_bridge(layout.bridge, chosen)
        self._clear_runtime()
        return detach(within(layout.dockerd_command(port), layout.forwarding), layout.log)

    def _stop_elsewhere(self) -> None:
        """Stop this engine where it runs with its sockets in another place, whose bridge and names differ as well.

        Its data can't have two engines at once.
        """
        layout = self._layout
        for pid in self._dockerd():
            said = dict(pairwise(command_line(pid)))
            url = said.get("--host", layout.url)
            if url != layout.url:
                runtime = Path(url.removeprefix("unix://")).parent
                bridge, name = said.get("--bridge", layout.bridge), said.get("--containerd-namespace", layout.name)
                PrivateEngine(layout.data, runtime, layout.hub_store, bridge, name=name)._stop()

    def _stop(self) -> None:
        layout = self._layout
        self._stop_elsewhere()
        if self._others_on_our_bridge():
            # Then ours never ran, and bridge, cgroups and namespaces of this name are theirs.
            return
        bridges = self._bridges_of_networks()
        self._end_dockerd()
        hub.stop(layout.hub_store, self._remembered().hub_port)
        for bridge in (layout.bridge, *bridges):
            network.remove_link(bridge)
        self._clear_runtime()

    def _remove_data(self) -> None:
        layout = self._layout
        if layout.root.exists():
            shutil.rmtree(layout.root)
        for file in (layout.config, layout.forwarding, layout.memory, layout.log, layout.hub_log):
            file.unlink(missing_ok=True)
        if layout.data.exists() and not any(layout.data.iterdir()):
            layout.data.rmdir()

    def _end_dockerd(self) -> None:
        end(self._dockerd(), STOPS_IN, nudge=(CONTAINERS_STOP_IN, lambda: remains.kill_containers(self._layout)))

    def _clear_runtime(self) -> None:
        """Clear away what an engine left in memory, however it ended: as after a reboot, which dockerd can cope with.

        Left to itself it trusts pidfiles, its own and containerd's, whoever has those numbers now.
        """
        layout = self._layout
        remains.end_orphans(layout)
        remains.unmount(layout)
        remains.remove_cgroups(layout)
        for stale in (layout.pidfile, layout.socket):
            stale.unlink(missing_ok=True)
        if layout.exec_root.exists():
            shutil.rmtree(layout.exec_root)

    def _dockerd(self) -> list[int]:
        """Our dockerd, known by its data root: a pid from a file may be another program's by now."""
        root = str(self._layout.root)
        return find(lambda words: Path(words[0]).name == "dockerd" and root in words)

    def _others_on_our_bridge(self) -> list[int]:
        root, bridge = str(self._layout.root), self._layout.bridge
        return find(lambda words: Path(words[0]).name == "dockerd" and bridge in words and root not in words)

    def _bridges_of_networks(self) -> list[str]:
        """The bridges of networks the learner made; dockerd leaves them behind when it ends."""
        connection = UnixHTTPConnection(str(self._layout.socket), timeout=2.0)
        try:
            connection.request("GET", "/networks")
            networks = json.loads(connection.getresponse().read())
            return [f"br-{each['Id'][:12]}" for each in networks if each["Driver"] == "bridge"]
        except (OSError, HTTPException, ValueError):
            return []
        finally:
            connection.close()

    def _answers(self) -> bool:
        return ping(self._layout.url) is Reply.ANSWERS

    def _remembered(self) -> _Memory:
        try:
            return _Memory(**json.loads(self._layout.memory.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return _Memory()

    def _remember(self, memory: _Memory) -> None:
        self._layout.memory.write_text(json.dumps(asdict(memory)) + "\n", encoding="utf-8")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the engine's lock, so that of two labs starting at once one waits and then finds it running."""
        self._layout.runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._layout.lock.open("w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
