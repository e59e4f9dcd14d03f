"""Podman's service as an ordinary user: its own storage, settings and sockets, in a user namespace.

Podman reads five folders and three files that may be the user's own; each is named here, and the user's are left alone.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tui.engine.private.facts import SEARCH_PATH, MachineFacts
from tui.engine.private.kind import Memory, Refusal
from tui.engine.private.layout import Layout
from tui.engine.private.processes import clean_environment, end, find_with
from tui.engine.private.rootful import missing_programs

PACKAGES = {
    "podman": "podman",
    "runc": "runc",
    "newuidmap": "uidmap",
    "newgidmap": "uidmap",
    "slirp4netns": "slirp4netns",
    "setsid": "util-linux",
}
"""Program → the Debian and Ubuntu package it is in."""

CONTAINERS_CONF = """\
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
"""
"""What runs everywhere: crun refuses some cgroups, and there need be neither systemd nor its journal."""

REGISTRIES_CONF = """\
unqualified-search-registries = ["docker.io"]
short-name-mode = "disabled"

[[registry]]
location = "docker.io"

[[registry.mirror]]
location = "127.0.0.1:{port}"
insecure = true

[[registry]]
location = "localhost"
insecure = true

[[registry]]
location = "127.0.0.1"
insecure = true
"""
"""As a Docker engine with the lab hub for its mirror: names mean Docker Hub, and this machine may speak plain HTTP."""

STORAGE_CONF = """\
[storage]
driver = "overlay"
"""

STOPS_IN = 5.0
"""Seconds the service may take to end."""
CONTAINERS_STOP_IN = 2
"""Seconds containers have to end before it."""
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Podman:
    """Known by its storage's folder."""

    name = "podman"
    title = "rootless Podman"
    hub_port = 5055

    def refusals(self, facts: MachineFacts) -> tuple[Refusal, ...]:
        """It is an ordinary user's, and needs its programs."""
        refused = []
        if facts.uid == 0:
            refused.append(Refusal("root", "It is not for root.", "Run the lab as an ordinary user."))
        return (*refused, *missing_programs(PACKAGES, facts))

    def notes(self, facts: MachineFacts) -> tuple[str, ...]:
        """The docker command was not made for it."""
        return ("docker run --rm always exits 0, and some messages are Podman's own",)

    def files(self, layout: Layout, hub_port: int) -> Mapping[Path, str]:
        """In place of the user's own, and of the system's."""
        return {
            _file(layout, "containers"): CONTAINERS_CONF,
            _file(layout, "registries"): REGISTRIES_CONF.format(port=hub_port),
            _file(layout, "storage"): STORAGE_CONF,
        }

    def command(self, layout: Layout, hub_port: int) -> list[str]:
        """Without a time after which it ends for want of work."""
        return [*_podman(layout), "system", "service", "--time=0", layout.url]

    def environment(self, layout: Layout) -> Mapping[str, str]:
        """Where it looks for files, and keeps what it doesn't keep in its storage."""
        home = str(_home(layout))
        return {
            "CONTAINERS_CONF": str(_file(layout, "containers")),
            "CONTAINERS_REGISTRIES_CONF": str(_file(layout, "registries")),
            "CONTAINERS_STORAGE_CONF": str(_file(layout, "storage")),
            "XDG_CACHE_HOME": home,
            "XDG_CONFIG_HOME": home,
            "XDG_DATA_HOME": home,
            "XDG_RUNTIME_DIR": str(layout.exec_root),
        }

    def runs_as(self, layout: Layout, words: Sequence[str]) -> bool:
        """A service known by its storage; there are two, one of them outside the user namespace."""
        return Path(words[0]).name == "podman" and str(_storage(layout)) in words and "service" in words

    def named_in(self, words: Sequence[str]) -> Podman:
        """It has no names but its folders'."""
        return self

    def taken(self, layout: Layout) -> str:
        """All it needs is its own."""
        return ""

    def prepare(self, layout: Layout, memory: Memory) -> Memory:
        """Its folders."""
        for folder in (layout.exec_root, _home(layout)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return memory

    def end(self, layout: Layout, pids: Sequence[int]) -> None:
        """Its containers, which would go on without it; itself; and the network and the namespace that it leaves."""
        if pids or self._others(layout):
            self._run(layout, "stop", "--all", "--time", str(CONTAINERS_STOP_IN))
        end(pids, STOPS_IN)
        end(self._others(layout), grace=1.0)

    def remove_root(self, layout: Layout) -> None:
        """Other ids' files can only be removed from where they are root's."""
        layout.exec_root.mkdir(mode=0o700, parents=True, exist_ok=True)
        storage = str(_storage(layout))
        script = 'umount --lazy "$1/overlay"; rm -rf "$1"'
        self._run(layout, "unshare", "sh", "-c", script, "sh", storage)
        end(self._others(layout), grace=1.0)
        shutil.rmtree(layout.root)
        shutil.rmtree(layout.exec_root)

    def remains(self, layout: Layout) -> list[str]:
        """Nothing is outside its folders."""
        return []

    def ground(self, memory: Memory) -> str:
        """A namespace."""
        return "a user namespace, without root"

    def _run(self, layout: Layout, *words: str) -> None:
        """Another podman on the same storage. What it can't do shows in what is left."""
        environment = {**clean_environment(), **self.environment(layout)}
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                [*_podman(layout), *words], env=environment, cwd="/", stdin=subprocess.DEVNULL, capture_output=True,
                timeout=_PATIENCE, check=False,
            )  # fmt: skip

    def _others(self, layout: Layout) -> list[int]:
        """What it has started and the kernel still runs: container monitors, networks, the namespace's keeper."""
        return find_with("XDG_RUNTIME_DIR", str(layout.exec_root))


def _podman(layout: Layout) -> list[str]:
    program = shutil.which("podman", path=SEARCH_PATH) or "podman"
    return [program, "--root", str(_storage(layout))]


def _storage(layout: Layout) -> Path:
    return layout.root / "storage"


def _home(layout: Layout) -> Path:
    return layout.root / "home"


def _file(layout: Layout, name: str) -> Path:
    return layout.data / f"{name}.conf"
