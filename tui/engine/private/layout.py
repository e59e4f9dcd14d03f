"""Where a private engine keeps things, whatever kind it is. Pure, but for `make`."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from tui.errors import EngineError

# Linux allows 107 bytes (struct sockaddr_un); containerd refuses more than 104, the least of all systems.
SOCKET_PATH_MOST = 104
_LONGEST_SOCKET = "exec/containerd/containerd.sock.ttrpc"


class Layout(Struct, frozen=True):
    """The engine's folders, no other engine's: `data` survives a reboot, `runtime` need not. `hub_store` is the OCI
    layout that its lab hub serves."""

    data: Path
    runtime: Path
    hub_store: Path

    @property
    def root(self) -> Path:
        """Images, containers and volumes."""
        return self.data / "root"

    @property
    def log(self) -> Path:
        """What the engine last said."""
        return self.data / "engine.log"

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
        """The state of what runs, and sockets of the engine's parts."""
        return self.runtime / "exec"

    @property
    def socket(self) -> Path:
        """Where the engine answers."""
        return self.runtime / "docker.sock"

    @property
    def pidfile(self) -> Path:
        """The engine's process, as it writes it itself."""
        return self.runtime / "engine.pid"

    @property
    def lock(self) -> Path:
        """Held while the engine is started or stopped."""
        return self.runtime / "lock"

    @property
    def url(self) -> str:
        """The engine's address, as DOCKER_HOST holds it."""
        return f"unix://{self.socket}"

    def make(self) -> None:
        """Make the data folder, for this user alone. Raises `EngineError` if a socket's path would be too long."""
        longest = self.runtime / _LONGEST_SOCKET
        length = len(bytes(longest))
        if length > SOCKET_PATH_MOST:
            raise EngineError(
                f"{self.runtime} is too long a path for the engine's sockets: "
                f"{longest.name} would need {length} bytes, and {SOCKET_PATH_MOST} are allowed.",
                "Set SEALEGS_RUNTIME_DIR to a shorter path.",
            )
        # Beside it is the learner's progress.
        self.data.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
