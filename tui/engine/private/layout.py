"""Where the private engine keeps things, and the command line it is started with. Pure, but for `make`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tui.errors import EngineError

# Linux allows 107 bytes (struct sockaddr_un); containerd refuses more than 104, the least of all systems.
SOCKET_PATH_MOST = 104
_LONGEST_SOCKET = "exec/containerd/containerd.sock.ttrpc"


@dataclass(frozen=True, slots=True)
class Layout:
    """The engine's names and folders: `data` survives a reboot, `runtime` need not."""

    data: Path
    runtime: Path
    hub_store: Path
    bridge: str
    name: str

    @property
    def root(self) -> Path:
        """Images, containers and volumes."""
        return self.data / "root"

    @property
    def config(self) -> Path:
        """The engine's daemon.json, so that it doesn't read the system engine's."""
        return self.data / "daemon.json"

    @property
    def forwarding(self) -> Path:
        """What the engine reads in place of the machine's own ip_forward; see `mounts`."""
        return self.data / "ip_forward"

    @property
    def log(self) -> Path:
        """What the engine last said."""
        return self.data / "dockerd.log"

    @property
    def hub_log(self) -> Path:
        """What the lab hub last said."""
        return self.data / "hub.log"

    @property
    def memory(self) -> Path:
        """What the engine chose once and keeps: its subnet and the hub's port."""
        return self.data / "engine.json"

    @property
    def exec_root(self) -> Path:
        """containerd's sockets and the state of what runs."""
        return self.runtime / "exec"

    @property
    def socket(self) -> Path:
        """Where the engine answers."""
        return self.runtime / "docker.sock"

    @property
    def pidfile(self) -> Path:
        """The engine's process, as dockerd writes it."""
        return self.runtime / "dockerd.pid"

    @property
    def lock(self) -> Path:
        """Held while the engine is started or stopped."""
        return self.runtime / "lock"

    @property
    def url(self) -> str:
        """The engine's address, as DOCKER_HOST holds it."""
        return f"unix://{self.socket}"

    def make(self) -> None:
        """Make the data folder, for this user alone, and the config.

        Raises `EngineError` if a socket's path would be too long.
        """
        longest = self.runtime / _LONGEST_SOCKET
        length = len(bytes(longest))
        if length > SOCKET_PATH_MOST:
            raise EngineError(
                f"{self.runtime} is too long a path for the engine's sockets: "
                f"{longest.name} would need {length} bytes, and {SOCKET_PATH_MOST} are allowed.",
                "Set SEALEGS_RUNTIME_DIR to a shorter path.",
            )
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        # From Docker 29 on images would otherwise be kept by the system's containerd, outside our data root.
        features = {"features": {"containerd-snapshotter": False}}
        self.config.write_text(json.dumps(features) + "\n", encoding="utf-8")
        self.forwarding.write_text("1\n", encoding="utf-8")

    def dockerd_command(self, hub_port: int) -> list[str]:
        """The engine's command line.

        Three options must never appear, each for what it does to a neighbour's engine: `--bridge none` deletes
        its docker0, `--default-address-pool` does so at the second start, `--iptables=true` flushes its rules.
        """
        return [
            "dockerd",
            *("--config-file", str(self.config)),
            *("--data-root", str(self.root)),
            *("--exec-root", str(self.exec_root)),
            *("--pidfile", str(self.pidfile)),
            *("--host", self.url),
            *("--group", "root"),
            *("--bridge", self.bridge),
            "--iptables=false",
            # Newer engines set IPv6 rules unless told not to, --iptables=false notwithstanding.
            "--ip6tables=false",
            "--ip-masq=false",
            "--ip-forward=false",
            *("--containerd-namespace", self.name),
            *("--containerd-plugins-namespace", f"{self.name}-plugins"),
            *("--cgroup-parent", f"/{self.name}"),
            *("--exec-opt", "native.cgroupdriver=cgroupfs"),
            *("--registry-mirror", f"http://127.0.0.1:{hub_port}"),
            *("--shutdown-timeout", "2"),
        ]
