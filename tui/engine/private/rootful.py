"""A second dockerd, as root: its own data, socket, bridge, namespaces and cgroups, and no hold on the machine's
firewall."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from itertools import pairwise
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tui.engine.ping import UnixHTTPConnection
from tui.engine.private import network, remains
from tui.engine.private.facts import MachineFacts
from tui.engine.private.kind import DAEMON_JSON, Memory, Refusal, missing_programs, no_cgroups
from tui.engine.private.layout import Layout
from tui.engine.private.mounts import within
from tui.engine.private.processes import end, find

PACKAGES = {
    "dockerd": "docker.io",
    "containerd": "containerd",
    "runc": "runc",
    "ip": "iproute2",
    "setsid": "util-linux",
    "unshare": "util-linux",
    "umount": "mount",
}
"""Program → the Debian and Ubuntu package it is in."""

FIRST_SUBNET = "10.213.77.1/24"
STOPS_IN = 15.0
"""Seconds dockerd may take to end."""
CONTAINERS_STOP_IN = 2.0
"""Seconds containers have to end with it. dockerd alone would wait ten for each that ignores SIGTERM."""


class Rootful(Struct, frozen=True):
    """`label` is the name of its bridge, its cgroups and its namespaces, and must be this engine's alone."""

    label: str
    subnet: str = FIRST_SUBNET

    name = "rootful"
    title = "Docker, run by root"
    hub_port = 5053

    def refusals(self, facts: MachineFacts) -> tuple[Refusal, ...]:
        """It needs root, mounts of its own, and its programs."""
        refused = []
        if facts.uid != 0:
            refused.append(Refusal("root", "It needs root.", "Run the lab as root, or use another engine."))
        elif not facts.mounts:
            why = "Root can't have mounts of its own here: unshare --mount is refused, as in many a container."
            refused.append(Refusal("mounts", why, "Run the lab outside of it, or use another engine."))
        return (*refused, *missing_programs(PACKAGES, facts), *no_cgroups(facts))

    def notes(self, facts: MachineFacts) -> tuple[str, ...]:
        """Nothing is less."""
        return ()

    def files(self, layout: Layout, hub_port: int) -> Mapping[Path, str]:
        """A daemon.json, so that it doesn't read the system engine's; what it sees of ip_forward (see `mounts`)."""
        return {_config(layout): DAEMON_JSON, _forwarding(layout): "1\n"}

    def command(self, layout: Layout, hub_port: int) -> list[str]:
        """In a mount namespace of its own.

        Three options must never appear, each for what it does to a neighbour's engine: `--bridge none` deletes
        its docker0, `--default-address-pool` does so at the second start, `--iptables=true` flushes its rules.
        """
        dockerd = [
            "dockerd",
            *("--config-file", str(_config(layout))),
            *("--data-root", str(layout.root)),
            *("--exec-root", str(layout.exec_root)),
            *("--pidfile", str(layout.pidfile)),
            *("--host", layout.url),
            *("--group", "root"),
            *("--bridge", self.label),
            "--iptables=false",
            # Newer engines set IPv6 rules unless told not to, --iptables=false notwithstanding.
            "--ip6tables=false",
            "--ip-masq=false",
            "--ip-forward=false",
            *("--containerd-namespace", self.label),
            *("--containerd-plugins-namespace", f"{self.label}-plugins"),
            *("--cgroup-parent", f"/{self.label}"),
            *("--exec-opt", "native.cgroupdriver=cgroupfs"),
            *("--registry-mirror", f"http://127.0.0.1:{hub_port}"),
            *("--shutdown-timeout", "2"),
        ]
        return within(dockerd, _forwarding(layout))

    def environment(self, layout: Layout) -> Mapping[str, str]:
        """Nothing."""
        return {}

    def runs_as(self, layout: Layout, words: Sequence[str]) -> bool:
        """A dockerd known by its data root: a pid from a file may be another program's by now."""
        return Path(words[0]).name == "dockerd" and str(layout.root) in words

    def named_in(self, words: Sequence[str]) -> Rootful:
        """Named as its bridge."""
        return replace(self, label=dict(pairwise(words)).get("--bridge", self.label))

    def taken(self, layout: Layout) -> str:
        """Another engine has a bridge of this name, and so cgroups and namespaces of this name."""
        others = find(
            lambda words: Path(words[0]).name == "dockerd" and self.label in words and str(layout.root) not in words
        )
        return f"Another engine on this machine uses the bridge {self.label}." if others else ""

    def prepare(self, layout: Layout, memory: Memory) -> Memory:
        """The bridge, on a subnet this machine does not reach already."""
        taken = network.reached_networks(network.routes(), but_through=self.label)
        wanted = (memory.subnet or self.subnet, self.subnet, *network.OTHER_SUBNETS)
        chosen = network.choose_subnet(wanted, taken)
        network.make_bridge(self.label, chosen)
        return replace(memory, subnet=chosen)

    def end(self, layout: Layout, pids: Sequence[int]) -> None:
        """Clears away as a reboot would, which dockerd can cope with.

        Left to itself it trusts pidfiles, its own and containerd's, whoever has those numbers now.
        """
        bridges = _bridges_of_networks(layout)
        nudge = (CONTAINERS_STOP_IN, lambda: remains.kill_containers(layout, self.label))
        end(pids, STOPS_IN, nudge=nudge)
        for bridge in (self.label, *bridges):
            network.remove_link(bridge)
        remains.end_orphans(layout, self.label)
        remains.unmount(layout)
        remains.remove_cgroups(self.label)

    def remove(self, layout: Layout, folder: Path) -> None:
        """All of it is root's."""
        shutil.rmtree(folder)

    def remains(self, layout: Layout) -> list[str]:
        """The bridge and the cgroups."""
        bridge = [f"network bridge {self.label}"] if network.link_exists(self.label) else []
        cgroups = [f"control groups /{self.label}"] if remains.cgroups(self.label) else []
        return [*bridge, *cgroups]

    def ground(self, memory: Memory) -> str:
        """The bridge, and its subnet once it has one."""
        return f"bridge {self.label}   {memory.subnet}".rstrip()


def _config(layout: Layout) -> Path:
    return layout.data / "daemon.json"


def _forwarding(layout: Layout) -> Path:
    return layout.data / "ip_forward"


def _bridges_of_networks(layout: Layout) -> list[str]:
    """The bridges of networks the learner made; dockerd leaves them behind when it ends."""
    connection = UnixHTTPConnection(str(layout.socket), timeout=2.0)
    try:
        connection.request("GET", "/networks")
        networks = json.loads(connection.getresponse().read())
        return [f"br-{each['Id'][:12]}" for each in networks if each["Driver"] == "bridge"]
    except (OSError, HTTPException, ValueError):
        return []
    finally:
        connection.close()
