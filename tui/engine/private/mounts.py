"""A mount namespace for the engine: what it mounts stays inside, and two places look different from there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FORWARDING = "/proc/sys/net/ipv4/ip_forward"
"""Where dockerd looks whether the machine routes. Ours needs no routing, and must not switch it on for the whole
machine; but where it is off, dockerd has a warning for every container that is run."""

SYSTEM_CONTAINERD = "/run/containerd"
"""Where dockerd looks for the system's containerd. An empty folder in its place makes it start its own, so that a
neighbour's containerd never holds our containers; and its shims keep their sockets there."""

_ENTER = f"""
mount --bind "$1" {FORWARDING} &&
mkdir -p {SYSTEM_CONTAINERD} &&
mount -t tmpfs -o mode=711 sealegs {SYSTEM_CONTAINERD} || exit
shift
exec "$@"
"""


def within(command: Sequence[str], forwarding: Path) -> list[str]:
    """The command line that runs `command` in a mount namespace of its own.

    `forwarding` is a file that says 1. What is mounted on the machine later shows inside as well.
    """
    return ["unshare", "--mount", "--propagation", "slave", "sh", "-c", _ENTER, "sh", str(forwarding), *command]
