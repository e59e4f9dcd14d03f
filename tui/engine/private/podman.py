"""Podman's service as an ordinary user: its own storage, settings and sockets, in a user namespace.

Podman reads five folders and three files that may be the user's own; each is named here, and the user's are left alone.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from tui.engine.private.facts import MachineFacts
from tui.engine.private.kind import Memory, Refusal, missing_programs
from tui.engine.private.layout import Layout
from tui.engine.private.processes import clean_environment, end, find_with
from tui.engine.private.rootless import ground_refusals, user_namespace_refusals
from tui.errors import EngineError

PACKAGES = {
    "podman": "podman netavark aardvark-dns",
    "runc": "runc",
    "newuidmap": "uidmap",
    "newgidmap": "uidmap",
    "slirp4netns": "slirp4netns",
    "setsid": "util-linux",
}
"""Program → the Debian and Ubuntu package it is in, for podman with those of its network."""

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
_RUNTIME = "XDG_RUNTIME_DIR"


class Podman(Struct, frozen=True):
    """Known by its storage's folder."""

    name = "podman"
    title = "Podman, run by you"
    hub_port = 5055

    def refusals(self, facts: MachineFacts) -> tuple[Refusal, ...]:
        """All that must be as a rootless engine needs it."""
        if facts.uid == 0:
            return (Refusal("root", "It is for an ordinary user, and you are root.", "Log in as yourself."),)
        return (*missing_programs(PACKAGES, facts), *user_namespace_refusals(facts, "podman"), *ground_refusals(facts))

    def notes(self, facts: MachineFacts) -> tuple[str, ...]:
        """What the docker command does otherwise with it."""
        told = "Some messages are Podman's own, and docker run --rm always exits 0."
        return (told, "Limits on memory and processors have no effect.") if facts.cgroups < 2 else (told,)

    def files(self, layout: Layout, hub_port: int) -> Mapping[Path, str]:
        """In place of the user's own, and of the system's."""
        return {
            _file(layout, "containers"): CONTAINERS_CONF,
            _file(layout, "registries"): REGISTRIES_CONF.format(port=hub_port),
            _file(layout, "storage"): STORAGE_CONF,
        }

    def command(self, layout: Layout, hub_port: int) -> list[str]:
        """Without a time after which it ends for want of work."""
        return [*_podman(_storage(layout)), "system", "service", "--time=0", layout.url]

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
            _RUNTIME: str(layout.exec_root),
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
            stop = ("stop", "--all", "--time", str(CONTAINERS_STOP_IN))
            _run(_podman(_storage(layout)), self.environment(layout), *stop)
        end(pids, STOPS_IN)
        end(self._others(layout), grace=1.0)

    def remove(self, layout: Layout, folder: Path) -> None:
        """Files of the containers' users can be removed only by someone who is root among them."""
        with suppress(OSError):
            shutil.rmtree(folder)
            return
        # A podman on other storage: it mounts what it stands on.
        aside = layout.runtime / "removing"
        aside.mkdir(mode=0o700, exist_ok=True)
        environment = {**self.environment(layout), _RUNTIME: str(aside)}
        said = _run(_podman(aside), environment, "unshare", "rm", "-rf", str(folder))
        end(find_with(_RUNTIME, str(aside)), grace=1.0)
        shutil.rmtree(aside, ignore_errors=True)
        if folder.exists():
            raise EngineError(f"{folder} can't be removed: {said}.", f"Try it yourself: podman unshare rm -rf {folder}")

    def remains(self, layout: Layout) -> list[str]:
        """Nothing is outside its folders."""
        return []

    def ground(self, memory: Memory) -> str:
        """A namespace."""
        return "a user namespace, without root"

    def _others(self, layout: Layout) -> list[int]:
        """What it has started, and goes on without it: container monitors, networks, the namespace's keeper."""
        return find_with(_RUNTIME, str(layout.exec_root))


def _podman(storage: Path) -> list[str]:
    return ["podman", "--root", str(storage)]


def _run(podman: Sequence[str], environment: Mapping[str, str], *words: str) -> str:
    """Have podman do something; what it can't do shows in what is left. Returns its last words."""
    try:
        done = subprocess.run(
            [*podman, *words], env={**clean_environment(), **environment}, cwd="/", stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return " ".join(done.stderr.strip().splitlines()[-1:])


def _storage(layout: Layout) -> Path:
    return layout.root / "storage"


def _home(layout: Layout) -> Path:
    return layout.root / "home"


def _file(layout: Layout, name: str) -> Path:
    return layout.data / f"{name}.conf"
